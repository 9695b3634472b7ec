"""Where the money is: transfers that are never changed. Balances are sums; nothing stores one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, case, event, func, or_, select
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
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"place": place} for place in sorted(set(places))]
    await session.execute(insert(LedgerAccount).values(rows).on_conflict_do_nothing())


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
    legs = entries.POSTINGS[posting](of, amount)
    rows = [
        Transfer(
            cause=f"{cause}/{posting}/{number}",
            source=leg.source,
            target=leg.target,
            amount_minor=leg.amount.minor,
            currency=leg.amount.currency,
            posting=posting,
            at=at,
            contract_id=of.contract,
            milestone=milestone,
        )
        for number, leg in enumerate(legs, start=1)
    ]
    # The lock comes first: whoever waits for it then sees the cause and the balance as they are. It
    # is the weaker kind, which does not wait for those who only pay into the place. Every further leg
    # passes on what the one before it brought, so that the first place alone can fall short.
    first = rows[0]
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        lock = select(LedgerAccount.place).where(LedgerAccount.place == first.source)
        await session.execute(lock.with_for_update(key_share=True))
    if await _is_posted(session, rows):
        return
    if not may_owe(first.source) and (await balance(session, first.source)).minor < amount.minor:
        raise InsufficientFunds
    session.add_all(rows)
    await session.flush()


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


async def _is_posted(session: AsyncSession, rows: list[Transfer]) -> bool:
    known = await session.scalar(select(Transfer).where(Transfer.cause == rows[0].cause))
    if known is None:
        return False
    row = rows[0]
    same = (known.source, known.target, known.amount) == (row.source, row.target, row.amount)
    assert same, f"{row.cause} moved something else before"  # noqa: S101 - a bug, not a refusal
    return True
