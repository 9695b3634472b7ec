"""A dispute's row, and the stages of its life (facts.md §1.6)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.errors import Refused
from bot.marketplace.columns import NAME_LENGTH, RowId, one_of
from bot.marketplace.moves import WrongMove
from bot.marketplace.port import DisputeStage as Stage

STAGES: Mapping[Stage, frozenset[Stage]] = {
    Stage.ANSWERING: frozenset({Stage.PROPOSING, Stage.CLOSED}),
    Stage.PROPOSING: frozenset({Stage.PROPOSED, Stage.ARBITRATION, Stage.CLOSED}),
    Stage.PROPOSED: frozenset({Stage.ARBITRATION, Stage.CLOSED}),
    Stage.ARBITRATION: frozenset({Stage.ARBITRATING, Stage.CLOSED}),
    Stage.ARBITRATING: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}


class Outcome(StrEnum):
    """What closed a dispute."""

    ACCEPTED = "accepted"  # the client accepted the claim: all to the freelancer
    SILENCE = "silence"  # the client did not answer: all to the freelancer
    WITHDRAWN = "withdrawn"  # by the freelancer
    AGREED = "agreed"  # both accepted the proposal
    NOBODY_PAID = "nobody_paid"  # for arbitration: all to the client
    ONE_PAID = "one_paid"  # for arbitration: all to whoever did
    AWARD = "award"  # as the arbitrator decided


class NoDispute(Refused):
    """There is no open dispute."""

    code = "no_dispute"
    sentence = "There is no open dispute on this contract."


class Dispute(Base):
    """A freelancer's claim to what is in escrow. Open until `closed_at`."""

    __tablename__ = "dispute"
    __table_args__ = (
        Index(
            "uq_dispute_open",
            "contract_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage))
    refund_asked: Mapped[bool]  # it answers a refund request; otherwise work went on before
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime]  # the end of the present stage; arbitration itself has none
    proposed_minor: Mapped[int | None] = mapped_column(BigInteger)  # to the freelancer; the rest to the client
    # What each party said in the present stage; None until it does.
    client_agrees: Mapped[bool | None]
    freelancer_agrees: Mapped[bool | None]
    outcome: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    closed_at: Mapped[datetime | None]


async def require_dispute(session: AsyncSession, contract: str, *stages: Stage) -> Dispute:
    """Find a contract's open dispute, in one of `stages`. Raises NoDispute, WrongMove."""
    found = await session.scalar(
        select(Dispute)
        .where(Dispute.contract_id == contract, Dispute.closed_at.is_(None))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoDispute
    if found.stage not in stages:
        raise WrongMove(current=found.stage.value)
    return found


def move_stage(dispute: Dispute, target: Stage) -> None:
    """Go to another stage, in which nobody has said anything yet. Raises WrongMove."""
    if target not in STAGES[dispute.stage]:
        raise WrongMove(current=dispute.stage.value, target=target.value)
    dispute.stage = target
    dispute.client_agrees = dispute.freelancer_agrees = None
