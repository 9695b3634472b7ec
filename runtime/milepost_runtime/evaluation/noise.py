"""Typing errors made on purpose: one slip of the finger in some of the longer words."""

from __future__ import annotations

import random
import re

SHARE = 0.2  # of the words of four letters and more; one at least
_NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjkkzxcvbnn", strict=True))


def mistyped(text: str, chance: random.Random) -> str:
    """Return the text with typing errors."""
    words = list(re.finditer(r"[A-Za-z]{4,}", text))
    if not words:
        return text
    hit = [word for word in words if chance.random() < SHARE] or [chance.choice(words)]
    for word in reversed(hit):
        text = text[: word.start()] + _slip(word.group(), chance) + text[word.end() :]
    return text


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:  # noqa: PLR2004 - the third of four kinds
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _NEIGHBOURS.get(word[at].lower(), "e") + word[at + 1 :]
