"""The tables in docs/ that are made from the code: the stages, and what each feature is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from cleaner.stages import STAGES
from training.corpora import ROOT

STAGES_PAGE = ROOT / "docs" / "how-it-works.md"
WEIGHTS_PAGE = ROOT / "docs" / "weights.md"


def stage_rows() -> list[str]:
    """The table of stages."""
    rows = ["", "| stage | what it sees | where |", "|---|---|---|"]
    for stage in STAGES:
        needs = "HTML only: " if "markup" in stage.needs or "article_body" in stage.needs else ""
        needs = "Markdown only: " if "links" in stage.needs else needs
        asked = "; asked only where the decision is unsure" if stage.asked == "unsure" else ""
        rows.append(f"| `{stage.name}` | {needs}{stage.sees}{asked} | `cleaner/stages/{stage.name}.py` |")
    return [*rows, ""]


def between(text: str, name: str, lines: Iterable[str]) -> str:
    """The text with these lines between its marks `<!-- name -->` and `<!-- /name -->`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = text.partition(begin)
    after = rest.partition(end)[2]
    return "\n".join((before + begin, *lines, end + after))


def write_stages() -> None:
    text = STAGES_PAGE.read_text(encoding="utf-8")
    STAGES_PAGE.write_text(between(text, "stages", stage_rows()), encoding="utf-8")


def write_worth(form: str, rows: Iterable[Sequence[str]], page: Path = WEIGHTS_PAGE) -> None:
    """Renews the table of a form: card, feature, axes with their number of bins, file, worth."""
    table = ["", "| card | feature | bins | worth |", "|---|---|---|---|"]
    table += [f"| {' | '.join(row)} |" for row in rows]
    page.write_text(between(page.read_text(encoding="utf-8"), form, [*table, ""]), encoding="utf-8")
