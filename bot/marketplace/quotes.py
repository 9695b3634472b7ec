"""Quotes and their receipts as rows: a quote is never changed, and a receipt's key lets it be executed once."""

import secrets
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, delete, event, exists
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from bot.db import Base
from bot.marketplace import commands
from bot.marketplace.columns import ID_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Amount, one_of
from bot.marketplace.commands import Action, Command, LineKind, Quote, QuoteLine
from bot.marketplace.money import Money

QUOTE_BYTES = 24  # of randomness: nobody guesses an id
PRESS_LENGTH = 36  # a UUID

COMMANDS: dict[Action, type[Any]] = {
    Action.APPROVE: commands.Approve,
    Action.RELEASE_PART: commands.ReleasePart,
    Action.REQUEST_CHANGES: commands.RequestChanges,
    Action.FUND: commands.FundMilestone,
    Action.ADD_AND_FUND: commands.AddMilestone,
    Action.BONUS: commands.GiveBonus,
    Action.END: commands.EndContract,
    Action.CANCEL: commands.CancelContract,
    Action.RELEASE_EARLY: commands.ReleaseEarly,
    Action.SUBMIT: commands.SubmitWork,
    Action.AGREE_TO_REFUND: commands.AgreeToRefund,
    Action.DISPUTE_REFUND: commands.DisputeRefund,
    Action.SEND_OFFER: commands.SendOffer,
    Action.ACCEPT_OFFER: commands.AcceptOffer,
    Action.DECLINE_OFFER: commands.DeclineOffer,
    Action.WITHDRAW_OFFER: commands.WithdrawOffer,
    Action.LEAVE: commands.LeaveContract,
    Action.OPEN_DISPUTE: commands.OpenDispute,
    Action.WITHDRAW_DISPUTE: commands.WithdrawDispute,
    Action.ACCEPT_CLAIM: commands.AcceptClaim,
    Action.DECLINE_CLAIM: commands.DeclineClaim,
    Action.ACCEPT_PROPOSAL: commands.AcceptProposal,
    Action.DECLINE_PROPOSAL: commands.DeclineProposal,
    Action.PAY_ARBITRATION: commands.PayArbitration,
    Action.DECLINE_ARBITRATION: commands.DeclineArbitration,
}
#: Fields of commands that are days.
DATES = frozenset({"due_on"})
ACTIONS = {command: action for action, command in COMMANDS.items()}


class StoredQuote(Amount, Base):
    """A quote, with the versions of the records that it was made for."""

    __tablename__ = "quote"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    action: Mapped[Action] = mapped_column(one_of(Action))
    command: Mapped[dict[str, Any]] = mapped_column(JSON)
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("contract.id"))  # None for an offer
    contract_title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    contract_version: Mapped[int] = mapped_column(BigInteger)
    milestone: Mapped[int | None]
    milestone_title: Mapped[str | None] = mapped_column(String(TITLE_LENGTH))
    milestone_version: Mapped[int | None]
    payee: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    lines: Mapped[list[list[Any]]] = mapped_column(JSON)  # [[kind, minor], …] in the quote's currency
    words: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    quoted_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    def asked(self) -> Command:
        """Return the command that was quoted."""
        fields = {name: _read(name, value) for name, value in self.command.items()}
        command: Command = COMMANDS[self.action](**fields)
        return command

    def shown(self) -> Quote:
        """Show it to its account."""
        return Quote(
            id=self.id,
            action=self.action,
            account=self.account_id,
            contract=self.contract_id,
            contract_title=self.contract_title,
            milestone=self.milestone,
            milestone_title=self.milestone_title,
            payee=self.payee,
            amount=self.amount,
            lines=tuple(QuoteLine(LineKind(kind), Money(minor, self.currency)) for kind, minor in self.lines),
            words=self.words,
            due_on=getattr(self.asked(), "due_on", None),
            quoted_at=self.quoted_at,
            expires_at=self.expires_at,
        )


class StoredReceipt(Base):
    """That a quote was executed, by which press, and which transfers it made."""

    __tablename__ = "receipt"

    quote_id: Mapped[str] = mapped_column(ForeignKey("quote.id"), primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contract.id"))
    press: Mapped[str] = mapped_column(String(PRESS_LENGTH))
    at: Mapped[datetime]
    transfers: Mapped[list[int]] = mapped_column(JSON)


@event.listens_for(StoredQuote, "before_update")
@event.listens_for(StoredReceipt, "before_update")
def _never_changed(_mapper: Mapper[Any], _connection: object, row: StoredQuote | StoredReceipt) -> None:
    msg = f"{row.__tablename__} rows must not be changed"
    raise AssertionError(msg)


async def forget(session: AsyncSession, account: str, *, before: datetime) -> None:
    """Throw away an account's quotes that ran out before a moment and were never executed."""
    executed = exists().where(StoredReceipt.quote_id == StoredQuote.id)
    await session.execute(
        delete(StoredQuote)
        .where(StoredQuote.account_id == account, StoredQuote.expires_at < before, ~executed)
        .execution_options(synchronize_session=False)
    )


def new_id() -> str:
    """Make an id that nobody can guess."""
    return secrets.token_urlsafe(QUOTE_BYTES)


def kept(command: Command) -> dict[str, Any]:
    """Write a command as the row keeps it."""
    fields = asdict(command)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def _read(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return Money(**value)
    return date.fromisoformat(value) if name in DATES and value else value
