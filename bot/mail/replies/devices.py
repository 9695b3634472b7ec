"""Device lines: "Sent from my phone", which the mail program adds and nobody writes."""

import re

from bot.mail.replies.lines import RULE_LENGTH, bare
from bot.mail.replies.wordlists import every, words

DECORATION = "*_-\u2013\u2014~[]()<>|. \t\u3002"
OPEN_ENDS = ("?", ":", "\N{FULLWIDTH QUESTION MARK}", "\N{FULLWIDTH COLON}")
LONGEST = 110  # without the links in it

# How such a line begins, and how it ends.
PHRASES = tuple((start, end) for start, _, end in (phrase.partition("…") for phrase in every("devices", "phrases")))
BEGINNINGS = tuple({start for start, _ in PHRASES if start})
ENDS = tuple({end for start, end in PHRASES if not start})
DEVICES = words("devices", "named", "devices")
EXCUSES = words("devices", "named", "excuses")
ADDRESSING = words("devices", "named", "addressing")
OWN_WORDS = frozenset(words("devices", "named", "own"))

_LINK = re.compile(r"<[^<>\s]{1,300}>|\(https?://[^\s()]{1,300}\)|\[https?://[^\s\[\]]{1,300}\]|https?://\S{1,300}")


def is_device_line(text: str) -> bool:
    """Tell whether the line is what a mail program says of itself or of the machine that it runs on."""
    if len(text) > RULE_LENGTH:
        return False
    line = _LINK.sub("", bare(text).casefold()).strip(DECORATION)
    if not line or len(line) > LONGEST or line.endswith(OPEN_ENDS):
        return False
    statement, _, rest = line.partition(". ")
    if rest and not rest.startswith(EXCUSES):
        return False
    return statement.startswith(EXCUSES) or _names_a_device(statement)


def _names_a_device(statement: str) -> bool:
    if not statement.startswith(BEGINNINGS) and not statement.endswith(ENDS):
        return False  # nearly every line there is
    if not any(statement.startswith(start) and statement.endswith(end) for start, end in PHRASES):
        return False
    if not any(device in statement for device in DEVICES):
        return False
    return statement.startswith(ADDRESSING) or OWN_WORDS.isdisjoint(re.split(r"[\s,;!]+", statement))
