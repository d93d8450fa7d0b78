"""Tables in docs/ that are made from the code are as the code is."""

from __future__ import annotations

from training import tables


def test_the_table_of_stages_is_the_codes() -> None:
    text = tables.STAGES_PAGE.read_text(encoding="utf-8")
    assert tables.between(text, "stages", tables.stage_rows()) == text, "run python -m training"
