"""What a batch did, as one HTML file: sums, distributions, sites, rules, and pages to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from cleaner.reports.charts import Bar, Chip, Series, Share, card, figures, histogram, percent, side_by_side, table
from cleaner.reports.document import document

if TYPE_CHECKING:
    from cleaner.batch.batch import Summary
    from cleaner.batch.findings import Findings, Site
    from cleaner.batch.tally import Tally
    from cleaner.reports.entry import Entry
    from cleaner.rulebook import Rulebook

MOST_RULES: Final = 24
MOST_SITES: Final = 15
"""Rows of the tables: what fits beside each other and is still read."""

LEAST_PAGES: Final = 5
"""A site with fewer pages says more of these than of the site; where there are only such sites, all count."""

LENGTHS: Final = {4: "8", 7: "64", 10: "512", 13: "4k", 16: "32k", 19: "256k", 22: "2M"}
"""Lengths below the axis, by the bin that begins at them."""


def batch_report(summary: Summary, findings: Findings, pages: Sequence[Entry], rulebook: Rulebook) -> str:
    """The report of a batch, as the text of an HTML file.

    Args:
        summary: what became of the batch.
        findings: what was found in its pages.
        pages: some of them, to look at.
        rulebook: the rules that they were cleaned with.
    """
    tally = summary.tally
    rules, sites = _rules(tally, rulebook), list(_sites(findings))
    overview = [
        _figures(summary),
        _failures(summary, findings) if tally.failed else "",
        side_by_side(
            [_removed(tally, findings), *([rules] if sites else [])],
            [_confidence(findings), _lengths(findings), *(sites or [rules])],
        ),
    ]
    return document(f"{tally.pages:,} pages · cleaner batch", pages, "".join(overview))


def _figures(summary: Summary) -> str:
    tally = summary.tally
    new = tally.pages - summary.resumed
    return figures(
        {
            "pages": f"{tally.pages:,}",
            "are stories": percent(tally.stories / tally.pages) if tally.pages else "–",
            "of the text kept": percent(tally.kept_share),
            "failed": f"{tally.failed:,}",
            "MB read": f"{tally.bytes / 1e6:,.1f}",
            "pages a second": f"{new / summary.seconds:,.0f}" if new and summary.seconds else "–",
        }
    )


def _removed(tally: Tally, findings: Findings) -> str:
    whole = max(1, tally.characters)
    most = max(findings.removed.values(), default=1)
    rows = [
        (Chip(label), Bar(length / most, label), Share(length / whole), tally.removed[label])
        for label, length in findings.removed.most_common()
    ]
    return card(
        "What was removed",
        "Share of all the pages' text, and number of blocks, by label.",
        table("Text removed, by label", ("label", "", "of the text", "blocks"), rows),
    )


def _confidence(findings: Findings) -> str:
    bins = findings.confidence
    stories = sum(bins)
    unsure = sum(bins[: len(bins) // 2])
    said = f"Half of the {stories:,} stories have {_median(bins) / len(bins):.2f} or more, {unsure:,} less than 0.5."
    ticks = {round(share * len(bins)): f"{share:g}" for share in (0, 0.25, 0.5, 0.75, 1)}
    return card(
        "Confidence", said, histogram(f"Stories by confidence. {said}", ticks, Series("stories", bins), unit="stories")
    )


def _median(bins: list[int]) -> int:
    """The bin that the middle one of what is counted falls into."""
    half = sum(bins) / 2
    return next((place for place, so_far in enumerate(accumulate(bins)) if so_far >= half), 0)


def _lengths(findings: Findings) -> str:
    used = [
        place for place, (one, other) in enumerate(zip(findings.before, findings.after, strict=True)) if one or other
    ]
    first, last = min(used, default=0), max(used, default=0) + 1
    said = (
        f"Half of the pages have {2 ** _median(findings.before):,} characters or fewer, "
        f"half of the stories {2 ** _median(findings.after):,}."
    )
    return card(
        "Length before and after",
        f"Characters of text, each column twice the last. {said}",
        histogram(
            f"Pages and stories by length. {said}",
            {place - first: name for place, name in LENGTHS.items() if first <= place <= last},
            Series("pages before", findings.before[first:last], "fill-old"),
            Series("stories after", findings.after[first:last]),
        ),
    )


def _failures(summary: Summary, findings: Findings) -> str:
    rows = []
    for kind, count in summary.tally.failures.most_common():
        name, reason = findings.examples.get(kind, ("", ""))
        rows.append((kind, count, name, reason))
    where = f"{summary.failures} lists all." if summary.failures else ""
    heads = ("kind", "pages", "the first", "why")
    return card("Pages that failed", where, table("Failures by kind", heads, rows))


def _rules(tally: Tally, rulebook: Rulebook) -> str:
    labels = {rule.id: rule.label for rule in rulebook.rules}
    found = tally.rules.most_common(MOST_RULES)
    most = found[0][1] if found else 1
    rows = [(rule, Bar(hits / most, labels.get(rule, "")), hits, Chip(labels.get(rule, ""))) for rule, hits in found]
    return card(
        "Rules that fired most",
        f"{len(tally.rules):,} rules fired {tally.rules.total():,} times.",
        table("Rules that fired most", ("rule", "", "hits", "label"), rows),
    )


def _sites(findings: Findings) -> Iterable[str]:
    known = {host: site for host, site in findings.sites.items() if not host.startswith("(")}
    sites = {host: site for host, site in known.items() if site.pages >= LEAST_PAGES} or known
    if not sites:
        return
    doubtful = sorted(sites.items(), key=lambda pair: (pair[1].mean_confidence, pair[0]))[:MOST_SITES]
    yield _site_table(
        "Sites with the lowest confidence",
        f"Means over the stories, of sites with {LEAST_PAGES} pages or more." if sites is not known else "",
        doubtful,
    )
    warned = [(host, site) for host, site in sites.items() if site.warnings]
    warned.sort(key=lambda pair: (-pair[1].warnings / pair[1].pages, pair[0]))
    if warned:
        yield _site_table("Sites with most warnings", "By warnings a page.", warned[:MOST_SITES])


def _site_table(title: str, said: str, sites: list[tuple[str, Site]]) -> str:
    rows = [
        (host, Bar(site.mean_confidence), site.mean_confidence, site.pages, site.pages - site.stories, site.warnings)
        for host, site in sites
    ]
    heads = ("site", "", "confidence", "pages", "no story", "warnings")
    return card(title, said, table(title, heads, rows))
