"""A page with what was kept and removed, and the reason for each block: in colour, and as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cleaner.characters import visible
from cleaner.verdict import JudgedBlock

if TYPE_CHECKING:
    from cleaner import Story

MARKS: Final = {True: "+", False: "-"}
STYLES: Final = {True: "green", False: "red"}

WIDEST: Final = 140
"""Columns used of a terminal that has more: text in longer lines is hard to read."""


def plain(name: str, story: Story, *, evidence: bool = False) -> str:
    """The report as text without colours or line breaks of its own, made to be searched. Control characters of the
    page are left in it: whoever shows it on a terminal takes them out (`cleaner.characters.visible`).

    A block is a line with mark, label and reason, and below it, indented, its text.

    Args:
        name: what to call the page.
        story: the page with its verdicts.
        evidence: whether to list all that the stages said about each block.
    """
    parts = [f"==> {name} <==\n{summary(story)}\n" + "".join(f"{line}\n" for line in _facts(story))]
    for block in story.blocks:
        lines = [f"{MARKS[block.kept]} {block.label}: {block.reason}", *_evidence(block, evidence)]
        lines += [f"  {line}" for line in block.text.splitlines()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def coloured(name: str, story: Story, *, evidence: bool = False) -> str:
    """The report for a terminal: the page on the left, labels and reasons in the right margin.

    Colours follow the terminal and the environment (NO_COLOR, FORCE_COLOR), and never stand alone: the
    marks + and - say the same. Arguments as for `plain`.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, markup=False)
    width = min(console.width, WIDEST)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in (1, width * 2 // 3, width - width * 2 // 3 - 6):
        table.add_column(width=column)
    for block in story.blocks:
        margin = Text.assemble((block.label, "bold"), visible(f": {block.reason}"))
        for line in _evidence(block, evidence):
            margin.append(visible(f"\n{line}"), "dim")
        text = Text(visible(block.text), "" if block.kept else "dim")
        table.add_row(Text(MARKS[block.kept], STYLES[block.kept]), text, margin)
        table.add_row()
    with console.capture() as report:
        console.print(Text(visible(name), "bold"), Text(summary(story)), sep="\n")
        for line in _facts(story):
            console.print(Text(visible(line), "cyan"))
        console.print()
        console.print(table)
    return report.get()


def summary(story: Story) -> str:
    """One line: whether the page is a story, how sure that is, and how much of the page was kept."""
    kept = sum(block.kept for block in story.blocks)
    verdict = "story" if story.is_story else "no story"
    return f"{verdict}, confidence {story.confidence:.2f}, {kept} of {len(story.blocks)} blocks kept"


def _facts(story: Story) -> Iterator[str]:
    for fact in story.facts:
        yield f"{fact.name}: {fact.value}"


def _evidence(block: JudgedBlock, wanted: bool) -> Iterator[str]:
    """What each stage said about a block, a line each: weight, label, stage, rule and note."""
    for said in block.verdict.evidence if wanted else ():
        rule = f" {said.rule}" if said.rule else ""
        note = f": {said.note}" if said.note else ""
        yield f"  {said.weight:+.1f} {said.label}, {said.stage}{rule}{note}"
