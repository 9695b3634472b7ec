"""Where the money is: transfers that are never changed. Balances are sums; nothing stores one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    CheckConstraint,
    ForeignKey,
    String,
    Table,
    bindparam,
    case,
    event,
    func,
    insert,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from bot.db import Base
from bot.errors import Refused
from bot.marketplace import entries
from bot.marketplace.columns import ID_LENGTH, Amount, RowId, one_of
from bot.marketplace.money import Money
from bot.marketplace.places import may_owe
from bot.marketplace.posting import Between, Posting
from bot.upsert import upsert

PLACE_LENGTH = 80
CAUSE_LENGTH = 160

type Known = tuple[str, str, int, str]  # what a cause moved first: source, target, minor units, currency


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


@dataclass(frozen=True, slots=True)
class Post:
    """An event to post: `cause` and `posting` name it, and under that name it moves money once."""

    posting: Posting
    of: Between
    amount: Money
    cause: str
    at: datetime
    milestone: int | None = None


# Plain statements, made once: a batch of events costs one of each.
ROWS = cast("Table", Transfer.__table__)
OPENED = cast("Table", LedgerAccount.__table__)
PLACES: BindParameter[Any] = bindparam("places", expanding=True)
QUEUE = select(LedgerAccount.place).where(LedgerAccount.place.in_(PLACES)).order_by(LedgerAccount.place)
MOVED = select(ROWS.c.cause, ROWS.c.source, ROWS.c.target, ROWS.c.amount_minor, ROWS.c.currency).where(
    ROWS.c.cause.in_(bindparam("causes", expanding=True))
)
THROUGH = union_all(
    select(ROWS.c.target.label("place"), ROWS.c.amount_minor.label("minor")).where(ROWS.c.target.in_(PLACES)),
    select(ROWS.c.source, -ROWS.c.amount_minor).where(ROWS.c.source.in_(PLACES)),
).subquery()
HELD = select(null(), THROUGH.c.place, null(), func.sum(THROUGH.c.minor), null()).group_by(THROUGH.c.place)
LOOK = union_all(MOVED, HELD)
MOVE = insert(ROWS)


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
    rows = [{"place": place} for place in sorted(set(places))]
    await session.execute(upsert(session, OPENED).values(rows).on_conflict_do_nothing())


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
    await post_all(session, [Post(posting, of=of, amount=amount, cause=cause, at=at, milestone=milestone)])


async def post_all(session: AsyncSession, posts: Sequence[Post]) -> None:
    """Move the money of several events, in their order, as `post` does of one. Raises InsufficientFunds."""
    if not posts:
        return
    events = [(post, _name(post.posting, post.cause), _legs(post)) for post in posts]
    sources = {legs[0].source for _, _, legs in events}
    # The lock comes first: whoever waits for it then sees the causes and the balances as they are. It
    # is the weaker kind, which does not wait for those who only pay into the place. Every further leg
    # passes on what the one before it brought, so that the first place alone can fall short.
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        await session.execute(QUEUE.with_for_update(key_share=True), {"places": sources})
    known, held = await _look(session, sources, causes=[name for _, name, _ in events])
    rows: list[dict[str, Any]] = []
    for post, name, legs in events:
        source, amount = legs[0].source, post.amount
        moves = (source, legs[0].target, amount.minor, amount.currency)
        if name in known:
            assert known[name] == moves, f"{name} moved something else before"  # noqa: S101 - a bug, not a refusal
            continue
        if not may_owe(source) and held[source] < amount.minor:
            raise InsufficientFunds
        known[name] = moves
        for leg in legs:
            held[leg.source] -= leg.amount.minor
            held[leg.target] += leg.amount.minor
        rows += _rows(post, legs)
    if rows:
        await session.execute(MOVE, rows)


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
    moved = await moved_by_each(session, [(posting, cause)])
    return moved[posting, cause]


async def moved_by_each(
    session: AsyncSession, events: Collection[tuple[Posting, str]]
) -> Mapping[tuple[Posting, str], Money]:
    """Return the amount that each event moved, by its posting and cause; nothing where it was not posted."""
    found = await session.execute(MOVED, {"causes": [_name(*named) for named in events]})
    moved = {row.cause: row.amount_minor for row in found}
    return {named: Money(moved.get(_name(*named), 0)) for named in events}


async def _look(
    session: AsyncSession, sources: Collection[str], *, causes: Collection[str]
) -> tuple[dict[str, Known], Counter[str]]:
    """Return what was moved by the same causes before, and what the sources hold, in one query.

    A place without a floor is not added up: a client's charges only ever grow.
    """
    places = [source for source in sources if not may_owe(source)]
    known: dict[str, Known] = {}
    held: Counter[str] = Counter()
    for cause, source, target, minor, currency in await session.execute(LOOK, {"places": places, "causes": causes}):
        if cause is None:
            held[source] = int(minor)
        else:
            known[cause] = (source, target, int(minor), currency)
    return known, held


def _name(posting: Posting, cause: str) -> str:
    """Name an event by its first leg, which is posted with all others or not at all."""
    return f"{cause}/{posting}/1"


def _legs(post: Post) -> entries.Legs:
    return entries.POSTINGS[post.posting](post.of, post.amount)


def _rows(post: Post, legs: entries.Legs) -> list[dict[str, Any]]:
    return [
        {
            "cause": f"{post.cause}/{post.posting}/{number}",
            "source": leg.source,
            "target": leg.target,
            "amount_minor": leg.amount.minor,
            "currency": leg.amount.currency,
            "posting": post.posting,
            "at": post.at,
            "contract_id": post.of.contract,
            "milestone": post.milestone,
        }
        for number, leg in enumerate(legs, start=1)
    ]
