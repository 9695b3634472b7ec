"""A contract's rows: the parties, its milestones, and what was asked for on the way."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from bot.db import Base
from bot.marketplace.account import Account
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Amount, RowId, one_of
from bot.marketplace.port import ContractStatus, MilestoneStatus


class Contract(Base):
    """Fixed-price work between a client and a freelancer."""

    __tablename__ = "contract"
    __table_args__ = (CheckConstraint("client_id <> freelancer_id", name="two_parties"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    scope: Mapped[str] = mapped_column(String(TEXT_LENGTH), default="", server_default="")  # what is to be delivered
    client_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    freelancer_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    status: Mapped[ContractStatus] = mapped_column(one_of(ContractStatus))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # of the offer
    accepted_at: Mapped[datetime | None]
    paused_reason: Mapped[str | None] = mapped_column(String(TITLE_LENGTH))
    # Whose problem it is: the reason is told to nobody else.
    paused_for_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]

    client: Mapped[Account] = relationship(foreign_keys=client_id, lazy="raise")
    freelancer: Mapped[Account] = relationship(foreign_keys=freelancer_id, lazy="raise")
    milestones: Mapped[list["Milestone"]] = relationship(lazy="raise", order_by="Milestone.number")
    refund_requests: Mapped[list["RefundRequest"]] = relationship(lazy="raise", order_by="RefundRequest.requested_at")
    bonuses: Mapped[list["Bonus"]] = relationship(lazy="raise", order_by="Bonus.requested_at")


class Submission(Base):
    """Work handed in for a milestone."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class ChangeRequest(Base):
    """What the client wants to be different before approving."""

    __tablename__ = "change_request"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    at: Mapped[datetime]
    message: Mapped[str] = mapped_column(String(TEXT_LENGTH))


class Milestone(Amount, Base):
    """A part of a contract with its own amount. `version` counts every change of the row."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("amount_minor > 0", name="costs_something"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    status: Mapped[MilestoneStatus] = mapped_column(one_of(MilestoneStatus))
    due_on: Mapped[date | None]  # agreed between the two; nothing happens by itself then
    funded_at: Mapped[datetime | None]
    # Kept, not computed, so that what is due can be found; set only by bot.marketplace.review.
    review_due_at: Mapped[datetime | None] = mapped_column(index=True)
    released_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    # Read with a milestone, kept nowhere twice.
    submitted_at: Mapped[datetime | None] = column_property(
        select(func.max(Submission.at)).where(Submission.milestone_id == id).scalar_subquery()  # noqa: A003
    )
    changes_requested_at: Mapped[datetime | None] = column_property(
        select(func.max(ChangeRequest.at)).where(ChangeRequest.milestone_id == id).scalar_subquery()  # noqa: A003
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class RefundRequest(Amount, Base):
    """A client's request to have a contract's escrow back. `outcome` is None while it is open."""

    __tablename__ = "refund_request"
    __table_args__ = (
        Index(
            "uq_refund_request_open",
            "contract_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    requested_at: Mapped[datetime]
    respond_by: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    decided_at: Mapped[datetime | None]


class Bonus(Amount, Base):
    """A bonus asked for; money moves when it is charged."""

    __tablename__ = "bonus"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="gives_something"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"), index=True)
    requested_at: Mapped[datetime]
    charged_at: Mapped[datetime | None]
