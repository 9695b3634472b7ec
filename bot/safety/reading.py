"""Reading a text for warning signs. It warns about what was said; it judges nobody and blocks nothing."""

from dataclasses import dataclass
from enum import StrEnum

from bot.safety.clauses import Stance, clauses, stance
from bot.safety.domains import OwnDomains
from bot.safety.signs import LOOK_ALIKE, SIGNS, Pattern, Sign

QUOTE_LENGTH = 90
STRONG = 5  # one sign that is hardly ever innocent, or several that may be


class Level(StrEnum):
    """How much reason there is to stop."""

    NONE = "none"
    SOME = "some"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign, and the piece of the person's own words in which it was seen."""

    sign: Sign
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text holds: signs that it tells of, and such as it asks about. The heaviest come first."""

    told: tuple[Seen, ...] = ()
    asked: tuple[Seen, ...] = ()

    @property
    def score(self) -> int:
        """The sum of the weights of what is told."""
        return sum(seen.sign.weight for seen in self.told)

    @property
    def level(self) -> Level:
        """How much reason there is to stop."""
        if not self.told:
            return Level.NONE
        return Level.STRONG if self.score >= STRONG else Level.SOME


def read(text: str, own: OwnDomains) -> Reading:
    """Find the signs in a text; `own` are the marketplace's domains and names. A sign that is told is not asked about too."""
    found: dict[Stance, dict[Sign, str]] = {Stance.TOLD: {}, Stance.ASKED: {}}
    for clause in clauses(text):
        accused = own.are_accused(clause)
        for sign in SIGNS:
            if accused and sign.by_others:
                continue
            for pattern in sign.patterns:
                span = _span(pattern, clause)
                if span is None:
                    continue
                how = stance(clause, *span)
                if how in found:
                    found[how].setdefault(sign, _quoted(clause, *span))
    for domain in own.look_alikes(text):
        found[Stance.TOLD].setdefault(LOOK_ALIKE, domain[:QUOTE_LENGTH])
    told = found[Stance.TOLD]
    asked = {sign: quote for sign, quote in found[Stance.ASKED].items() if sign not in told}
    return Reading(_heaviest_first(told), _heaviest_first(asked))


def _span(pattern: Pattern, clause: str) -> tuple[int, int] | None:
    """Return from where to where a clause holds all parts of the pattern."""
    matches = [part.search(clause) for part in pattern]
    if None in matches:
        return None
    # A part that only looks ahead says what must not be there; it has no place of its own.
    places = [match.span() for match in matches if match is not None and match[0]]
    return min(start for start, _ in places), max(end for _, end in places)


def _quoted(clause: str, start: int, end: int) -> str:
    """Quote a part of a clause, with whole words and at most QUOTE_LENGTH characters."""
    while start > 0 and not clause[start - 1].isspace():
        start -= 1
    while end < len(clause) and not clause[end].isspace():
        end += 1
    quote = " ".join(clause[start:end].split()).strip(".,;:!?\"'“”")
    if len(quote) <= QUOTE_LENGTH:
        return quote
    return quote[:QUOTE_LENGTH].rsplit(" ", 1)[0] + "…"


def _heaviest_first(found: dict[Sign, str]) -> tuple[Seen, ...]:
    return tuple(Seen(sign, quote) for sign, quote in sorted(found.items(), key=lambda item: -item[0].weight))
