"""References: short names of promises that people can read out, and nobody can guess."""

import re
import secrets

# Without letters and digits that are taken for each other, without vowels, so that no words come out, and without the
# prefix, so that it is never taken for a part.
ALPHABET = "23456789BCDFGHJKNPQRTVWXZ"
GROUPS = 2
GROUP = 4  # 25**8 is 1.5e11: one of a million references takes 150,000 guesses, and it shows its own person alone
PREFIX = "M"

_SHAPE = re.compile(rf"{PREFIX}-[{ALPHABET}]{{{GROUP}}}-[{ALPHABET}]{{{GROUP}}}")
_SEPARATORS = re.compile(r"[^A-Z0-9]+")


def new_reference() -> str:
    """Make a reference such as `M-7KPF-Q9TD`."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join((PREFIX, *groups))


def read_reference(text: str) -> str | None:
    """Read a reference as people type it: in any case, with or without dashes. None if it is none."""
    letters = _SEPARATORS.sub("", text.upper())
    if len(letters) > GROUPS * GROUP:
        letters = letters.removeprefix(PREFIX)
    written = "-".join((PREFIX, letters[:GROUP], letters[GROUP:]))
    return written if _SHAPE.fullmatch(written) else None
