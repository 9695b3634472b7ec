"""The Marketplace port over HTTP: what a marketplace's own system says, checked before anybody is told of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode

import structlog

from bot.marketplace.port import IncidentView, MarketplaceUnavailable, Records, TransactionView
from bot.remote.kept import Document, Kept
from bot.remote.line import Line, Reply
from bot.remote.views import Unreadable, read, read_time
from bot.remote.whole import require_history, require_records

KEPT_BYTES = 32 * 1024 * 1024
AS_OF = "Milepost-As-Of"
UNKNOWN_ACCOUNT = "unknown_account"
#: What a proxy on the way would take for a step in the path.
NO_ACCOUNTS = frozenset({"", ".", ".."})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _History:
    transactions: tuple[TransactionView, ...]


@dataclass(frozen=True, slots=True)
class _Status:
    incident: IncidentView | None


class HttpMarketplace:
    """Reads over a line. A document that is wrong, or only in part there, is as good as none."""

    def __init__(self, line: Line, *, kept_bytes: int = KEPT_BYTES) -> None:
        """Read over `line`, and keep up to `kept_bytes` of documents to have confirmed."""
        self._line = line
        self._kept = Kept(kept_bytes)

    async def records(self, account: str) -> Records | None:
        """Read everything an account may see of itself; None if it is not known.

        Raises MarketplaceUnavailable.
        """
        if account in NO_ACCOUNTS:
            return None
        kept = self._kept.of(account)
        reply = await self._line.get(f"{account_path(account)}/records", etag=kept.etag if kept else None)
        with refused_documents("records", reply):
            if kept and reply.status == HTTPStatus.NOT_MODIFIED:
                return replace(kept.records, as_of=_as_of(reply))
            self._kept.forget(account)
            if _is_unknown(reply):
                return None
            records = read(Records, ok_json(reply))
            require_records(records, account)
        self._kept.keep(account, Document(reply.headers.get("ETag", ""), records, len(reply.body)))
        return records

    async def transactions(self, account: str, *, limit: int) -> tuple[TransactionView, ...]:
        """Read the account's last lines of Transaction History, newest first.

        Raises MarketplaceUnavailable.
        """
        if account in NO_ACCOUNTS:
            return ()
        reply = await self._line.get(f"{account_path(account)}/transactions?{urlencode({'limit': limit})}")
        with refused_documents("transactions", reply):
            if _is_unknown(reply):
                return ()
            lines = read(_History, ok_json(reply)).transactions
            require_history(lines, limit)
        return lines

    async def incident(self) -> IncidentView | None:
        """Read the incident that is open now, if one is.

        Raises MarketplaceUnavailable.
        """
        reply = await self._line.get("/v1/incident")
        with refused_documents("incident", reply):
            return read(_Status, ok_json(reply)).incident


def account_path(account: str) -> str:
    """Return where an account's resources are; whatever its handle holds, it stays one segment."""
    return f"/v1/accounts/{quote(account, safe='')}"


@contextmanager
def refused_documents(what: str, reply: Reply) -> Iterator[None]:
    """Raise MarketplaceUnavailable for a document that is not as the contract says, and log where it is not."""
    try:
        yield
    except Unreadable as wrong:
        log.warning("marketplace_unreadable", document=what, status=reply.status, place=wrong.place)
        raise MarketplaceUnavailable from wrong


def ok_json(reply: Reply) -> object:
    """Return the JSON of a reply that is a success. Raises Unreadable."""
    if reply.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
        raise Unreadable("status")
    return reply.json()


def _is_unknown(reply: Reply) -> bool:
    """Tell an account that is not known from an address that is not there: both are a 404."""
    if reply.status != HTTPStatus.NOT_FOUND:
        return False
    told = reply.json()
    return isinstance(told, dict) and told.get("code") == UNKNOWN_ACCOUNT


def _as_of(reply: Reply) -> datetime:
    try:
        return read_time(reply.headers.get(AS_OF))
    except Unreadable as wrong:
        raise wrong.within(AS_OF) from None
