"""Reading: what a console looks up, cut to what its member may see."""

from collections.abc import Mapping
from typing import Any

from bot.clock import wire_time
from bot.db import Database
from bot.desk import canned, messages, search
from bot.desk.staff import access
from bot.gateway.desk import payloads
from bot.gateway.desk.console import Handler
from bot.gateway.desk.stations import Station
from bot.gateway.desk.switchboard import Switchboard
from bot.gateway.protocol import Nothing
from bot.marketplace.cases import deciding
from bot.safety import reports
from bot.safety.reports import OpenReport


class Reading:
    """Answers the events of a console that only read."""

    def __init__(self, *, database: Database, switchboard: Switchboard) -> None:
        self._database = database
        self._switchboard = switchboard

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers which event."""
        return {
            "open": self.open,
            "history": self.history,
            "search": self.search,
            "canned": self.canned,
            "reports": self.reports,
            "requests": self.requests,
        }

    async def open(self, station: Station, of: payloads.OfConversation) -> dict[str, Any]:
        """Show a conversation, and tell what changes in it from now on."""
        async with self._database.reading() as session:
            await access.require_open(session, member=station.member, conversation=of.conversation)
        async with station.lock:
            return await self._switchboard.follow(station, of.conversation)

    async def history(self, station: Station, history: payloads.History) -> dict[str, Any]:
        """Read older messages of a conversation."""
        async with self._database.reading() as session:
            await access.require_open(session, member=station.member, conversation=history.conversation)
            page = await messages.before(session, history.conversation, history.before, limit=history.limit)
        return {"messages": [message.wire() for message in page.messages], "more": page.more}

    async def search(self, station: Station, query: payloads.Search) -> dict[str, Any]:
        """Find conversations."""
        async with self._database.reading() as session:
            found = await search.search(session, member=station.member, query=query.query)
            names = await messages.names(session, [one.conversation for one in found])
        return {
            "results": [
                {
                    "conversation": one.conversation,
                    "name": names.get(one.conversation) or one.account,
                    "account": one.account,
                    "at": wire_time(one.at),
                    "snippet": one.excerpt,
                    "what": one.what,
                    "seq": one.seq,
                }
                for one in found
            ]
        }

    async def canned(self, _station: Station, _nothing: Nothing) -> dict[str, Any]:
        """List the replies that are ready, with their gaps."""
        return {
            "replies": [
                {"id": one.id, "title": one.title, "text": one.text, "fields": list(one.fields)}
                for one in canned.replies()
            ]
        }

    async def reports(self, _station: Station, _nothing: Nothing) -> dict[str, Any]:
        """List the safety reports that wait for a person."""
        async with self._database.reading() as session:
            waiting = await reports.list_open(session)
        return {"reports": [_report(one) for one in waiting]}

    async def requests(self, _station: Station, _nothing: Nothing) -> dict[str, Any]:
        """List the appeals and profile requests that wait for a person."""
        async with self._database.reading() as session:
            waiting = await deciding.waiting(session)
        return {
            "requests": [
                {
                    "reference": one.reference,
                    "kind": one.kind,
                    "account": one.account,
                    "name": one.name,
                    "standing": one.standing,
                    "at": wire_time(one.submitted_at),
                    "text": one.statement,
                    "evidence": one.evidence,
                    "state": "submitted",
                }
                for one in waiting
            ]
        }


def _report(one: OpenReport) -> dict[str, Any]:
    statement = one.statement
    return {
        "reference": one.reference,
        "at": wire_time(one.filed_at),
        "kind": statement.topic,
        "text": statement.what,
        "account": one.reporter.account,
        "about": statement.who,
        "links": statement.links,
        "contract": statement.contract,
        "signs": [sign.name for sign in statement.signs],
        "evidence": len(one.evidence),
        "conversation": one.conversation,
        "state": "open",
    }
