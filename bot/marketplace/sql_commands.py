"""The Commands port over our own tables."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.errors import Refused
from bot.marketplace import deadlines, execution, hiring, quotes
from bot.marketplace.bounds import require_bounds
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
    SendOffer,
    SubmitWork,
    Witness,
)
from bot.marketplace.contract import Contract, Milestone
from bot.marketplace.execution import Before
from bot.marketplace.ledger import Transfer
from bot.marketplace.parties import (
    UnknownRecord,
    funded_milestone,
    require_account,
    require_contract,
    require_milestone,
)
from bot.marketplace.port import TransactionView
from bot.marketplace.quotes import StoredQuote, StoredReceipt
from bot.marketplace.standing import StandingForbids
from bot.marketplace.statement import line, lines_of
from bot.marketplace.terms import terms_of

KEPT_FOR = timedelta(days=1)  # a quote that ran out, so that a late press is told so


class SqlCommands:
    """Quotes what the marketplace's moves would do, and has them done once it is confirmed."""

    atomic = True

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep quotes in `database`; `clock` says when they run out."""
        self._database = database
        self._clock = clock

    async def quote(self, account: str, command: Command) -> Quote:
        """Fix what `command` would do now. Raises a Refused of the move if it is not possible.

        The moves are tried and taken back, so a quote says exactly what its confirmation would do.
        """
        require_bounds(command)
        async with self._database.transaction() as session:
            at = self._clock.now()
            contract = await _held(session, command, account)
            milestone = contract and _milestone_of(contract, command)
            since = await _before(session, command, account)
            action = quotes.ACTIONS[type(command)]
            stored = StoredQuote(
                id=quotes.new_id(),
                account_id=account,
                action=action,
                command=quotes.kept(command),
                contract_id=contract and contract.id,
                contract_title=command.title if isinstance(command, SendOffer) else contract and contract.title,
                contract_version=since.version,
                milestone=milestone.number if milestone else None,
                milestone_title=_planned(command) or (milestone and milestone.title),
                milestone_version=milestone.version if milestone else None,
                payee=await _payee(session, command, contract, account),
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

    async def receipt(self, account: str, quote: str) -> Receipt | None:
        """Read what was done by a quote of the account; None if nothing was, or not yet. Moves nothing."""
        async with self._database.reading() as session:
            stored = await session.scalar(
                select(StoredQuote).where(StoredQuote.id == quote, StoredQuote.account_id == account)
            )
            done = None if stored is None else await session.get(StoredReceipt, quote)
            return None if stored is None or done is None else await _receipt(session, stored, done)

    async def _execute(
        self, session: AsyncSession, stored: StoredQuote, *, auth_age: timedelta, press: str
    ) -> StoredReceipt:
        at, command, account = self._clock.now(), stored.asked(), stored.account_id
        if at >= stored.expires_at:
            raise QuoteExpired
        contract = await _held(session, command, account)
        milestone = contract and _milestone_of(contract, command)
        since = await _before(session, command, account)
        versions = (since.version, milestone.version if milestone else None)
        if versions != (stored.contract_version, stored.milestone_version):
            raise QuoteVoid
        try:
            done_on = await execution.perform(session, command, by=account, at=at)
        except StandingForbids:
            raise
        except Refused as refusal:  # nothing changed but the time: a deadline has passed
            raise QuoteVoid(f"{refusal.message} Nothing was done.") from refusal
        # Asked for last, so that nobody signs in again for what could not be done.
        if auth_age >= FRESH_SIGN_IN:
            raise ReauthRequired
        await session.flush()
        transfers = [row.id for row in await execution.posted(session, done_on, since)]
        done = StoredReceipt(quote_id=stored.id, contract_id=done_on, press=press, at=at, transfers=transfers)
        session.add(done)
        await session.flush()
        return done


async def _held(session: AsyncSession, command: Command, account: str) -> Contract | None:
    """Read the contract of the account that a command is about, and hold it; of an offer, which has none, the account.

    Raises UnknownRecord, whoever else's it is.
    """
    if isinstance(command, SendOffer):
        await require_account(session, account)
        return None
    held = await require_contract(session, command.contract)
    if account not in {held.client_id, held.freelancer_id}:
        raise UnknownRecord
    return held


async def _before(session: AsyncSession, command: Command, account: str) -> Before:
    """Look at what is held: a contract's last change, or how many contracts an offer's two sides have."""
    if isinstance(command, SendOffer):
        return Before(await hiring.dealings(session, client=account, freelancer=command.freelancer))
    return await execution.before(session, command.contract)


async def _payee(session: AsyncSession, command: Command, contract: Contract | None, account: str) -> str:
    if contract is None:
        assert isinstance(command, SendOffer)  # noqa: S101 - all others have a contract
        return await hiring.freelancer_name(session, command.freelancer)
    return (contract.freelancer if account == contract.client_id else contract.client).name


async def _tried(
    session: AsyncSession,
    action: Action,
    command: Command,
    contract: Contract | None,
    since: Before,
    *,
    by: str,
    at: datetime,
) -> tuple[QuoteLine, ...]:
    trial = await session.begin_nested()
    try:
        done_on = await execution.perform(session, command, by=by, at=at)
        contract = contract or await require_contract(session, done_on)
        return await execution.lines(session, action, command, contract, since)
    finally:
        await trial.rollback()


def _milestone_of(contract: Contract, command: Command) -> Milestone | None:
    """Return the milestone that a command is about; of one that is about the contract, the funded one."""
    if isinstance(command, AddMilestone | GiveBonus):
        return None
    number: int | None = getattr(command, "milestone", None)
    return funded_milestone(contract) if number is None else require_milestone(contract, number)


def _planned(command: Command) -> str | None:
    """Return the name of the milestone that a command makes, if it makes one."""
    match command:
        case AddMilestone(title=name) | SendOffer(first=name):
            return name
    return None


def _words(command: Command) -> str:
    match command:
        case SendOffer(scope=words):
            return words
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
        contract=done.contract_id,
        due_at=await _due(session, quote, done),
    )


async def _own_lines(session: AsyncSession, account: str, transfers: list[int]) -> tuple[TransactionView, ...]:
    if not transfers:
        return ()
    own = await session.scalars(
        select(Transfer).where(Transfer.id.in_(transfers), lines_of(account)).order_by(Transfer.id)
    )
    return tuple(line(account, transfer) for transfer in own)


async def _due(session: AsyncSession, quote: Quote, done: StoredReceipt) -> datetime | None:
    """Say until when the other side has to answer what was done; None if it need not."""
    if quote.action is Action.SEND_OFFER:
        return await session.scalar(select(Contract.expires_at).where(Contract.id == done.contract_id))
    if quote.action in {Action.OPEN_DISPUTE, Action.DISPUTE_REFUND}:
        return deadlines.business_days_after(done.at, terms_of(session).dispute_answer_days)
    if quote.action is Action.SUBMIT:
        return deadlines.review_due(done.at)
    asked_back = any(each.kind is LineKind.ASKED_BACK for each in quote.lines)
    return deadlines.respond_by(done.at) if asked_back else None
