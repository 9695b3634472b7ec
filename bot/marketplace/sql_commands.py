"""The Commands port over our own tables."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.errors import Refused
from bot.marketplace import deadlines, execution, quotes
from bot.marketplace.commands import (
    FRESH_SIGN_IN,
    QUOTE_LIFETIME,
    Action,
    AddMilestone,
    Command,
    GiveBonus,
    LineKind,
    Quote,
    QuoteExpired,
    QuoteLine,
    QuoteUnknown,
    QuoteVoid,
    ReauthRequired,
    Receipt,
    RequestChanges,
    SubmitWork,
    Witness,
)
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.execution import Before
from bot.marketplace.ledger import Transfer
from bot.marketplace.parties import UnknownRecord, funded_milestone, require_contract, require_milestone
from bot.marketplace.port import TransactionView
from bot.marketplace.quotes import StoredQuote, StoredReceipt
from bot.marketplace.standing import StandingForbids
from bot.marketplace.statement import line, lines_of

KEPT_FOR = timedelta(days=1)  # a quote that ran out, so that a late press is told so


class SqlCommands:
    """Quotes what the marketplace's moves would do, and has them done once it is confirmed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep quotes in `database`; `clock` says when they run out."""
        self._database = database
        self._clock = clock

    async def quote(self, account: str, command: Command) -> Quote:
        """Fix what `command` would do now. Raises a Refused of the move if it is not possible.

        The moves are tried and taken back, so a quote says exactly what its confirmation would do.
        """
        async with self._database.transaction() as session:
            at = self._clock.now()
            contract = await _held(session, command.contract, account)
            milestone = _milestone_of(contract, command)
            since = await execution.before(session, contract.id)
            action = quotes.ACTIONS[type(command)]
            stored = StoredQuote(
                id=quotes.new_id(),
                account_id=account,
                action=action,
                command=quotes.kept(command),
                contract_id=contract.id,
                contract_title=contract.title,
                contract_version=since.version,
                milestone=milestone.number if milestone else None,
                milestone_title=command.title if isinstance(command, AddMilestone) else milestone and milestone.title,
                milestone_version=milestone.version if milestone else None,
                payee=(contract.freelancer if account == contract.client_id else contract.client).name,
                words=_words(command),
                quoted_at=at,
                expires_at=at + QUOTE_LIFETIME,
            )
            lines = await _tried(session, action, command, contract, since, by=account, at=at)
            stored.amount_minor, stored.currency = lines[0].amount.minor, lines[0].amount.currency
            stored.lines = [[each.kind.value, each.amount.minor] for each in lines]
            await quotes.forget(session, account, before=at - KEPT_FOR)
            session.add(stored)
            return stored.shown()

    async def confirm(self, account: str, quote: str, *, auth_age: timedelta, press: str, witness: Witness) -> Receipt:
        """Do what was quoted, once; a repeated confirmation gets the same receipt and moves nothing.

        Raises QuoteUnknown, QuoteExpired, QuoteVoid, StandingForbids, ReauthRequired.
        """
        async with self._database.transaction() as session:
            # The lock comes first: of many presses one executes, and the others find its receipt.
            stored = await session.scalar(
                select(StoredQuote)
                .where(StoredQuote.id == quote, StoredQuote.account_id == account)
                .with_for_update(key_share=True)
            )
            if stored is None:
                raise QuoteUnknown
            done = await session.get(StoredReceipt, quote)
            if done is None:
                done = await self._execute(session, stored, auth_age=auth_age, press=press)
            receipt = await _receipt(session, stored, done)
            await witness(session, receipt)
            return receipt

    async def _execute(
        self, session: AsyncSession, stored: StoredQuote, *, auth_age: timedelta, press: str
    ) -> StoredReceipt:
        at, command, account = self._clock.now(), stored.asked(), stored.account_id
        if at >= stored.expires_at:
            raise QuoteExpired
        contract = await require_contract(session, stored.contract_id)
        milestone = _milestone_of(contract, command)
        since = await execution.before(session, contract.id)
        versions = (since.version, milestone.version if milestone else None)
        if versions != (stored.contract_version, stored.milestone_version):
            raise QuoteVoid
        try:
            await execution.perform(session, command, by=account, at=at)
        except StandingForbids:
            raise
        except Refused as refusal:  # nothing changed but the time: a deadline has passed
            raise QuoteVoid(f"{refusal.message} Nothing was done.") from refusal
        # Asked for last, so that nobody signs in again for what could not be done.
        if auth_age >= FRESH_SIGN_IN:
            raise ReauthRequired
        await session.flush()
        transfers = [row.id for row in await execution.posted(session, contract.id, since)]
        done = StoredReceipt(quote_id=stored.id, press=press, at=at, transfers=transfers)
        session.add(done)
        await session.flush()
        return done


async def _held(session: AsyncSession, contract: str, account: str) -> Contract:
    """Read a contract of the account, and hold it. Raises UnknownRecord, whoever else's it is."""
    held = await require_contract(session, contract)
    if account not in {held.client_id, held.freelancer_id}:
        raise UnknownRecord
    return held


async def _tried(
    session: AsyncSession, action: Action, command: Command, contract: Contract, since: Before, *, by: str, at: datetime
) -> tuple[QuoteLine, ...]:
    trial = await session.begin_nested()
    try:
        await execution.perform(session, command, by=by, at=at)
        return await execution.lines(session, action, command, contract, since)
    finally:
        await trial.rollback()


def _milestone_of(contract: Contract, command: Command) -> Milestone | None:
    """Return the milestone that a command is about; of one that is about the contract, the funded one."""
    if isinstance(command, AddMilestone | GiveBonus):
        return None
    number: int | None = getattr(command, "milestone", None)
    return funded_milestone(contract) if number is None else require_milestone(contract, number)


def _words(command: Command) -> str:
    match command:
        case RequestChanges(message=words) | GiveBonus(reason=words) | SubmitWork(note=words):
            return words
    return ""


async def _receipt(session: AsyncSession, stored: StoredQuote, done: StoredReceipt) -> Receipt:
    quote = stored.shown()
    return Receipt(
        quote=quote,
        press=done.press,
        at=done.at,
        lines=await _own_lines(session, stored.account_id, done.transfers),
        due_at=_due(quote, done.at),
    )


async def _own_lines(session: AsyncSession, account: str, transfers: list[int]) -> tuple[TransactionView, ...]:
    if not transfers:
        return ()
    own = await session.scalars(
        select(Transfer).where(Transfer.id.in_(transfers), lines_of(account)).order_by(Transfer.id)
    )
    return tuple(line(account, transfer) for transfer in own)


def _due(quote: Quote, at: datetime) -> datetime | None:
    """Say until when the other side has to answer what was done at `at`; None if it need not."""
    if quote.action is Action.SUBMIT:
        return deadlines.review_due(at)
    asked_back = any(each.kind is LineKind.ASKED_BACK for each in quote.lines)
    return deadlines.respond_by(at) if asked_back else None
