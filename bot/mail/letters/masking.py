"""Masking: no letter shows a full account number, whoever wrote it down."""

import re

SHOWN = 4

_LINK = re.compile(r"(https?://\S+)")  # the numbers in a link are what it leads to
_NUMBERS = re.compile(
    r"""
      \b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b  # an IBAN (ISO 13616)
    | \b\d{4}[ -]\d{4,6}[ -]\d{4,5}(?:[ -]\d{1,7})?\b                    # a card in groups (ISO/IEC 7812)
    | (?<![\w.,-])\d{8,34}(?![\w]|[.,]\d)                                # an account in one piece
    | \b\d{3}-\d{2}-\d{4}\b                                              # a social security number
    """,
    re.VERBOSE,
)


def masked(text: str) -> str:
    """Show of every number of an account or a card its last four places only."""
    pieces = _LINK.split(text)
    pieces[::2] = [_NUMBERS.sub(_last_places, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _last_places(number: re.Match[str]) -> str:
    places = [place for place in number[0] if place.isalnum()]
    return f"•••• {''.join(places[-SHOWN:])}"
