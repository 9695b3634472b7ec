"""An account's rows: who it is, how it stands, how it pays, who can find it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db import Base
from bot.marketplace.cases.case import Case
from bot.marketplace.columns import ID_LENGTH, NAME_LENGTH, TITLE_LENGTH, Amount, RowId, one_of
from bot.marketplace.port import Role, Standing

EMAIL_LENGTH = 254  # RFC 5321: the longest address that can be delivered to


class Visibility(StrEnum):
    """Who can find a profile (facts.md, make_profile_public)."""

    PUBLIC = "public"
    PRIVATE = "private"


class SetBy(StrEnum):
    """Who last set a profile's visibility: its owner can undo only what the owner did."""

    SELF = "self"
    SYSTEM = "system"


class Account(Base):
    """A client or a freelancer."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    role: Mapped[Role] = mapped_column(one_of(Role))
    standing: Mapped[Standing] = mapped_column(one_of(Standing))
    opened_at: Mapped[datetime]

    holds: Mapped[list["Hold"]] = relationship(lazy="raise", order_by="Hold.since")
    billing_methods: Mapped[list["BillingMethod"]] = relationship(
        lazy="raise", order_by="BillingMethod.primary.desc(), BillingMethod.id"
    )
    profile: Mapped["Profile | None"] = relationship(lazy="raise")
    cases: Mapped[list[Case]] = relationship(lazy="raise", order_by="Case.submitted_at")
    past_dues: Mapped[list["PastDue"]] = relationship(lazy="raise", order_by="PastDue.since")


class Hold(Base):
    """Why an account was suspended, what lifts it, and the letter that said so.

    Every suspension sends a letter (facts.md, ask_suspension_email), so the letter is not a row of
    its own. A hold that is over has `ended_at`.
    """

    __tablename__ = "hold"
    __table_args__ = (
        Index(
            "uq_hold_open",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    lifted_by: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    appealable: Mapped[bool]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    notice_sent_at: Mapped[datetime]
    notice_sent_to: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    notices: Mapped[int] = mapped_column(default=1)  # how often the letter was sent
    notice_last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class BillingMethod(Base):
    """A way to pay. Only what may be shown is kept: "Visa ending 4242"."""

    __tablename__ = "billing_method"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    primary: Mapped[bool]


class Profile(Base):
    """Who can find a freelancer's profile, who decided it, and since when."""

    __tablename__ = "profile"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility))
    set_by: Mapped[SetBy] = mapped_column(one_of(SetBy))
    since: Mapped[datetime | None]


class PastDue(Amount, Base):
    """A charge that failed and is owed until it is settled."""

    __tablename__ = "past_due"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    since: Mapped[datetime]
    settled_at: Mapped[datetime | None]
