"""Charts as static markup: SVG that says its numbers to who cannot see it, and tables with a bar in a column.

They are a few rectangles each, coloured by the report's style sheet, so that they are dark where it is
(docs/decisions/reports.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import floor, log10
from typing import Final, NamedTuple

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 12, 28
"""The size of a chart and of its margins, in units of which a letter is twelve high."""

GAP: Final = 0.14
"""Share of a column's width that stays free between it and the next."""


class Series(NamedTuple):
    """Columns of one colour: what they are, how high each is, and the class that the style sheet colours."""

    name: str
    values: Sequence[float]
    style: str = "fill"


def histogram(described: str, ticks: Mapping[int, str], *series: Series, unit: str = "pages") -> str:
    """Columns beside each other, those of several series in pairs.

    Args:
        described: what the chart shows, in a sentence, for who cannot see it.
        ticks: what stands below the axis, by the number of the column that it stands left of.
        series: the columns; all have the same number of them.
        unit: what is counted.
    """
    highest = round_above(max(1.0, *(max(one.values, default=0.0) for one in series)))
    count = len(series[0].values)
    step = (WIDTH - LEFT - RIGHT) / max(1, count)
    width = step * (1 - GAP) / len(series)
    base = HEIGHT - BOTTOM
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(described)}">',
        *_axes(highest, base),
        *_ticks({LEFT + step * place: name for place, name in ticks.items()}, base),
    ]
    for number, one in enumerate(series):
        for place, value in enumerate(one.values):
            high = (base - TOP) * value / highest
            left = LEFT + step * (place + GAP / 2) + width * number
            said = f"{one.name}: {value:,g} {unit}"
            if value:
                parts.append(
                    f'<rect class="{one.style}" x="{left:.1f}" y="{base - high:.1f}" width="{width:.1f}" '
                    f'height="{max(high, 1):.1f}"><title>{escape(said)}</title></rect>'
                )
    return "".join([*parts, "</svg>", _legend(series) if len(series) > 1 else ""])


def _axes(highest: float, base: int) -> Iterable[str]:
    yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}"/>'
    for share in (0.5, 1.0):
        high = base - (base - TOP) * share
        yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{high:.0f}" y2="{high:.0f}"/>'
        yield f'<text x="{LEFT - 6}" y="{high + 4:.0f}" text-anchor="end">{short(highest * share)}</text>'


def round_above(value: float) -> float:
    """The smallest of 2, 4, 6, 10, 20, 40, … that is no less than `value`: its half is a round number too."""
    power = 10.0 ** floor(log10(max(value, 1.0)))
    return next(power * step for step in (1, 2, 4, 6, 10) if power * step >= max(value, 2.0))


def _ticks(ticks: Mapping[float, str], base: int) -> Iterable[str]:
    for place, name in ticks.items():
        anchor = "start" if place <= LEFT else "end" if place >= WIDTH - RIGHT else "middle"
        yield f'<text x="{place:.0f}" y="{base + 18}" text-anchor="{anchor}">{escape(name)}</text>'


def _legend(series: Iterable[Series]) -> str:
    entries = "".join(
        f'<span><svg width="12" height="12" aria-hidden="true"><rect class="{one.style}" width="12" height="12"/></svg>'
        f" {escape(one.name)}</span>"
        for one in series
    )
    return f'<p class="legend">{entries}</p>'


class Bar(NamedTuple):
    """A cell with a bar: how long it is from 0 to 1, and the label that colours it, "" for none."""

    share: float
    label: str = ""


class Chip(NamedTuple):
    """A cell with a label in its colour."""

    label: str


class Share(NamedTuple):
    """A cell with a share from 0 to 1, printed as a percentage."""

    share: float


class Written(NamedTuple):
    """A cell with a number that is written already."""

    number: str


Cell = str | int | float | Bar | Chip | Share | Written | None
"""Text; a number, which is printed with separators; a bar; a label; a percentage; nothing."""


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table whose first column names its rows.

    Args:
        caption: what it lists, for who cannot see where it stands.
        heads: the columns' heads; "" above bars.
        rows: the cells, one a head.
    """
    written = [list(row) for row in rows]
    ends = [
        bool(written) and isinstance(written[0][column], int | float | Share | Written) for column in range(len(heads))
    ]
    above = "".join(
        f'<th scope="col"{_number(end)}>{escape(head)}</th>' if head else '<td aria-hidden="true"></td>'
        for head, end in zip(heads, ends, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        + "".join(
            f"<td{_number(end)}{' aria-hidden=true' * isinstance(cell, Bar)}>{_cell(cell)}</td>"
            for cell, end in zip(row[1:], ends[1:], strict=True)
        )
        + "</tr>"
        for row in written
    )
    return (
        f'<div class="table"><table><caption class="visually-hidden">{escape(caption)}</caption>'
        f"<thead><tr>{above}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _number(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        length = 160 * min(1.0, max(0.0, cell.share))
        label = f' data-label="{escape(cell.label)}"' if cell.label else ""
        style = "fill-label" if cell.label else "fill"
        return (
            '<svg class="bar-cell" width="160" height="12" viewBox="0 0 160 12">'
            '<rect class="track" width="160" height="12" rx="2"/>'
            f'<rect class="{style}"{label} width="{length:.1f}" height="12" rx="2"/></svg>'
        )
    if isinstance(cell, Chip):
        return f'<span class="chip" data-label="{escape(cell.label)}">{escape(cell.label)}</span>'
    if isinstance(cell, Share):
        return percent(cell.share)
    if isinstance(cell, Written):
        return escape(cell.number)
    if cell is None:
        return ""
    return f"<bdi>{escape(cell)}</bdi>" if isinstance(cell, str) else number(cell)


def number(value: float) -> str:
    """A number as people read it: 12,345 or 0.93."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def short(value: float) -> str:
    """A number for an axis: 950, 1.2k, 3M."""
    for size, name in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{name}"
    return f"{value:.3g}"


def percent(share: float) -> str:
    """A share from 0 to 1: 12 %, <1 %."""
    return "<1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def figures(values: Mapping[str, str]) -> str:
    """Large numbers beside each other, each over its name."""
    entries = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in values.items())
    return f'<dl class="figures">{entries}</dl>'


def side_by_side(*columns: Sequence[str]) -> str:
    """Cards in columns, which are below each other in a narrow window."""
    stacks = (f"<div>{''.join(cards)}</div>" for cards in columns)
    return f'<div class="charts">{"".join(stacks)}</div>'


def card(title: str, said: str, content: str) -> str:
    """A part of an overview: a heading, a line about it, and a chart or a table."""
    about = f"<p>{escape(said)}</p>" if said else ""
    return f'<section class="card"><h2>{escape(title)}</h2>{about}{content}</section>'
