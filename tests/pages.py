"""Texts that several tests use, and short ways from a text to what stages read."""

from __future__ import annotations

from cleaner.columns import Columns, plain
from cleaner.intake.text import text_page

LEAD = (
    "The harbour board of Northfield voted on Tuesday to dredge the eastern channel after thirty years of "
    "complaints from the pilots who bring the grain ships in."
)
QUOTE = (
    '"Ships have grown and our channel has not," said Ada Ferreira, who chairs the board, after a vote that '
    "the fishermen of the eastern quay had asked for in every one of the last nine winters."
)
PLAN = (
    "Work on the channel is to begin in April, and fishermen will be paid for the days on which their boats "
    "cannot leave the harbour because the dredger stands in the way."
)
COST = (
    "The board expects the dredging to cost eleven million, of which the county has promised a third; the "
    "grain companies, whose ships need the deeper channel, are to pay the rest over twelve years."
)
STORY = "\n\n".join((LEAD, QUOTE, PLAN, COST))

ELSEWHERE = (
    "Bakers in Upper Tolling have taken the rye loaf off their shelves because a fungus ruined most of last "
    "summer's crop, and the mill has little hope of finding clean flour before autumn."
)
"""Good prose about something else."""


def columns_of(text: str) -> Columns:
    page = text_page(text)
    return Columns(page, [plain(block.text) for block in page.blocks])
