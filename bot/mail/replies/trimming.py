"""Trimming: which of a mail's lines its writer wrote, told from the order in which the kinds of lines come.

The order of the rules matters; each is a function of its own. In doubt a line stays: what is cut by mistake is
lost to the reader, what stays by mistake is only a nuisance.
"""

from collections.abc import Sequence

from bot.mail.replies.disclaimers import is_disclaimer
from bot.mail.replies.dividers import underlines
from bot.mail.replies.lines import BLANK, BOUNDARIES, Kind, Line, bare, unquoted
from bot.mail.replies.reading import read
from bot.mail.replies.wordlists import words

LONGEST_SIGNATURE = 12  # lines below a drawn rule
SIGNATURE_LINE = 60  # characters; a signature's lines are shorter
LINES_BELOW_A_QUOTE = 6  # below a quote that stands below a reply, so few lines are a signature
WORDS = frozenset({Kind.TEXT, Kind.QUOTE})
BELOW = words("trimming", "below", "hints")
QUESTION_ENDS = words("trimming", "ends", "question")
SENTENCE_ENDS = words("trimming", "ends", "sentence")


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that the writer of the mail wrote."""
    kept = _without_added_lines(lines)
    kept = _without_signature(kept)
    kept = _without_ruled_off(kept)
    kept = _without_answered_mail(kept)
    kept = _without_last_quote(kept)
    return _without_disclaimer(_stripped(kept))


def _without_added_lines(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.kind not in {Kind.DEVICE, Kind.ARMOUR}]


def _without_signature(lines: list[Line]) -> list[Line]:
    """Cut at the mark of a signature, if anything was written above it."""
    at = _first(lines, {Kind.SIGNATURE}, _first(lines, WORDS) or 0)
    if at is None or not _says_something(lines[:at]):
        return [line for line in lines if line.kind is not Kind.SIGNATURE]
    below = _first(lines, BOUNDARIES | {Kind.QUOTE}, at)
    if below is not None and below <= _last_quote_written_below(lines):
        # The signature stands above the answered mail, and the answers stand in it.
        return lines[:at] + [line for line in lines[below:] if line.kind is not Kind.SIGNATURE]
    return lines[:at]


def _without_ruled_off(lines: list[Line]) -> list[Line]:
    """Cut at a drawn rule, if what stands below it can only be a signature.

    Below a text it underlines a title, and where there are several with text between them, somebody drew them.
    """
    first = _first(lines, WORDS)
    at = None if first is None else _first(lines, {Kind.RULE}, first)
    if at is None or (lines[at - 1].kind is Kind.TEXT and underlines(lines[at].text)):
        return lines
    below = _first(lines, BOUNDARIES | {Kind.QUOTE}, at)
    ruled_off = lines[at:below]
    if below is not None and below <= _last_quote_written_below(lines):
        return lines
    texts = [at for at, line in enumerate(ruled_off) if line.kind is Kind.TEXT]
    if texts and any(line.kind is Kind.RULE for line in ruled_off[texts[0] : texts[-1]]):
        return lines
    if not _looks_like_a_signature([ruled_off[at] for at in texts]):
        return lines
    return lines[:at] + ([] if below is None else lines[below:])


def _looks_like_a_signature(lines: Sequence[Line]) -> bool:
    if len(lines) > LONGEST_SIGNATURE:
        return False
    if is_disclaimer("\n".join(line.text for line in lines)):
        return True
    texts = [bare(line.text) for line in lines]
    return all(len(text) <= SIGNATURE_LINE and not text.endswith(SENTENCE_ENDS) for text in texts)


def _without_answered_mail(lines: list[Line]) -> list[Line]:
    """Cut the mail that is answered, whichever side of it the answer stands on."""
    start = 0
    while (at := _first(lines, BOUNDARIES, start)) is not None:
        below = at
        while below < len(lines) and lines[below].kind in BOUNDARIES | BLANK:
            below += 1
        until = _first(lines, BOUNDARIES, below)
        after = lines[below:until]
        if any(line.kind is Kind.TEXT for line in lines[start:at]):
            return _above(lines[start:at], after, lines[at])
        if _runs(after) == [Kind.QUOTE, Kind.TEXT]:
            return after[_last(after, Kind.QUOTE) + 1 :]
        start = below  # nothing stands above: what stands below is all there is
    return lines[start:]


def _above(above: list[Line], after: list[Line], boundary: Line) -> list[Line]:
    """Return the reply above an answered mail, or all, if answers stand between the quotes as well."""
    runs = _runs(after)
    if boundary.kind is not Kind.ATTRIBUTION or runs[:2] != [Kind.QUOTE, Kind.TEXT]:
        return above
    last = _last(after, Kind.QUOTE)
    if len(runs) == 2:  # noqa: PLR2004 - a quote, and a text below it
        written = [line for line in after[last + 1 :] if line.kind is Kind.TEXT]
        answers = unquoted(after[last].text).endswith(QUESTION_ENDS) or _announced(above)
        if len(written) <= LINES_BELOW_A_QUOTE and not answers:
            return above
    return above + after


def _announced(above: Sequence[Line]) -> bool:
    said = " ".join(line.text for line in above).casefold()
    said_words = {word.strip(".,:;!()") for word in said.split()}
    return any(hint in (said_words if hint.isascii() and " " not in hint else said) for hint in BELOW)


def _without_last_quote(lines: list[Line]) -> list[Line]:
    """Cut a quote that nothing follows, if anything was written at all; else keep what the quote says."""
    if not any(line.kind is Kind.TEXT for line in lines):
        return lines if any(_says(line) for line in lines) else []
    end = len(lines)
    while lines[end - 1].kind is not Kind.TEXT:
        end -= 1
    return lines[:end]


def _says(line: Line) -> bool:
    """Tell whether a quoted line says anything: the attribution of a quote in the quote does not."""
    if line.kind is not Kind.QUOTE:
        return False
    within = read(unquoted(line.text))[0].kind
    return within not in BLANK | BOUNDARIES


def _without_disclaimer(lines: list[Line]) -> list[Line]:
    """Cut disclaimers at the end, a paragraph at a time, as long as something is left."""
    while lines:
        start = _start_of_last_paragraph(lines)
        if not start or not is_disclaimer("\n".join(line.text for line in lines[start:])):
            break
        lines = _stripped(lines[:start])
    return lines


def _start_of_last_paragraph(lines: Sequence[Line]) -> int:
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].kind is Kind.EMPTY:
            return at + 1
    return 0


def _stripped(lines: list[Line]) -> list[Line]:
    """Cut empty lines and drawn rules at both ends."""
    start, end = 0, len(lines)
    while end > start and lines[end - 1].kind in BLANK:
        end -= 1
    while start < end and lines[start].kind in BLANK:
        start += 1
    return lines[start:end]


def _last_quote_written_below(lines: Sequence[Line]) -> int:
    """Return the place of the last quote below which somebody wrote; -1 if there is none."""
    written = False
    for at in range(len(lines) - 1, -1, -1):
        if written and lines[at].kind is Kind.QUOTE:
            return at
        written = written or lines[at].kind is Kind.TEXT
    return -1


def _says_something(lines: Sequence[Line]) -> bool:
    return any(line.kind in WORDS for line in lines)


def _runs(lines: Sequence[Line]) -> list[Kind]:
    """Return the kinds of quote and text as they take turns."""
    runs: list[Kind] = []
    for line in lines:
        kind = line.kind if line.kind is Kind.QUOTE else Kind.TEXT
        if line.kind not in BLANK and runs[-1:] != [kind]:
            runs.append(kind)
    return runs


def _first(lines: Sequence[Line], kinds: frozenset[Kind] | set[Kind], start: int = 0) -> int | None:
    return next((at for at in range(start, len(lines)) if lines[at].kind in kinds), None)


def _last(lines: Sequence[Line], kind: Kind) -> int:
    return next(at for at in range(len(lines) - 1, -1, -1) if lines[at].kind is kind)
