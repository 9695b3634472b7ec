"""Days of the calendar, as ISO dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from milepost_runtime.nlu.references.reference import Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?\b"
_NEAR = {"the day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1}
_FORMS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(rf"{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY.lstrip(chr(92) + 'b')}\b{_YEAR}", re.IGNORECASE),
    re.compile(r"\b(?P<one>\d{1,2})[/.](?P<other>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b"),
)
_NEARBY = re.compile(rf"\b(?:{'|'.join(_NEAR)})\b", re.IGNORECASE)


def dates(text: str, today: Callable[[], date] = date.today) -> Iterator[Reference]:
    """Find "3 May", "May 3rd, 2026", "2026-05-03", "yesterday".

    Without a year the day nearest to today is meant. "3/4/2026" is another day in London and in
    New York and is passed over; "30/4/2026" is not.
    """
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict(), today())
            if day:
                yield Reference("date", day.isoformat(), *match.span())
    for match in _NEARBY.finditer(text):
        day = today() + timedelta(days=_NEAR[match.group().lower()])
        yield Reference("date", day.isoformat(), *match.span())


def _day(found: dict[str, str | None], today: date) -> date | None:
    if found.get("one"):
        one, other = int(found["one"] or 0), int(found["other"] or 0)
        if (one > 12) == (other > 12):  # noqa: PLR2004 - months
            return None
        day, month = (one, other) if one > other else (other, one)
    else:
        day, month = int(found["day"] or 0), _month(found["month"] or "")
    if found.get("year"):
        return _real(int(found["year"] or 0), month, day)
    nearby = [_real(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    return min(filter(None, nearby), key=lambda candidate: abs(candidate - today), default=None)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3].lower()) + 1


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
