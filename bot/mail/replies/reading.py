"""Reading: each line of a body with its kind, in one pass."""

from bot.mail.replies.armour import armoured
from bot.mail.replies.attributions import LINES as ATTRIBUTION_LINES
from bot.mail.replies.attributions import attribution_at, says_who_wrote
from bot.mail.replies.devices import is_device_line
from bot.mail.replies.dividers import is_divider, is_rule, is_signature_mark
from bot.mail.replies.headings import block_at
from bot.mail.replies.lines import Kind, Line, bare, fenced, quoted, split, unquoted

# What is tried, in this order: kinds that may take several lines, then kinds that a line is of by itself.
OF_SEVERAL = {Kind.ATTRIBUTION: attribution_at, Kind.HEADING: block_at}
BY_ITSELF = {
    Kind.DIVIDER: is_divider,
    Kind.SIGNATURE: is_signature_mark,
    Kind.RULE: is_rule,
    Kind.DEVICE: is_device_line,
}


def read(body: str) -> list[Line]:
    """Tell of every line what it is. Takes time in proportion to the length of the body."""
    texts = split(body)
    code = fenced(texts)
    armour = armoured(texts)
    lines: list[Line] = []
    while len(lines) < len(texts):
        at = len(lines)
        if at in code:
            lines.append(Line(texts[at], Kind.TEXT))
        elif at in armour:
            lines.append(Line(texts[at], Kind.ARMOUR))
        else:
            kind, count = _kind_at(texts, at)
            if kind is Kind.QUOTE and _begins_a_quote(lines) and (attributed := _quoted_attribution(texts, at)):
                kind, count = Kind.ATTRIBUTION, attributed  # Apple Mail quotes its own attribution, too
            lines.extend(Line(text, kind) for text in texts[at : at + count])
    return lines


def _kind_at(texts: list[str], at: int) -> tuple[Kind, int]:
    """Tell what the line is, and how many lines from it on are of one piece with it."""
    if not bare(texts[at]) or quoted(texts[at]):
        return (Kind.QUOTE if bare(texts[at]) else Kind.EMPTY), 1
    for kind, length in OF_SEVERAL.items():
        if count := length(texts, at):
            return kind, count
    for kind, rule in BY_ITSELF.items():
        if rule(texts[at]):
            return kind, 1
    if says_who_wrote(texts, at) and _quote_follows(texts, at):
        return Kind.ATTRIBUTION, 1
    return Kind.TEXT, 1


def _begins_a_quote(above: list[Line]) -> bool:
    """Tell whether no quote stands above, or something else between."""
    last = next((line.kind for line in reversed(above[-2:]) if line.kind is not Kind.EMPTY), None)
    return last is not Kind.QUOTE


def _quoted_attribution(texts: list[str], at: int) -> int:
    """Tell how many quoted lines, from this one on, are an attribution."""
    window = [unquoted(text) if quoted(text) else "" for text in texts[at : at + ATTRIBUTION_LINES]]
    return attribution_at(window, 0)


def _quote_follows(texts: list[str], at: int) -> bool:
    return any(quoted(text) for text in texts[at + 1 : at + 3])
