"""The Commands port over HTTP. A request is tried again only because its key makes it the same one."""

from dataclasses import dataclass, fields
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote as quoted
from uuid import uuid4

from bot.db import Database
from bot.marketplace.commands import Command, Quote, QuoteUnknown, Receipt, SendOffer, Witness
from bot.marketplace.port import MarketplaceUnavailable
from bot.marketplace.quotes import ACTIONS
from bot.remote.line import Line, Reply
from bot.remote.marketplace import NO_ACCOUNTS, account_path, ok_json, refused_documents
from bot.remote.refusals import refusal_of
from bot.remote.views import Unreadable, read, written


class OutcomeUnknown(MarketplaceUnavailable):
    """A confirmation was sent, and what came of it cannot be told."""

    code = "outcome_unknown"
    sentence = (
        "The marketplace has not answered, so I cannot say yet whether this was done. "
        "Press the same button again: it is done once at most."
    )


class HttpCommands:
    """Has a marketplace's own system do things, and writes receipts down in our own database."""

    atomic = False

    def __init__(self, line: Line, database: Database) -> None:
        """Command over `line`; witnesses write into `database`."""
        self._line = line
        self._database = database

    async def quote(self, account: str, command: Command) -> Quote:
        """Fix what `command` would do now.

        Raises a Refused of the move if it is not possible, MarketplaceUnavailable.
        """
        asked = {"action": ACTIONS[type(command)].value, **_written(command)}
        reply = await self._line.post(f"{_path(account)}/quotes", asked, key=str(uuid4()))
        with refused_documents("quote", reply):
            quote = read(Quote, _success(reply))
            _require_same(quote, account, command)
        return quote

    async def confirm(self, account: str, quote: str, *, auth_age: timedelta, press: str, witness: Witness) -> Receipt:
        """Do what was quoted, once; a repeated confirmation gets the same receipt and moves nothing.

        The witness writes after the marketplace has done it: where we are killed in between, `receipt` says what
        was done. Raises QuoteUnknown, QuoteExpired,
        QuoteVoid, StandingForbids, ReauthRequired, OutcomeUnknown.
        """
        path = f"{_path(account)}/quotes/{quoted(quote, safe='')}/confirm"
        try:
            reply = await self._line.post(path, {"auth_age_s": int(auth_age.total_seconds())}, key=press)
            with refused_documents("receipt", reply):
                receipt = read(Receipt, _success(reply))
                _require_own(receipt, account, quote)
        except MarketplaceUnavailable as unanswered:
            raise OutcomeUnknown from unanswered
        async with self._database.transaction() as session:
            await witness(session, receipt)
        return receipt

    async def receipt(self, account: str, quote: str) -> Receipt | None:
        """Read what was done by a quote of the account; None if nothing was, or not yet. Moves nothing.

        Raises MarketplaceUnavailable.
        """
        reply = await self._line.get(f"{_path(account)}/quotes/{quoted(quote, safe='')}/receipt")
        with refused_documents("receipt", reply):
            receipt = read(_Done, ok_json(reply)).receipt
            if receipt is not None:
                _require_own(receipt, account, quote)
        return receipt


@dataclass(frozen=True, slots=True)
class _Done:
    receipt: Receipt | None


def _path(account: str) -> str:
    if account in NO_ACCOUNTS:
        raise QuoteUnknown
    return account_path(account)


def _written(command: Command) -> dict[str, Any]:
    return {field.name: written(getattr(command, field.name)) for field in fields(command)}


def _success(reply: Reply) -> object:
    """Return the document of a success. Raises what the marketplace refuses with, and Unreadable."""
    if reply.status == HTTPStatus.CONFLICT:
        raise refusal_of(reply.json())
    return ok_json(reply)


def _require_own(receipt: Receipt, account: str, quote: str) -> None:
    """Refuse a receipt for something else. Raises Unreadable."""
    if (receipt.quote.id, receipt.quote.account) != (quote, account):
        raise Unreadable("quote", "id")
    if receipt.quote.contract not in {None, receipt.contract}:
        raise Unreadable("contract")


def _require_same(quote: Quote, account: str, command: Command) -> None:
    """Refuse a quote for something else than was asked for. Raises Unreadable."""
    about = None if isinstance(command, SendOffer) else command.contract
    if quote.account != account or quote.contract != about:
        raise Unreadable("contract")
    if quote.action is not ACTIONS[type(command)]:
        raise Unreadable("action")
    if not quote.lines or quote.lines[0].amount != quote.amount:
        raise Unreadable("lines")
    if {line.amount.currency for line in quote.lines} != {quote.amount.currency}:
        raise Unreadable("currency")
