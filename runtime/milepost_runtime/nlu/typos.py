"""Misspelt words put right, and everything that only looks misspelt left alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase

SHORTEST = 4  # letters; below that most one-letter changes lead to another real word
SWAPPED = 3  # letters of the words that are only looked at for two swapped letters: "teh"
ENGLISH = 0.5  # share of a message's words that must be known, or nearly, before it is taken for English
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er")

# A token with anything but letters and an apostrophe in it is a number, an id, a link or an address.
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"(?P<before>[\"'(\[]*)(?P<word>[A-Za-z]+)(?P<after>(?:'[a-z]+)?[\"')\].,;:!?]*)")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*$")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"[a-z]+", text.lower())


class TypoCorrector:
    """Puts words right that are one slip of the finger away from a known one.

    Known is what the encoder's vocabulary holds as a whole word, and what the training examples use.
    """

    def __init__(self, ranks: Mapping[str, int], examples: Mapping[str, int]) -> None:
        """Take the vocabulary with its ranks (frequent words first) and the examples' words with counts."""
        self._ranks = {
            word: rank for word, rank in ranks.items() if len(word) > 1 and word.isascii() and word.isalpha()
        }
        self.examples = examples

    def correct(self, text: str) -> str:
        """Return the text with its typing errors put right."""
        if not self._is_english(text):
            return text
        pieces, end, opens = [], 0, True
        for token in _TOKEN.finditer(text):
            pieces += [text[end : token.start()], self._corrected(token.group(), opens=opens)]
            end = token.end()
            opens = bool(_SENTENCE_END.search(token.group()))
        return "".join(pieces) + text[end:]

    def _is_english(self, text: str) -> bool:
        words = words_of(text)
        return text.isascii() and bool(words) and sum(map(self._is_familiar, words)) >= ENGLISH * len(words)

    def _is_familiar(self, word: str) -> bool:
        return self._is_known(word) or self._right(word) in self.examples

    def _corrected(self, token: str, *, opens: bool) -> str:
        match = _WORD.fullmatch(token)
        if match is None:
            return token
        word = match["word"]
        if word[0].isupper() and not opens and not word.isupper():
            return token  # a name, or a product's
        right = self._right(word.lower())
        if right is None or (word[0].isupper() and right not in self.examples):
            return token
        return match["before"] + right + match["after"]

    def _right(self, word: str) -> str | None:
        if len(word) < SWAPPED or self._is_known(word):
            return None
        nearby = set(_swapped(word) if len(word) < SHORTEST else _one_slip_away(word))
        candidates = [near for near in nearby if near in self.examples or near in self._ranks]
        if not candidates:
            return None
        return min(candidates, key=lambda near: self._cost(word, near))

    def _is_known(self, word: str) -> bool:
        return any(stem in self.examples or stem in self._ranks for stem in _stems(word))

    def _cost(self, word: str, near: str) -> tuple[bool, bool, int, int, str]:
        # Hardly anybody gets the first letter wrong.
        return (
            near[0] != word[0],
            near not in self.examples,
            -self.examples.get(near, 0),
            self._ranks.get(near, len(self._ranks) * 2),
            near,
        )


def counted(texts: Iterable[str]) -> Counter[str]:
    """Count the words of the examples."""
    return Counter(word for text in texts for word in words_of(text))


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:  # noqa: PLR2004 - a stem has three letters
            yield word[: -len(ending)]
            yield word[: -len(ending)] + "e"


def _one_slip_away(word: str) -> Iterator[str]:
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in ascii_lowercase:
            yield head + letter + tail
        if tail:
            yield head + tail[1:]
            for letter in ascii_lowercase:
                yield head + letter + tail[1:]
    yield from _swapped(word)


def _swapped(word: str) -> Iterator[str]:
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
