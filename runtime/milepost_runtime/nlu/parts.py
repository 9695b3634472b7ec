"""A message taken apart into the sentences that may carry a request of their own."""

from __future__ import annotations

import re

MOST = 12  # parts of one message that are looked at: its first and its last ones
LONGEST = 1_000  # characters of one part
FEWEST_LETTERS = 6  # a part with fewer asks for nothing on its own

_ABBREVIATION = r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bNo)"
# A question that follows another in one sentence: "…, and how do I give a bonus". Shorter ones lean on the first.
_QUESTION = r"(?:how|what|when|where|why|who|which|can|could|do|does|did|is|are|will|would|should)\b(?:\W+\w+){3}"
_BREAK = re.compile(
    rf"{_ABBREVIATION}(?<=[.!?])[\"')\]]*\s+|\s*[\n\r;]+\s*|\s+-{{1,3}}\s+"
    rf"|(?i:,?\s+(?:and|n|&|also|plus)(?:\s+also)?,?\s+(?={_QUESTION}))"
)


def parts(text: str) -> list[str]:
    """Return the sentences of a message; none where it is a single one."""
    found = [part.strip()[:LONGEST] for part in _BREAK.split(text)]
    found = [part for part in found if sum(map(str.isalpha, part)) >= FEWEST_LETTERS]
    if len(found) < 2:  # noqa: PLR2004 - one sentence is the message
        return []
    return found if len(found) <= MOST else found[: MOST // 2] + found[-MOST // 2 :]
