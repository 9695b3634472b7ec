"""Milestones by number, and contracts and milestones by position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost_runtime.nlu.references.numbers import CARDINALS, ORDINALS
from milepost_runtime.nlu.references.reference import Reference

_ONE = rf"\d{{1,2}}|{'|'.join(CARDINALS)}"
_NUMBERED = re.compile(
    rf"\b(?:milestones?|mile\s?stones?|phases?|stages?)\s*(?:no\.?|nr\.?|number|num)?\s*#?\s*(?P<numbers>(?:{_ONE})\b"
    rf"(?:\s*(?:,|and|&|or|to)\s*#?(?:{_ONE})\b)*)",
    re.IGNORECASE,
)
_EACH = re.compile(_ONE, re.IGNORECASE)
_NTH = rf"(?P<position>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_POSITION = re.compile(
    rf"\b{_NTH}(?:\s+\w+)?\s+(?P<of>milestone|contract|project|job|phase|stage|one|payment)s?\b", re.IGNORECASE
)
_KINDS = {"milestone": "milestone", "phase": "milestone", "stage": "milestone", "payment": "milestone"} | dict.fromkeys(
    ("contract", "project", "job"), "contract"
)


def milestones(text: str) -> Iterator[Reference]:
    """Find "milestone 2", "milestone #2", "milestones two and three"; the value is the number."""
    for match in _NUMBERED.finditer(text):
        offset = match.start("numbers")
        for index, number in enumerate(_EACH.finditer(match["numbers"])):
            word = number.group().lower()
            start = match.start() if index == 0 else offset + number.start()
            yield Reference("milestone", CARDINALS.get(word) or int(word), start, offset + number.end())


def positions(text: str) -> Iterator[Reference]:
    """Find "my second contract", "the last milestone", "the other one".

    The value is 1, 2, …, -1 for the last and 0 for the other; `of` is "contract", "milestone" or None.
    """
    for match in _POSITION.finditer(text):
        word = match["position"].lower()
        position = ORDINALS[word] if word in ORDINALS else int(word[:-2])
        yield Reference("ordinal", position, *match.span(), {"of": _KINDS.get(match["of"].lower())})
