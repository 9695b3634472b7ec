"""References: short names of promises that people can read out, and nobody can guess."""

import re
import secrets

# Without letters and digits that are taken for each other, and without vowels: no words come out.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
GROUPS = 2
GROUP = 4  # 27**8 is 2.8e11: guessing one of a million open promises takes hundreds of thousands of tries
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
