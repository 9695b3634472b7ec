"""A line of a mail's body: what kind of line it is, decided without looking at the lines around it."""

from dataclasses import dataclass
from enum import StrEnum

# Longer lines are never a heading, an attribution or a signature, so no rule has to read them.
RULE_LENGTH = 400
CODE_INDENT = "    "
QUOTE_MARKS = (">", "\N{FULLWIDTH GREATER-THAN SIGN}", "&gt;")
FENCES = ("```", "~~~")

# What mail programs leave behind that is not there to be read: spaces of no width, marks of direction, a byte
# order mark, and the dot of a well-known tracker.
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u1427")
)
EMPHASIS = "*_ \t"


class Kind(StrEnum):
    """What a line is."""

    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"  # "On Monday, Ann wrote:"
    HEADING = "heading"  # "From: Ann", one of at least three
    DIVIDER = "divider"  # "----- Original Message -----"
    SIGNATURE = "signature"  # "-- ", what follows is a signature
    RULE = "rule"  # "________"
    DEVICE = "device"  # "Sent from my phone"
    ARMOUR = "armour"  # what a signing program wraps around a text


BOUNDARIES = frozenset({Kind.ATTRIBUTION, Kind.HEADING, Kind.DIVIDER})
BLANK = frozenset({Kind.EMPTY, Kind.RULE})


@dataclass(frozen=True, slots=True)
class Line:
    """One line, exactly as it came, and what it is."""

    text: str
    kind: Kind


def split(body: str) -> list[str]:
    """Split a body at the line ends that mail uses; nothing else is changed."""
    return body.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def bare(line: str) -> str:
    """Return the line without what cannot be seen and without the spaces around it."""
    return line.strip() if line.isascii() else line.translate(INVISIBLE).replace("\xa0", " ").strip()


def plain(line: str) -> str:
    """Return the line as the rules read it: without emphasis around it either, in one case."""
    return bare(line).strip(EMPHASIS).casefold()


def quoted(line: str) -> bool:
    """Tell whether the line carries a quote mark."""
    return bare(line).startswith(QUOTE_MARKS)


def unquoted(line: str) -> str:
    """Return the line without its quote marks."""
    return bare(line).replace("&gt;", ">").lstrip(">\N{FULLWIDTH GREATER-THAN SIGN} \t")


def fenced(texts: list[str]) -> set[int]:
    """Find the lines of fenced code: whatever they look like, a person put them there."""
    inside: set[int] = set()
    opened: tuple[int, str] | None = None
    for at, text in enumerate(texts):
        mark = text.strip()[:3]
        if opened is None and mark in FENCES:
            # A fence of tildes alone is as likely a line that somebody drew.
            opened = (at, mark) if mark == "```" or text.strip("~ \t") else None
        elif opened is not None and text.strip() == opened[1]:
            inside.update(range(opened[0], at + 1))
            opened = None
    return inside
