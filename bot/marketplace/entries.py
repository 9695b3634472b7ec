"""Which accounts an event moves money between: the postings of facts.md §1.2, as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bot.marketplace.money import Money
from bot.marketplace.places import FEES, available, billing, client, escrow, pending
from bot.marketplace.posting import Between, Posting


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement of an event."""

    source: str
    target: str
    amount: Money


type Legs = tuple[Leg, ...]


def deposit(of: Between, amount: Money) -> Legs:
    """P1: the billing method is charged, the money goes into escrow."""
    return _through(billing(of.client), client(of.client), escrow(of.contract), amount=amount)


def client_fee(of: Between, amount: Money) -> Legs:
    """P2: a fee that the client pays with a deposit."""
    return _through(billing(of.client), client(of.client), FEES, amount=amount)


def release(of: Between, amount: Money) -> Legs:
    """P3: out of escrow, through the client's account, to the freelancer."""
    return _through(escrow(of.contract), client(of.client), pending(of.freelancer), amount=amount)


def service_fee(of: Between, amount: Money) -> Legs:
    """P4: the freelancer's fee, out of what was earned."""
    return _through(pending(of.freelancer), FEES, amount=amount)


def become_available(of: Between, amount: Money) -> Legs:
    """P5: the security period is over."""
    return _through(pending(of.freelancer), available(of.freelancer), amount=amount)


def refund(of: Between, amount: Money) -> Legs:
    """P8: out of escrow, back to where it was paid from."""
    return _through(escrow(of.contract), client(of.client), billing(of.client), amount=amount)


def bonus(of: Between, amount: Money) -> Legs:
    """P9: charged by itself, never out of escrow."""
    return _through(billing(of.client), client(of.client), pending(of.freelancer), amount=amount)


def fee_return(of: Between, amount: Money) -> Legs:
    """P10: a fee that goes back, because nothing was ever released."""
    return _through(FEES, client(of.client), billing(of.client), amount=amount)


# P6 moves nothing (the rest of a milestone stays in escrow), and P7 is P1 for what is still due.
POSTINGS: Mapping[Posting, Callable[[Between, Money], Legs]] = {
    Posting.DEPOSIT: deposit,
    Posting.CLIENT_FEE: client_fee,
    Posting.RELEASE: release,
    Posting.SERVICE_FEE: service_fee,
    Posting.AVAILABLE: become_available,
    Posting.REFUND: refund,
    Posting.BONUS: bonus,
    Posting.FEE_RETURN: fee_return,
}


def _through(*places: str, amount: Money) -> Legs:
    return tuple(Leg(source, target, amount) for source, target in pairwise(places))
