"""Dates as ISO 8601 has them, read from what a page prints; what is not said is not invented.

ISO dates, dates in digits and English ones are read here, in microseconds. Those in words of other languages are read
by dateparser, which takes a fifth of a second to load and is loaded when one is met (docs/decisions/facts.md).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1900
BUDDHIST_YEARS: Final = 543
"""Thai pages count years from the death of the Buddha: 2568 is 2025."""

MAX_CHARACTERS: Final = 120
"""The longest line that is read as a date: day of the week, date, time and zone, and a label before them."""

MONTH_FIRST: Final = frozenset({"en-US", "en-PH", "fil", "en-CA"})
"""Where 3/4/2026 is a day in March (CLDR's short dates); elsewhere it is one in April. English pages that do not say of
which country they are count as American, as most are."""

_ZONES: Final = {
    "z": "+00:00",
    "utc": "+00:00",
    "gmt": "+00:00",
    "est": "-05:00",
    "edt": "-04:00",
    "pst": "-08:00",
    "pdt": "-07:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "msk": "+03:00",
    "wib": "+07:00",
    "jst": "+09:00",
    "kst": "+09:00",
}
"""Abbreviations that mean one distance from UTC: "IST" and "CST" are several countries', "ET" is two distances."""

_ENGLISH: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}

_TIME: Final = r"""(?P<hour>\d{1,2})\s?[:.h時时点시]\s?(?P<minute>\d{2})
    (?:[:.分](?P<second>\d{2})(?!\d))?(?:[.,]\d{3,9})?
    (?:\s?(?P<half>[ap])\.?\s?m\b\.?)?
    (?:\s?\(?(?P<zone>z\b|(?:utc|gmt)?[+-]\d{2}:?\d{2}|[a-z]{3,4}\b)\)?)?"""
_ISO: Final = re.compile(
    r"""(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)
    (?:(?:[t,|]\s*|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s?(?P<zone>z|[+-]\d{2}:?\d{2})?)?""",
    re.VERBOSE | re.IGNORECASE,
)
"""A date of ISO 8601, and the same with slashes or points, which every country reads alike."""

_YEAR_FIRST: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20|25)\d{2})\s?(?:[年년]|[-/.]\s?)\s?(?P<month>\d{1,2})\s?(?:[月월]|[-/.]\s?)\s?(?P<day>\d{1,2})(?!\d)"
)
_YEAR_LAST: Final = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>(?:19|20|25)\d{2})(?!\d)"
)
_MONTH_NAME: Final = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
_ENGLISH_DATES: Final = (
    re.compile(
        rf"\b{_MONTH_NAME}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH_NAME}\.?,?[\s-]+(?P<year>(?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
)
_WORD: Final = r"[^\s\d,:;|()/–—-]{2,20}"
_IN_WORDS: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}[.º°ª]?(?:\s+(?:de|d'))?\s*{_WORD}(?:\s+(?:de|del))?,?\s*\d{{4}}(?!\d)"
    rf"|(?<!\d)\d{{4}}[.,]?\s+{_WORD}\s+\d{{1,2}}(?!\d)"
    rf"|{_WORD}\s+\d{{1,2}}(?:\s+de|[.,])*\s+\d{{4}}(?!\d)"
)
"""A day, a month in words and a year, in the orders that languages have."""

_SPAN: Final = re.compile(r"\W*(?:\d+\s?[a-zäöüß]+\W*)?", re.IGNORECASE)
_BUDDHIST_YEAR: Final = re.compile(r"\b25[4-9]\d\b")
_PERSIAN: Final = {
    name: number
    for number, name in enumerate("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(), 1)
}
_PERSIAN_DATE: Final = re.compile(rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_PERSIAN)})\s+(?P<year>1[2-5]\d\d)")
PERSIAN_EPOCH: Final = 226_894
"""The proleptic Gregorian ordinal, as `date.toordinal` counts, of the day before the first of the Persian calendar."""

_CLOCK: Final = re.compile(rf"(?<![\d.,/-]){_TIME}", re.VERBOSE | re.IGNORECASE)


class Reader(NamedTuple):
    """How dates on a page are read.

    Attributes:
        languages: the codes of the languages that it is in.
        month_first: whether 3/4/2026 is a day in March.
        seen_at: when the page was fetched, for "2 hours ago"; None if nobody said.
    """

    languages: tuple[str, ...] = ()
    month_first: bool = False
    seen_at: datetime | None = None

    def iso(self, text: str) -> str | None:
        """The date or time in a line, as ISO 8601 has it: "2025-11-15", "2025-11-15T09:41",
        "2025-11-15T09:41:00+01:00"; None if there is none."""
        text = _ascii_digits(text.strip()[:MAX_CHARACTERS])
        return iso_date(text) or self._in_digits(text) or _in_english(text) or self._in_words(text) or self._ago(text)

    def _in_digits(self, text: str) -> str | None:
        if match := _YEAR_FIRST.search(text):
            return _joined(match["year"], match["month"], match["day"], text[match.end() :])
        if match := _YEAR_LAST.search(text):
            day, month = match["first"], match["second"]
            if int(month) > 12 or (self.month_first and match["mark"] != "." and int(day) <= 12):
                day, month = month, day
            return _joined(match["year"], month, day, text[: match.start()] + " " + text[match.end() :])
        return None

    def _in_words(self, text: str) -> str | None:
        match = _IN_WORDS.search(text)
        if match is None:
            return None
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        if persian := _PERSIAN_DATE.search(match[0]):
            day = _from_persian(int(persian["year"]), _PERSIAN[persian["month"]], int(persian["day"]))
            return _joined(str(day.year), str(day.month), str(day.day), rest)
        read = _by_dateparser(_in_gregorian_years(match[0]), self.languages)
        if read is None:
            return None
        return _joined(str(read.year), str(read.month), str(read.day), rest)

    def _ago(self, text: str) -> str | None:
        """What a time that is told from now on ("2 hours ago") means, if it is known when that was: to the minute, or
        the day if days are counted. A span alone ("5 min") is how long it takes to read."""
        if self.seen_at is None or not any(map(str.isdigit, text)):
            return None
        for part in (text, text.partition(" ")[2], text.partition(": ")[2]):
            read = None if _SPAN.fullmatch(part) else _by_dateparser(part, self.languages, self.seen_at)
            if read and read < self.seen_at:
                counts_days = read.time() == self.seen_at.time()
                return read.date().isoformat() if counts_days else read.isoformat(timespec="minutes")
        return None


def iso_date(text: str) -> str | None:
    """The date or time that a text begins with, if it is in digits with the year in front; None if there is none."""
    match = _ISO.match(text.strip())
    if match is None:
        return None
    iso = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    if match["hour"]:
        iso += f"T{int(match['hour']):02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
        iso += _zone(match["zone"])
    return iso if typed(iso) else None


def _in_english(text: str) -> str | None:
    for pattern in _ENGLISH_DATES:
        if match := pattern.search(text):
            month = str(_ENGLISH[match["month"].lower()])
            return _joined(match["year"], month, match["day"], f"{text[: match.start()]} {text[match.end() :]}")
    return None


def _joined(year: str, month: str, day: str, rest: str) -> str | None:
    """A date as ISO 8601 has it, with the time that is in the rest of the line."""
    years = int(year) - BUDDHIST_YEARS if int(year) >= FIRST_YEAR + BUDDHIST_YEARS else int(year)
    iso = f"{years}-{int(month):02}-{int(day):02}"
    if typed(iso) is None:
        return None
    match = _CLOCK.search(rest)
    if match is None:
        return iso
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    timed = f"{iso}T{hour:02}:{match['minute']}" + (f":{match['second']}" if match["second"] else "")
    timed += _zone(match["zone"])
    return timed if typed(timed) else iso


def _zone(written: str | None) -> str:
    """The distance from UTC as ISO 8601 has it ("+01:00"); "" if it is not said clearly."""
    written = (written or "").lower()
    if written in _ZONES:
        return _ZONES[written]
    digits = written.removeprefix("utc").removeprefix("gmt")
    return f"{digits[:3]}:{digits[-2:]}" if digits[:1] in ("+", "-") else ""


def _ascii_digits(text: str) -> str:
    """The text with its digits as 0 to 9: Arabic, Persian and Indian pages have their own."""
    if text.isascii():
        return text
    return "".join([str(unicodedata.digit(char)) if char.isdecimal() else char for char in text])


def _in_gregorian_years(text: str) -> str:
    """A date without the centuries by which the Buddhist years of Thai pages are ahead."""
    return _BUDDHIST_YEAR.sub(lambda match: str(int(match[0]) - BUDDHIST_YEARS), text)


def _from_persian(year: int, month: int, day: int) -> date:
    """A day of the Persian calendar, by its cycle of 33 years with 8 leap years, which holds from 1178 to 1633 (the
    algorithm of Ahmad Birashk's tables as Calendrical Calculations gives it)."""
    days = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return date.fromordinal(PERSIAN_EPOCH + 365 * (year - 1) + (8 * year + 21) // 33 + days + day)


@lru_cache(maxsize=1024)
def _by_dateparser(text: str, languages: tuple[str, ...], seen_at: datetime | None = None) -> datetime | None:
    """What dateparser reads: a whole date, or, if it is known when the page was fetched, a time told from then on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dateparser.conf import SettingValidationError  # type: ignore[import-untyped]
        from dateparser.date import DateDataParser  # type: ignore[import-untyped]

        settings: dict[str, object] = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
        if seen_at is not None:
            settings = {"RELATIVE_BASE": seen_at.replace(tzinfo=None), "PARSERS": ["relative-time"]}
        try:
            known = [code for code in languages if code in _known_to_dateparser()]
            found = DateDataParser(languages=known or None, settings=settings).get_date_data(text).date_obj
        except (ValueError, OverflowError, TypeError, SettingValidationError):
            return None
    return found.replace(tzinfo=seen_at.tzinfo if seen_at else None) if found else None


@lru_cache(maxsize=1)
def _known_to_dateparser() -> frozenset[str]:
    from dateparser.data.languages_info import language_order  # type: ignore[import-untyped]

    return frozenset(language_order)


def typed(iso: str) -> datetime | date | None:
    """A date of ISO 8601 as a `datetime` if it says a time, else as a `date`; None if no calendar has it."""
    try:
        return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
    except ValueError:
        return None


def month_first(texts: Iterable[str], language: str | None) -> bool:
    """Whether 3/4/2026 is a day in March on a page: by its other dates, of which one may have a day above 12, or by its
    language."""
    for text in texts:
        for match in _YEAR_LAST.finditer(text):
            first, second = int(match["first"]), int(match["second"])
            if match["mark"] != "." and max(first, second) > 12 and first != second:
                return second > 12
    return language in MONTH_FIRST or language == "en"


def same_day(one: str, other: str) -> bool:
    """Whether two dates of ISO 8601 are the same day, or two neighbours, as a day is in two time zones."""
    days = typed(one[:10]), typed(other[:10])
    return all(days) and abs(days[0] - days[1]) <= timedelta(days=1)  # type: ignore[operator]


def reads_alike(text: str) -> bool:
    """Whether a date reads alike everywhere: it begins with the year, in digits, or its month is an English word."""
    return bool(_ISO.match(text.strip())) or any(pattern.search(text) for pattern in _ENGLISH_DATES)


_IN_ADDRESS: Final = re.compile(r"/(?P<year>20[0-3]\d)[/-]?(?P<month>[01]\d)[/-]?(?P<day>[0-3]\d)(?=\D|$)")


def date_in_address(address: str) -> str | None:
    """The date in the path of a page's address: "/2026/03/01/owls"."""
    match = _IN_ADDRESS.search(address)
    iso = f"{match['year']}-{match['month']}-{match['day']}" if match else ""
    return iso if typed(iso) else None
