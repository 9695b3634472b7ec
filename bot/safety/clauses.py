"""Clauses: in which part of a text something is said, and whether it is told, asked about, or denied."""

import re
from collections.abc import Iterator
from enum import StrEnum


class Stance(StrEnum):
    """How a clause says what it says."""

    TOLD = "told"  # it happened, or somebody wants it
    ASKED = "asked"  # may one? what if?
    DENIED = "denied"  # it did not happen


#: A dot inside of a number, a domain or a file's name ends nothing.
_BORDERS = re.compile(r"(?<=[.!?;])\s+|\n+|,?\s+(?:but|however|although|whereas)\s+", re.IGNORECASE)

_NOT = r"(?:not|never|n[o']t|(?:did|does|do|has|have|had|was|is|were|would|wo|could)n['\u2019]?t)"
_PASSIVE = r"(?:been |being )?(?:asked|told|required|requested|invited)"
_NOBODY = re.compile(
    rf"\b(?:nobody|no one|none of (?:them|my|the)|no (?:client|buyer|company|\w+) (?:has |have |ever )?)\b[^,]{{0,25}}$|\b(?:i|we)\b[^,]{{0,12}}\b{_NOT}(?: ever| yet)? {_PASSIVE}?\s*$|\bwithout (?:being )?$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"\b(?P<who>[\w'\u2019]+)(?: (?:has|have|had|did|does|do|was|is|were|would|could))? ?{_NOT}\b(?: \w+){{0,2}}\s*$",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:no|zero|not any|nothing about|nothing to do with)(?: \w+)?\s+$", re.IGNORECASE)
_MYSELF = frozenset({"i", "we", "and", "so", "please", "do", "just", "said", "says", "me", "to"})

_MAY = re.compile(
    r"\b(?:is|are|would|will) (?:it|that|this|there|paying|using|sharing|we|clients?|freelancers?)\b[^,]{0,15}\b"
    r"(?:ok(?:ay)?|allowed|fine|legal|legit|against|possible|safe|permitted|a problem|alright|all right|forbidden|necessary|required)\b"
    r"|\b(?:can|could|may|should|shall|must|do|does|am|would) (?:i|we|you|one|my|clients?|freelancers?|people|someone|a|the)\b"
    r"|\bwhat (?:if|happens (?:if|when)|(?:should|do|can) i do (?:if|when))\b"
    r"|\b(?:if|when|whenever|in case) (?:i|we|an?|the|my|someone|somebody|anyone|they|clients?|he|she|you)\b"
    r"|\bhow (?:do|can|does|to|should)\b|\bwhy (?:can|do|is|are)\b|\b(?:allowed|permitted|forbidden|prohibited) to\b"
    r"|\b(?:i|we)(?: would|['\u2019]d)? (?:want|like|wish|plan|prefer|hope|am going|intend) to\b",
    re.IGNORECASE,
)
#: What somebody really did or does. "If they ask" is neither.
_HAPPENED = re.compile(
    r"\b(?:asked|told|said|wanted|sent|offered|demanded|requested|insisted|suggested|pushed|threatened|paid me|invited"
    r"|(?:is|are|was|were|keeps?|kept|started) (?:\w+ )?(?:asking|telling|insisting|demanding|pushing|threatening|saying|offering))\b"
    r"|(?<!if )\b(?:he|she|they|client|buyer|company|website|site|recruiter|employer|guy|person|who|that|one) "
    r"(?:now |also |then |still )?(?:asks|wants|tells|says|insists|demands|requires|needs me|want me|ask me|tell me|say)\b",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[str]:
    """Split a text where a thought ends."""
    for clause in _BORDERS.split(text):
        if clause.strip():
            yield clause.strip()


def stance(clause: str, start: int, end: int) -> Stance:
    """Tell how the clause says its part from `start` to `end`."""
    before = clause[:start]
    if _denied(before):
        return Stance.DENIED
    may = _MAY.search(clause[:end])
    if may is not None and may.start() <= start and not _happened(clause[:end], may.start()):
        return Stance.ASKED
    return Stance.TOLD


def _denied(before: str) -> bool:
    if _NOBODY.search(before) or _NO.search(before):
        return True
    denial = _DENIES.search(before)
    # "I did not pay it" is said of something that was asked for; "they did not ask" is not.
    return denial is not None and denial["who"].lower() not in _MYSELF


def _happened(said: str, cue: int) -> bool:
    found = _HAPPENED.search(said)
    if found is None:
        return False
    # "What if they asked me": the condition stands just before it.
    condition = re.search(r"\b(?:if|when|whenever|in case)\b[^,]*$", said[cue : found.start()], re.IGNORECASE)
    return condition is None
