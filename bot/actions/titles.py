"""Which of several titles a message speaks of: "the logo one", "landing page", "my video contract"."""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+")

#: Words of titles that say nothing by themselves in a question about payments. They only break a tie.
WEAK = frozenset(
    """
    a an and the of for to in on at by with from my your our is it this that one i we you me
    account client contract delivery deliver file final first freelancer fund identity job last milestone money
    need new next order page paid part pay payment phase project release second set step submit support work
    """.split()  # noqa: SIM905 - sixty lines of one word each are not easier to read
)


def best_titles(text: str, titles: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Return the indexes of the titles that share most words with the text; () if none shares one.

    A title is a pair: its own words, and those of what it belongs to, which count less. Words that all
    titles have tell nothing apart.
    """
    said = _stems(text)
    own = [_stems(title) for title, _ in titles]
    around = [_stems(whole) for _, whole in titles]
    every = [mine | theirs for mine, theirs in zip(own, around, strict=True)]
    telling = said - WEAK - (every[0].intersection(*every) if every else frozenset())
    scores = [
        (
            len(telling & (mine | theirs)),
            len(telling & (mine - theirs)),
            len(said & (mine - theirs)) if telling & mine else 0,
        )
        for mine, theirs in zip(own, around, strict=True)
    ]
    best = max(scores, default=(0, 0, 0))
    return tuple(index for index, score in enumerate(scores) if score == best) if best[0] else ()


def _stems(text: str) -> frozenset[str]:
    """Return the words of a text without their plural s."""
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004
        for word in WORD.findall(text.lower())
    )
