"""A statement: what somebody reports, as an action hands it to the gateway to be filed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.marketplace.money import Money
from bot.safety.reading import Seen

FORM = "safety_report"  # the name of the form that is filled in

#: The longest that the form takes; the columns are as wide.
WHAT_LENGTH = 2000
LINKS_LENGTH = 1000
WHO_LENGTH = 200
EVIDENCE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class NotedSign:
    """A warning sign that was seen when the report was made, with the reporter's words."""

    name: str
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody reports, in their own words. `contract` is one of their own, or None."""

    topic: str
    what: str
    links: str | None = None
    amount: Money | None = None
    who: str | None = None
    evidence: str | None = None
    contract: str | None = None
    signs: tuple[NotedSign, ...] = ()

    @classmethod
    def filled_in(cls, topic: str, form: Mapping[str, Any], *, contract: str | None, signs: Iterable[Seen]) -> Self:
        """Take the checked values of the form."""
        return cls(
            topic=topic,
            what=form["what"],
            links=form.get("links"),
            amount=Money(**form["amount"]) if form.get("amount") else None,
            who=form.get("who"),
            evidence=form.get("evidence"),
            contract=contract,
            signs=tuple(NotedSign(seen.sign.name, seen.quote) for seen in signs),
        )

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read what `wire` wrote. Raises KeyError, TypeError."""
        amount = wire["amount"]
        return cls(
            topic=wire["topic"],
            what=wire["what"],
            links=wire["links"],
            amount=Money(**amount) if amount else None,
            who=wire["who"],
            evidence=wire["evidence"],
            contract=wire["contract"],
            signs=tuple(NotedSign(**sign) for sign in wire["signs"]),
        )

    def wire(self) -> dict[str, Any]:
        """Write it as JSON."""
        return {
            "topic": self.topic,
            "what": self.what,
            "links": self.links,
            "amount": self.amount.wire() if self.amount else None,
            "who": self.who,
            "evidence": self.evidence,
            "contract": self.contract,
            "signs": [{"name": sign.name, "quote": sign.quote} for sign in self.signs],
        }
