"""Dividers: the drawn lines of a mail, with words in them ("Original Message") and without."""

import re

from bot.mail.replies.lines import CODE_INDENT, RULE_LENGTH, bare
from bot.mail.replies.wordlists import every, words

CAPTIONS = every("dividers", "captions")
# Apple Mail opens a forwarded mail so, without dashes.
UNFRAMED = words("dividers", "unframed", "lines")

SIGNATURE_MARKS = ("--", "\N{EM DASH}", "\N{EN DASH}", "- --", "__")
DRAWN = frozenset("-\u2013\u2014_=*#~+\u2022\u00b7.\u2500\u2501 \t")
UNDERLINES = frozenset("=-~ ")
SHORTEST_RULE = 3
LONGEST_CAPTION = 80  # between the dashes

_FRAME = re.compile(r"[-_=*~#>─━ \t]*[-_=*~#─━]{2}[-_=*~#─━ \t]*")


def is_divider(text: str) -> bool:
    """Tell whether the line opens an answered or a forwarded mail, by drawing a line with words in it."""
    if len(text) > RULE_LENGTH:
        return False
    line = bare(text).casefold()
    if line in UNFRAMED:
        return True
    frame = _FRAME.match(line)
    if frame is None:
        return False
    caption = line[frame.end() :].rstrip("-_=*~#─━: \t")
    if len(caption) > LONGEST_CAPTION:
        return False
    return caption.startswith(CAPTIONS)


def is_signature_mark(text: str) -> bool:
    """Tell whether the line is the mark below which a signature stands (RFC 3676, 4.3), or a common form of it."""
    return len(text) < RULE_LENGTH and not text.startswith(CODE_INDENT) and bare(text) in SIGNATURE_MARKS


def is_rule(text: str) -> bool:
    """Tell whether the line is drawn of one sign and nothing else."""
    if len(text) > RULE_LENGTH or text.startswith((CODE_INDENT, "\t")):
        return False
    signs = set(bare(text)) - {" ", "\t"}
    return len(signs) == 1 and signs <= DRAWN and len(bare(text)) >= SHORTEST_RULE


def underlines(text: str) -> bool:
    """Tell whether a drawn rule may underline a title, as in Markdown; one of underscores does not."""
    return set(bare(text)) <= UNDERLINES
