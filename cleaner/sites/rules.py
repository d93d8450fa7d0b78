"""A pack of rules from what a site surely repeats, for people who want rules and not files of counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleaner.rulebook import Rule
from cleaner.rulebook.writing import as_toml, quoted
from cleaner.sites.seen import SAMPLE_CHARACTERS
from cleaner.sites.site import Site

MIN_PAGES: Final = 5
MIN_SHARE: Final = 0.5
"""What stands on five pages of a site and on half of them is certain enough to be a rule. A rule knows no guard."""

MIN_LETTERS: Final = 3
"""A line of fewer is a sign or a number, which stories have too."""

_LETTER: Final = re.compile(r"[^\W\d_]")
_DIGITS: Final = re.compile(r"\d+")


def rule_pack(name: str, site: Site) -> str:
    """The pack as TOML. Its rules are strong and hold for whole blocks; use it on pages of this site only: what is
    furniture here may be a heading elsewhere."""
    prefix = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "site"
    about = f"What stands on at least half of {site.pages} pages of {name}, as cleaner sites learned it"
    header = f"[pack]\nname = {quoted(f'{prefix}-repeats')}\nabout = {quoted(about)}\n"
    return "\n".join([header, *map(as_toml, _rules(prefix, site))])


def _rules(prefix: str, site: Site) -> Iterator[Rule]:
    samples = sorted(
        {
            block.sample
            for block in site.blocks.values()
            if block.pages >= max(MIN_PAGES, MIN_SHARE * site.pages)
            and len(_LETTER.findall(block.sample)) >= MIN_LETTERS
        }
    )
    for number, sample in enumerate(samples, 1):
        yield Rule(
            id=f"{prefix}-repeats-{number}",
            label="navigation",
            strength="strong",
            reach="block",
            match=_pattern(sample),
            drop=(sample,),
            keep=(f"“{sample}” was written on the wall.",),
        )


def _has_letters(sample: str) -> bool:
    return len(_LETTER.findall(sample)) >= MIN_LETTERS


def _pattern(sample: str) -> str:
    """What blocks have that begin so, whatever their numbers say; if the sample is a whole block, nothing follows."""
    parts = [re.escape(part).replace("\\ ", " ") for part in _DIGITS.split(sample)]
    numbers_left_open = r"\d+".join(parts)
    return f"(?i)^{numbers_left_open}" + ("" if len(sample) >= SAMPLE_CHARACTERS else "$")
