"""Headings: the block "From, Sent, To, Subject" with which Outlook and others open the mail that is answered."""

from enum import StrEnum

from bot.mail.replies.lines import plain
from bot.mail.replies.wordlists import words

NAME_LENGTH = 32
LINES = 24  # a block with many receivers, wrapped, has no more
GAP = 3  # lines in a row that a wrapped value may take
BLANKS = 1  # empty lines that a converter puts between two headings
FIELDS = 3  # different ones make a block


class Field(StrEnum):
    """What a heading tells."""

    FROM = "from"
    SENT = "sent"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    REPLY_TO = "reply_to"


FIELDS_BY_NAME = {name: field for field in Field for name in words("headings", "names", field)}


def field_of(text: str) -> Field | None:
    """Tell which heading the line is, if it is one."""
    start = plain(text[: 2 * NAME_LENGTH])
    name, colon, _ = start.replace("\N{FULLWIDTH COLON}", ":").partition(":")
    if not colon:
        return None
    return FIELDS_BY_NAME.get(name.strip("*_ \t"))


def block_at(texts: list[str], at: int) -> int:
    """Tell how many lines, from this one on, are a block of headings; 0 if they are none.

    A block names who it is from and at least two things more. Its values may be wrapped, and a converter may
    have put an empty line between two of them.
    """
    if field_of(texts[at]) is None:
        return 0
    found: set[Field] = set()
    last = at
    blank = 0
    for end in range(at, min(at + LINES, len(texts))):
        field = field_of(texts[end])
        if field is not None:
            if field in found and field is Field.FROM:
                break
            found.add(field)
            last, blank = end, 0
            continue
        blank = blank + 1 if not plain(texts[end]) else blank
        if blank > BLANKS or end - last > GAP:
            break
    if Field.FROM not in found or len(found) < FIELDS:
        return 0
    return _with_wrapped_value(texts, last) - at + 1


def _with_wrapped_value(texts: list[str], last: int) -> int:
    """Add the lines directly below the last heading: they are what is left of its value."""
    for end in range(last + 1, min(last + GAP, len(texts))):
        if not plain(texts[end]):
            return end - 1
    return last
