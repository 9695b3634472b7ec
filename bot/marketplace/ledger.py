"""Where the money is: transfers that are never changed. Balances are sums; nothing stores one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, case, event, false, func, insert, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from bot.db import Base
from bot.errors import Refused
from bot.marketplace import entries
from bot.marketplace.columns import ID_LENGTH, Amount, RowId, one_of
from bot.marketplace.money import Money
from bot.marketplace.places import may_owe
from bot.marketplace.posting import Between, Posting

PLACE_LENGTH = 80
CAUSE_LENGTH = 160

type Known = tuple[str, str, int, str]  # what a cause moved: source, target, minor units, currency


class LedgerAccount(Base):
    """A place where money can be. The row is what two payments out of it queue for."""

    __tablename__ = "ledger_account"

    place: Mapped[str] = mapped_column(String(PLACE_LENGTH), primary_key=True)


class Transfer(Amount, Base):
    """Money moved once from one place to another. Rows are never changed; a correction is another one."""

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="moves_something"),
        CheckConstraint("source <> target", name="moves_somewhere"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    cause: Mapped[str] = mapped_column(String(CAUSE_LENGTH), unique=True)
    source: Mapped[str] = mapped_column(ForeignKey("ledger_account.place"), index=True)
    target: Mapped[str] = mapped_column(ForeignKey("ledger_account.place"), index=True)
    posting: Mapped[Posting] = mapped_column(one_of(Posting))
    at: Mapped[datetime]
    contract_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    milestone: Mapped[int | None]


class InsufficientFunds(Refused):
    """The paying place does not hold that much."""

    code = "insufficient_funds"
    sentence = "There is not enough money there for that."


@event.listens_for(Transfer, "before_update")
@event.listens_for(Transfer, "before_delete")
def _never_changed(_mapper: Mapper[Transfer], _connection: object, row: Transfer) -> None:
    msg = f"transfer {row.cause} must not be changed"
    raise AssertionError(msg)


async def open_places(session: AsyncSession, places: Iterable[str]) -> None:
    """Open the places that do not exist yet, in one order, so that two openings cannot block each other."""
    insert_new = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"place": place} for place in sorted(set(places))]
    await session.execute(insert_new(LedgerAccount).values(rows).on_conflict_do_nothing())


async def post(
    session: AsyncSession,
    posting: Posting,
    *,
    of: Between,
    amount: Money,
    cause: str,
    at: datetime,
    milestone: int | None = None,
) -> None:
    """Move the money of an event, all its legs or none.

    The same `cause` twice is the same event: the second time nothing moves. Raises InsufficientFunds.
    """
    rows: list[dict[str, Any]] = [
        {
            "cause": f"{cause}/{posting}/{number}",
            "source": leg.source,
            "target": leg.target,
            "amount_minor": leg.amount.minor,
            "currency": leg.amount.currency,
            "posting": posting,
            "at": at,
            "contract_id": of.contract,
            "milestone": milestone,
        }
        for number, leg in enumerate(entries.POSTINGS[posting](of, amount), start=1)
    ]
    # The lock comes first: whoever waits for it then sees the cause and the balance as they are. It
    # is the weaker kind, which does not wait for those who only pay into the place. Every further leg
    # passes on what the one before it brought, so that the first place alone can fall short.
    source, first_cause = rows[0]["source"], rows[0]["cause"]
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        lock = select(LedgerAccount.place).where(LedgerAccount.place == source)
        await session.execute(lock.with_for_update(key_share=True))
    known, held = await _look(session, source, cause=first_cause)
    if known is not None:
        same = known == (source, rows[0]["target"], amount.minor, amount.currency)
        assert same, f"{first_cause} moved something else before"  # noqa: S101 - a bug, not a refusal
        return
    if not may_owe(source) and held < amount.minor:
        raise InsufficientFunds
    await session.execute(insert(Transfer), rows)


async def balance(
    session: AsyncSession, place: str, *, contract: str | None = None, milestone: int | None = None
) -> Money:
    """Return what is in a place; only what one contract or milestone brought there, if named."""
    signed = case((Transfer.target == place, Transfer.amount_minor), else_=-Transfer.amount_minor)
    found = select(func.sum(signed)).where(or_(Transfer.target == place, Transfer.source == place))
    if contract is not None:
        found = found.where(Transfer.contract_id == contract)
    if milestone is not None:
        found = found.where(Transfer.milestone == milestone)
    return Money(int(await session.scalar(found) or 0))


async def moved_by(session: AsyncSession, posting: Posting, *, cause: str) -> Money:
    """Return the amount that an event moved, nothing if it was not posted."""
    found = await session.scalar(select(Transfer.amount_minor).where(Transfer.cause == f"{cause}/{posting}/1"))
    return Money(found or 0)


async def _look(session: AsyncSession, source: str, *, cause: str) -> tuple[Known | None, int]:
    """Return the transfer of the same cause, if there is one, and what the source holds, in one query.

    A place without a floor is not added up: a client's charges only ever grow.
    """
    signed = case((Transfer.target == source, Transfer.amount_minor), else_=-Transfer.amount_minor)
    through = or_(Transfer.target == source, Transfer.source == source)
    held = select(func.coalesce(func.sum(signed), 0).label("minor")).where(false() if may_owe(source) else through)
    known = select(Transfer.source, Transfer.target, Transfer.amount_minor, Transfer.currency).where(
        Transfer.cause == cause
    )
    holding, posted = held.subquery(), known.subquery()
    found = await session.execute(select(holding.c.minor, posted).select_from(holding.outerjoin(posted, true())))
    held_minor, *row = found.one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3]), int(held_minor)
