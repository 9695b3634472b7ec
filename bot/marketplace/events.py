"""What happened to a contract, and which of its parties may hear of it: a row for each move."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.marketplace import audit
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, RowId
from bot.marketplace.contract import Contract
from bot.marketplace.money import Money


class Hearing(StrEnum):
    """Who may hear of an event."""

    BOTH = "both"
    CLIENT = "client"
    FREELANCER = "freelancer"


class MarketplaceEvent(Base):
    """A move, as its parties may hear of it: a party that may not is left out. Holds no words of anybody."""

    __tablename__ = "marketplace_event"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(NAME_LENGTH))  # the act of the audit row
    actor: Mapped[str] = mapped_column(String(ID_LENGTH))
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    milestone: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(NAME_LENGTH))  # as it is after the move
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    client_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    freelancer_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)


def record(
    session: AsyncSession,
    contract: Contract,
    *,
    at: datetime,
    actor: str,
    act: str,
    milestone: int | None = None,
    status: str | None = None,
    amount: Money | None = None,
    hearing: Hearing = Hearing.BOTH,
) -> None:
    """Write down a move on a contract, for the audit and for its parties. `status` is by default the contract's."""
    status = status or contract.status.value
    audit.record(
        session, at=at, actor=actor, act=act, subject=contract.id, milestone=milestone, status=status, amount=amount
    )
    session.add(
        MarketplaceEvent(
            at=at,
            kind=act,
            actor=actor,
            contract_id=contract.id,
            milestone=milestone,
            status=status,
            amount_minor=None if amount is None else amount.minor,
            client_id=None if hearing is Hearing.FREELANCER else contract.client_id,
            freelancer_id=None if hearing is Hearing.CLIENT else contract.freelancer_id,
        )
    )
