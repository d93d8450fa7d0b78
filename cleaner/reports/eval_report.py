"""How good the stories are, as one HTML file: figures, what leaked and was lost, the worst pages beside their gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from cleaner.evaluation import Evaluated, PageScore, grouped, paired, summed_up, worst
from cleaner.evaluation.figures import account_of, most_changed
from cleaner.evaluation.marks import Mark, differences
from cleaner.evaluation.report import COLUMNS
from cleaner.evaluation.scoring import Account
from cleaner.evaluation.words import in_order
from cleaner.reports import charts
from cleaner.reports.charts import Bar, Cell, Chip, Series, Share, Written, card, histogram, side_by_side, table
from cleaner.reports.document import document
from cleaner.reports.entry import Entry, entry
from cleaner.reports.view import Mark as ViewMark
from cleaner.reports.view import MarkedText, Other, PageView, page_view
from cleaner.story import Story

MOST_PAGES: Final = 40
"""As many as somebody reads."""

MOST_RULES: Final = 15
F1_BINS: Final = 20
SUMMED_UP: Final = ("f1", "precision", "recall", "good", "exact", "leak")
"""The figures that stand on top, where they are known."""


def eval_report(runs: Sequence[Evaluated], by: str | None = None, number: int = 0) -> str:
    """The report of an evaluation, as the text of an HTML file.

    Args:
        runs: the pages' scores; a second entry is the same pages in another configuration, to compare.
        by: the field to group pages by, or "id".
        number: how many of the worst pages it has, or of those that changed most; 0 for `MOST_PAGES`.
    """
    run, new = runs[0], runs[1] if len(runs) > 1 else None
    shown = new or run
    account = account_of(shown.scores)
    overview = [
        _figures(shown.scores),
        _change(run, new) if new else "",
        side_by_side(
            [_f1(run, new), _words("Leaked", _LEAKED, account.leaked), _words("Lost", _LOST, account.lost)],
            [_rules(account), _groups(shown.scores, by) if by else ""],
        ),
    ]
    pages = _changed(run, new, number or MOST_PAGES) if new else _worst(run, number or MOST_PAGES)
    return document(f"{len(run.scores):,} pages · cleaner eval", pages, "".join(overview))


_LEAKED: Final = "Words in kept blocks that are not in the story, by what speaks most against their block."
_LOST: Final = "Words of the story that were not kept, by the label that they were removed under."


def _figures(scores: Sequence[PageScore]) -> str:
    sums = summed_up(scores)
    known = {COLUMNS[name]: getattr(sums, name) for name in SUMMED_UP if getattr(sums, name) is not None}
    return charts.figures({"pages": f"{len(scores):,}"} | {name: f"{value:.4f}" for name, value in known.items()})


def _change(run: Evaluated, new: Evaluated) -> str:
    """The figures of two configurations beside each other."""
    before, after = summed_up(run.scores), summed_up(new.scores)
    pair = paired(run.scores, new.scores)
    rows: list[Sequence[Cell]] = [
        (COLUMNS[name], *map(Written, (f"{old:.4f}", f"{now:.4f}", f"{now - old:+.4f}")))
        for name in COLUMNS
        if name not in ("pages", "ms")
        and (old := getattr(before, name)) is not None
        and (now := getattr(after, name)) is not None
    ]
    same = len(run.scores) - pair.better - pair.worse
    said = (
        f"F1 {pair.change:+.4f} ± {pair.margin:.4f} (95 %): better on {pair.better} pages, worse on {pair.worse}, "
        f"the same on {same}. All else here is {new.name}."
    )
    return card(
        f"{run.name.capitalize()} and {new.name}",
        said,
        table("Figures of both", ("figure", run.name, new.name, "change"), rows),
    )


def _f1(run: Evaluated, new: Evaluated | None) -> str:
    series = [Series(one.name, _f1_bins(one.scores), "fill") for one in (run, new) if one]
    if new:
        series[0] = series[0]._replace(style="fill-old")
    ticks = {round(share * F1_BINS): f"{share:g}" for share in (0, 0.25, 0.5, 0.75, 1)}
    return card("F1", "Pages by the F1 of their words.", histogram("Pages by F1", ticks, *series))


def _f1_bins(scores: Iterable[PageScore]) -> list[int]:
    bins = [0] * F1_BINS
    for score in scores:
        if score.f1 is not None:
            bins[min(int(score.f1 * F1_BINS), F1_BINS - 1)] += 1
    return bins


def _words(title: str, said: str, counts: Counter[str]) -> str:
    if not counts:
        return card(title, "No words.", "")
    most, whole = max(counts.values()), counts.total()
    rows: list[tuple[Cell, ...]] = [
        (label if label.startswith("(") else Chip(label), Bar(count / most, label), count, Share(count / whole))
        for label, count in counts.most_common()
    ]
    return card(title, said, table(f"{title} words by label", ("label", "", "words", "share"), rows))


def _rules(account: Account) -> str:
    costly = sorted(account.cost, key=lambda rule: (-account.cost[rule], rule))[:MOST_RULES]
    most = max(account.cost.values(), default=1)
    rows = [(rule, Bar(account.cost[rule] / most), account.cost[rule], account.gain[rule]) for rule in costly]
    return card(
        "Rules that cost most",
        "Words of the story that they removed, and words of junk.",
        table("Rules by cost", ("rule", "", "cost", "gain"), rows),
    )


def _groups(scores: Sequence[PageScore], by: str) -> str:
    sums = {name: summed_up(group) for name, group in grouped(scores, by).items()}
    rows = [
        (name, Bar(group.f1 or 0.0), group.f1 if group.f1 is not None else "", group.pages)
        for name, group in sorted(sums.items(), key=lambda pair: (pair[1].f1 or 0.0, pair[0]))
    ]
    return card(f"By {by}", "Lowest F1 first.", table(f"F1 by {by}", (by, "", "F1", "pages"), rows))


def _worst(run: Evaluated, number: int) -> list[Entry]:
    return [
        entry(beside_gold(run.clean(score.gold), score), "Worst pages", pack=True)
        for score in worst(run.scores, number)
    ]


def _changed(run: Evaluated, new: Evaluated, number: int) -> list[Entry]:
    """The pages that changed most, those that got worse first."""
    entries = []
    for old, now in most_changed(run.scores, new.scores, number):
        change = paired([old], [now]).change
        view = beside_gold(new.clean(now.gold), now)
        compare(view, run.clean(old.gold))
        view["figures"] = [("F1 before", _shown(old.f1)), ("F1", _shown(now.f1)), ("change", f"{change:+.3f}")]
        entries.append((change > 0, entry(view, "Better" if change > 0 else "Worse", pack=True)))
    return [page for _, page in sorted(entries, key=lambda pair: pair[0])]


def beside_gold(story: Story, score: PageScore) -> PageView:
    """A page with what leaked and was lost, and the story as it should be."""
    view = page_view(score.gold.id, story)
    found = differences(story, score.gold)
    for block, marks in zip(view["blocks"], found.blocks, strict=True):
        if marks:
            block["marks"] = _in_utf16(block["text"], marks)
    view["gold"] = [MarkedText(text=text, marks=_in_utf16(text, marks)) for text, marks in found.gold]
    figures = {"F1": score.f1, "precision": score.precision, "recall": score.recall}
    view["figures"] = [(name, _shown(value)) for name, value in figures.items()]
    return view


def compare(view: PageView, other: Story) -> None:
    """Notes at each block what became of it in another configuration, if that is something else. Rules may cut blocks
    in other places; what is not the same text has nothing to be compared with."""
    same, in_other = in_order([block["text"] for block in view["blocks"]], other.page.texts)
    others = iter([block for block, is_same in zip(other.blocks, in_other, strict=True) if is_same])
    for block, is_same in zip(view["blocks"], same, strict=True):
        if is_same:
            before = next(others)
            if (before.kept, before.label) != (block["kept"], block["label"]):
                block["other"] = Other(kept=before.kept, label=before.label, reason=before.reason)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _in_utf16(text: str, marks: Sequence[Mark]) -> list[ViewMark]:
    """Marks counted in UTF-16 units: a character beyond U+FFFF, such as most emoji, is two."""

    def units(end: int) -> int:
        return end + sum(letter > "\uffff" for letter in text[:end])

    return [(units(start), units(end), kind) for start, end, kind in marks]
