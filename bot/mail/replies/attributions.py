"""Attributions: the line, or the few lines, with which a mail program says whose words it quotes."""

import re
from collections.abc import Iterator

from bot.mail.replies.lines import RULE_LENGTH, bare, quoted
from bot.mail.replies.wordlists import every, words

VERBS = every("attributions", "verbs")
OPENERS = every("attributions", "openers")
WEEKDAYS = every("attributions", "weekdays")
QUOTING = words("attributions", "order", "quoting")
OWN_WORDS = frozenset(words("attributions", "own", "words"))
# Where the name follows the verb ("Am Montag schrieb Ann:"); everywhere else the verb ends the attribution.
VERBS_BEFORE_NAME = tuple(
    {
        verb
        for language in words("attributions", "order", "name_last")
        for verb in words("attributions", "verbs", language)
    }
)

LINES = 6  # an attribution is wrapped into no more
LENGTH = RULE_LENGTH
WORDS_OF_A_NAME = 8
DATE_WITHIN = 30  # characters after the opening word
FIRST_WITHOUT_SPACES = 0x0E00  # Thai, and what comes after it
COLONS = (":", "\N{FULLWIDTH COLON}")
COLON_SIGNS = ":\N{FULLWIDTH COLON} "
DASHES = "-\N{EN DASH}\N{EM DASH}=_*~ \t"

_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2}(?!\d)")
_ISO = re.compile(r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}[ T,]")
_ISO_ZONE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2} \d{1,2}:\d{2}(?::\d{2})? (?:gmt|utc)")
_DAY = re.compile(r"\d{1,2}(?:[./]|(?:st|nd|rd|th)?\s)|\d{4}\s?[年년]")
_OPENER = re.compile("|".join(rf"{re.escape(word)}(?!\w)" if word.isascii() else re.escape(word) for word in OPENERS))
_BRACKETED = re.compile(r"[<(\[\"'«](?:\s?mailto:)?[^\s<>()\[\]\"'«]{1,200}@[^\s<>()\[\]\"'«]{1,200}")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"']@[^\s<>()\[\]\"']")


def _found(forms: tuple[str, ...], said: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Find the forms in what is said, as words; scripts without spaces have no ends of words to look at."""
    for form in forms:
        at = said.find(form, start)
        if at < 0:
            continue
        end = at + len(form)
        joined = form[-1].isalpha() and ord(form[-1]) < FIRST_WITHOUT_SPACES
        if joined and (said[end : end + 1].isalnum() or said[max(at - 1, 0) : at].isalnum()):
            continue
        yield at, end


def _ends_with_verb(said: str) -> bool:
    return said.endswith(VERBS) and any(
        not said[-len(form) - 1 : -len(form)].isalnum() or ord(form[-1]) >= FIRST_WITHOUT_SPACES
        for form in VERBS
        if said.endswith(form)
    )


def attribution_at(texts: list[str], at: int) -> int:
    """Tell how many lines, from this one on, are an attribution that says enough to be believed; 0 if none.

    It is believed if at least two of these stand in it: who, as an address in brackets; when, as a date with its
    time; and the word for writing. People do write "On Monday she wrote:", and what follows then is theirs.
    """
    if _before_text(texts[at]):
        return 1
    first = plain_line(texts[at])
    if not first or quoted(texts[at]) or not (_may_begin(first) or _is_name_above(texts, at)):
        return 0
    return _length(texts, at)


def _length(texts: list[str], at: int) -> int:
    joined = ""
    for end in range(at, min(at + LINES, len(texts))):
        line = plain_line(texts[end])
        if len(line) > LENGTH or len(joined) + len(line) > LENGTH:
            return 0
        if not line:
            if not _goes_on_after_blank(texts, end):
                return 0
            continue
        if end > at and _may_begin(line) and _begins_itself(line):
            return 0  # the next one is the attribution, and this line is what somebody wrote above it
        joined = f"{joined} {line}".strip()
        if _says_enough(joined):
            return end - at + 1
    return 0


def says_who_wrote(texts: list[str], at: int) -> bool:
    """Tell whether the line only says that somebody wrote: enough where a quote follows it, and not otherwise."""
    line = plain_line(texts[at])
    if not line or len(line) > LENGTH or not line.endswith(COLONS) or quoted(texts[at]):
        return False
    said = line.rstrip(COLON_SIGNS)
    if said.startswith(QUOTING) or _ends_with_verb(said):
        return True
    return _YEAR.search(said) is not None and any(True for _ in _found(VERBS, said))


def plain_line(text: str) -> str:
    """Return a line as the rules here read it: in one case and without emphasis; a long one as nothing."""
    if len(text) > 2 * LENGTH:
        return ""
    return bare(text).strip("*_ \t").casefold()


def _before_text(text: str) -> bool:
    """Tell whether the answered mail goes on in the attribution's own line, as Yahoo's on Android does."""
    head, gap, rest = text[:LENGTH].partition(":  ")
    head = plain_line(f"{head}:")
    return bool(gap and rest.strip()) and "@" in head and _dated(head) and _says_enough(head)


def _is_name_above(texts: list[str], at: int) -> bool:
    """Tell whether the line may be a name whose address was wrapped into the next line."""
    alone = at == 0 or not bare(texts[at - 1])
    short = len(bare(texts[at]).split()) <= WORDS_OF_A_NAME and bare(texts[at])[-1:].isalpha()
    return alone and short and at + 1 < len(texts) and bare(texts[at + 1]).startswith("<")


def _may_begin(line: str) -> bool:
    return _dated(line) or ("@" in line and _BRACKETED.search(line) is not None)


def _dated(line: str) -> bool:
    line = line.lstrip(DASHES)
    opener = _OPENER.match(line)
    if opener is not None:
        return any(letter.isdigit() for letter in line[opener.end() : opener.end() + DATE_WITHIN])
    if line.startswith(WEEKDAYS):
        return any(letter.isdigit() for letter in line[:DATE_WITHIN])
    return bool(_ISO.match(line) or _DAY.match(line))


def _begins_itself(line: str) -> bool:
    """Tell whether a later line of the window is an attribution's beginning, rather than its continuation."""
    opener = _OPENER.match(line)
    return opener is not None and bool(_TIME.search(line) and _YEAR.search(line))


def _goes_on_after_blank(texts: list[str], at: int) -> bool:
    """Tell whether an address follows, which some converters set apart from the name by an empty line."""
    following = bare(texts[at + 1]) if at + 1 < len(texts) else ""
    return following.startswith("<") and not quoted(texts[at - 1])


def _says_enough(joined: str) -> bool:
    framed = joined.startswith("--") and joined.endswith("--")
    joined = joined.strip(DASHES) if framed else joined
    if _ISO_ZONE.match(joined):
        return joined.count("<") == joined.count(">") and (joined.endswith(COLONS) or "<" not in joined)
    if not (framed or joined.endswith(COLONS)) or joined.count("<") > joined.count(">"):
        return False
    said = joined.rstrip(COLON_SIGNS)
    address = _BRACKETED.search(joined) if "@" in joined else None
    if _dated(joined):
        moment = _TIME.search(joined) is not None and _YEAR.search(joined) is not None
        if not _wrote(said):
            # Russian, Japanese and Hebrew programs may do without a verb: date, name, address, colon.
            return moment and address is not None and said.endswith((">", ")", "]", '"'))
        if address is not None:
            return True
        return moment and ("@" in joined or OWN_WORDS.isdisjoint(said.split()))
    return address is not None and _named_first(joined)


def _wrote(said: str) -> bool:
    """Tell whether a verb ends it, or stands before a name where its language has it so."""
    return _ends_with_verb(said) or any(
        len(said[end:].split()) <= WORDS_OF_A_NAME for _, end in _found(VERBS_BEFORE_NAME, said)
    )


def _named_first(joined: str) -> bool:
    """Tell whether it reads `Name <address> wrote …:`, with nothing but a date besides; or `Quoting Name <address>:`."""
    if joined.startswith(QUOTING):
        return joined.rstrip(COLON_SIGNS).endswith(">")
    for address in _BRACKETED.finditer(joined):
        named = joined[: address.start()].split()
        if len(named) > WORDS_OF_A_NAME or not OWN_WORDS.isdisjoint(named):
            return False
        for start, end in _found(VERBS, joined, address.end()):
            # A comma and a date may stand between (Turkish, Chinese); a sentence may not.
            between = joined[address.end() : start].strip("<>()[]\"'», \t")
            after = joined[end:].strip(COLON_SIGNS)
            if all(not part or any(map(str.isdigit, part)) for part in (between, after)):
                return True
    return False
