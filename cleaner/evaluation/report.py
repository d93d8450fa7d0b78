"""An evaluation as tables to read, and as plain data for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, Final

from cleaner.evaluation.figures import (
    DECILES,
    Figures,
    account_of,
    calibration,
    grouped,
    most_changed,
    paired,
    summed_up,
    worst,
)
from cleaner.evaluation.scoring import Account, PageScore

COLUMNS: Final = {
    "pages": "pages",
    "precision": "P",
    "recall": "R",
    "f1": "F1",
    "in_order": "in order",
    "good": ">.95",
    "exact": "exact",
    "leak": "leak",
    "snippet_precision": "snippet P",
    "snippet_recall": "snippet R",
    "snippet_f1": "snippet F1",
    "title": "title",
    "is_story": "stories",
    "top_half_gain": "sure-unsure",
    "ms": "ms",
}
"""The figures in the order of the table's columns, and the columns' heads."""

MOST_RULES: Final = 10
"""Rules listed as the costliest, and as the most gainful; on flat-dev the first ten have 8 of 10 words."""


def tables(pages: Sequence[PageScore], by: str | None = None, number: int = 0) -> str:
    """The figures of all pages and of groups, accounts of words, calibration, and the worst pages.

    Args:
        pages: the pages' scores.
        by: the field to group pages by, or "id".
        number: how many of the worst pages to list.
    """
    groups = {"all": list(pages), **(grouped(pages, by) if by else {})}
    parts = [figures_table({name: summed_up(group) for name, group in groups.items()})]
    parts += _accounts(account_of(pages))
    parts += _calibration(pages)
    if number:
        parts.append("Worst pages\n" + _aligned([("id", *_HEADS), *(_row(page) for page in worst(pages, number))]))
    return "\n".join(parts)


def data(pages: Sequence[PageScore], by: str | None = None, number: int = 0) -> dict[str, Any]:
    """The same as plain data; without `number`, all pages are listed, in order."""
    account = account_of(pages)
    listed = worst(pages, number) if number else pages
    return {
        "figures": asdict(summed_up(pages)),
        "groups": {name: asdict(summed_up(group)) for name, group in grouped(pages, by).items()} if by else {},
        "leaked": dict(account.leaked.most_common()),
        "lost": dict(account.lost.most_common()),
        "rules": {
            rule: {"cost": account.cost[rule], "gain": account.gain[rule]}
            for rule in sorted({*account.cost, *account.gain})
        },
        "calibration": [decile._asdict() for decile in calibration(pages)],
        "pages": [_page_data(page) for page in listed],
    }


def compared(pages: Sequence[PageScore], others: Sequence[PageScore], by: str | None = None, number: int = 0) -> str:
    """Two runs over the same pages beside each other; `others` is the new one. The `number` pages that changed most
    are listed."""
    parts = [_deltas("all", pages, others)]
    if by:
        new = grouped(others, by)
        parts += [_deltas(name, group, new[name]) for name, group in grouped(pages, by).items()]
    rows = [
        (old.gold.id, _shown(old.f1), _shown(new.f1), f"{paired([old], [new]).change:+.4f}")
        for old, new in most_changed(pages, others, number)
    ]
    if rows:
        parts.append("Pages that changed most\n" + _aligned([("id", "F1", "new F1", "change"), *rows]))
    return "\n".join(parts)


def compared_data(
    pages: Sequence[PageScore], others: Sequence[PageScore], by: str | None = None, number: int = 0
) -> dict[str, Any]:
    """The same as plain data, under "old", "new" and "change"."""
    return {
        "old": data(pages, by, number),
        "new": data(others, by, number),
        "change": paired(pages, others)._asdict(),
    }


def figures_table(rows: dict[str, Figures]) -> str:
    """Figures with names, a line each; columns that nobody has are left out."""
    columns = [name for name in COLUMNS if any(getattr(figures, name) is not None for figures in rows.values())]
    lines = [
        (name, *(_shown(getattr(figures, column), column) for column in columns)) for name, figures in rows.items()
    ]
    return _aligned([("", *(COLUMNS[column] for column in columns)), *lines])


def _deltas(name: str, pages: Sequence[PageScore], others: Sequence[PageScore]) -> str:
    old, new = summed_up(pages), summed_up(others)
    rows = []
    for column, head in COLUMNS.items():
        before, after = getattr(old, column), getattr(new, column)
        if before is not None and after is not None and column != "pages":
            digits = 2 if column == "ms" else 4
            rows.append((head, f"{before:.{digits}f}", f"{after:.{digits}f}", f"{after - before:+.{digits}f}"))
    pair = paired(pages, others)
    verdict = (
        f"F1 {pair.change:+.4f} ± {pair.margin:.4f} (95 %): better on {pair.better} pages, worse on {pair.worse}, "
        f"the same on {len(pages) - pair.better - pair.worse}\n"
    )
    return _aligned([(f"{name}, {old.pages} pages", "old", "new", "change"), *rows]) + verdict


_HEADS: Final = ("P", "R", "F1", "confidence", "mostly leaked", "mostly lost")


def _row(page: PageScore) -> tuple[str, ...]:
    shares = (page.precision, page.recall, page.f1, page.confidence)
    return (page.gold.id, *map(_shown, shares), _first(page.account.leaked), _first(page.account.lost))


def _page_data(page: PageScore) -> dict[str, Any]:
    names = ("precision", "recall", "f1", "in_order", "exact", "leak", "is_story", "confidence", "title_right")
    return {
        "id": page.gold.id,
        **{name: getattr(page, name) for name in names},
        "leaked": dict(page.account.leaked),
        "lost": dict(page.account.lost),
    }


def _accounts(account: Account) -> Iterable[str]:
    if account.leaked:
        yield "Leaked words: in kept blocks and not in the story, by what speaks most against the block\n" + _counts(
            account.leaked
        )
    if account.lost:
        yield "Lost words: in the story and not kept, by the label they were removed under\n" + _counts(account.lost)
    for title, counts in (
        ("Rules that cost most: words of the story that they removed", account.cost),
        ("Rules that gain most: words of junk that they removed", account.gain),
    ):
        if counts:
            rows = [(rule, str(account.cost[rule]), str(account.gain[rule])) for rule, _ in _most(counts)[:MOST_RULES]]
            yield f"{title}\n" + _aligned([("rule", "cost", "gain"), *rows])


def _counts(counts: Counter[str]) -> str:
    total = counts.total()
    return _aligned([(name, str(count), f"{count / total:.1%}") for name, count in _most(counts)])


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _calibration(pages: Sequence[PageScore]) -> Iterable[str]:
    deciles = calibration(pages)
    if len(deciles) == DECILES:
        rows = [(str(decile.pages), _shown(decile.confidence), _shown(decile.f1)) for decile in deciles]
        yield "Pages in tenths by confidence\n" + _aligned([("pages", "confidence", "F1"), *rows], names=0)


def _first(counts: Counter[str]) -> str:
    return "{} {}".format(*_most(counts)[0]) if counts else ""


def _shown(value: float | None, column: str = "") -> str:
    if value is None:
        return ""
    if column == "pages":
        return str(value)
    return f"{value:.2f}" if column == "ms" else f"{value:.4f}"


def _aligned(rows: Sequence[Sequence[str]], names: int = 1) -> str:
    """Rows as lines with aligned columns: names to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:names], widths, strict=False)]
        cells += [cell.rjust(width) for cell, width in zip(row[names:], widths[names:], strict=True)]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)
