"""Transaction History: an account's transfers as the lines that it may see."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, or_

from bot.marketplace import places
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.port import TransactionView
from bot.marketplace.posting import Posting

# What a line is called, by the event and by whether it is money in or money out.
LINES: Mapping[tuple[Posting, bool], tuple[str, str]] = {
    (Posting.DEPOSIT, False): ("fixed_price_charge", "Fixed-price charge"),
    (Posting.CLIENT_FEE, False): ("fee", "Fee"),
    # A release passes through the client's account: the two lines cancel each other out (P3).
    (Posting.RELEASE, True): ("release", "Released from escrow"),
    (Posting.RELEASE, False): ("payment", "Paid to the freelancer"),
    (Posting.REFUND, True): ("refund", "Refund from escrow"),
    (Posting.BONUS, False): ("bonus", "Bonus"),
    (Posting.FEE_RETURN, True): ("refund", "Fee returned"),
}
EARNINGS: Mapping[tuple[Posting, bool], tuple[str, str]] = {
    (Posting.RELEASE, True): ("payment", "Payment for a milestone"),
    (Posting.SERVICE_FEE, False): ("fee", "Service fee"),
    (Posting.BONUS, True): ("bonus", "Bonus"),
}


def lines_of(account: str) -> ColumnElement[bool]:
    """Choose the transfers that are lines of an account's history.

    What the billing method was charged is the same money as the line beside it, and what becomes
    available does not leave the account: neither is a line of its own.
    """
    own = (places.client(account), places.pending(account))
    beside = (places.billing(account), places.available(account))
    return and_(
        or_(Transfer.source.in_(own), Transfer.target.in_(own)),
        Transfer.source.not_in(beside),
        Transfer.target.not_in(beside),
    )


def line(account: str, transfer: Transfer) -> TransactionView:
    """Show a transfer to one of its parties."""
    paid = transfer.target in {places.client(account), places.pending(account)}
    earned = places.pending(account) in {transfer.source, transfer.target}
    kind, label = (EARNINGS if earned else LINES)[transfer.posting, paid]
    return TransactionView(
        at=transfer.at,
        kind=kind,
        label=label,
        amount=transfer.amount if paid else Money(-transfer.amount_minor, transfer.currency),
        contract=transfer.contract_id,
        milestone=transfer.milestone,
    )
