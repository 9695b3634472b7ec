"""What a well-formed document must also be: about who was asked for, in one currency, and summing up."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.marketplace.money import Money
from bot.marketplace.port import Records, Role, TransactionView
from bot.remote.views import Unreadable


def require_records(records: Records, account: str) -> None:
    """Refuse records that an answer could go wrong on. Raises Unreadable."""
    if records.account.id != account:
        raise Unreadable("account", "id")
    if len({money.currency for money in _amounts(records)}) > 1:
        raise Unreadable("currency")
    _require_different("contracts.id", [contract.id for contract in records.contracts])
    for contract in records.contracts:
        _require_different("contracts.milestones.number", [each.number for each in contract.milestones])
        if any(each.contract != contract.id for each in contract.milestones):
            raise Unreadable("contracts", "milestones", "contract")
    own = sum(contract.escrow.minor for contract in records.contracts if contract.role is Role.CLIENT)
    if records.escrow.minor != own:
        raise Unreadable("escrow")


def require_history(lines: Sequence[TransactionView], limit: int) -> None:
    """Refuse more lines than were asked for, or lines that are not newest first. Raises Unreadable."""
    if len(lines) > limit:
        raise Unreadable("transactions")
    if any(line.at < older.at for line, older in pairwise(lines)):
        raise Unreadable("transactions", "at")


def _amounts(records: Records) -> Iterator[Money]:
    yield from (records.escrow, records.account.pending, records.account.available)
    if records.account.past_due:
        yield records.account.past_due.amount
    for contract in records.contracts:
        yield contract.escrow
        for milestone in contract.milestones:
            yield from (milestone.amount, milestone.in_escrow, milestone.released)
        yield from (bonus.amount for bonus in contract.bonuses)
        if contract.refund_request:
            yield contract.refund_request.amount
        if contract.dispute and contract.dispute.to_freelancer:
            yield contract.dispute.to_freelancer


def _require_different(place: str, keys: Iterable[object]) -> None:
    found = list(keys)
    if len(set(found)) < len(found):
        raise Unreadable(place)
