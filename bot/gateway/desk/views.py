"""What a console shows of one conversation: who it is with, what they said, and the records beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import drafts, follow_ups, messages, notes, summary, threads
from bot.desk.conversations import Party
from bot.desk.drafts import JobDraft
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.ticket import Ticket
from bot.desk.messages import Stored
from bot.desk.notes import Note
from bot.desk.summary import Clock as RunningClock
from bot.desk.summary import Person
from bot.marketplace.port import ContractView, Deadline, Marketplace, MarketplaceUnavailable, Records

MESSAGES_SHOWN = 50
EARLIER_SHOWN = 5
MARKETPLACE = "marketplace"  # nobody of the contract has to act


class Views:
    """Composes views. No transaction is open while the marketplace is asked."""

    def __init__(self, *, database: Database, clock: Clock, marketplace: Marketplace) -> None:
        self._database = database
        self._clock = clock
        self._marketplace = marketplace

    async def of(self, conversation: str) -> dict[str, Any]:
        """Return the whole view of a conversation that is known to exist."""
        now = self._clock.now()
        async with self._database.reading() as session:
            thread = await threads.read(session, conversation=conversation)
            party = Party(thread.account, thread.visitor)
            page = await messages.before(session, conversation, thread.last_seq + 1, limit=MESSAGES_SHOWN)
            ticket = await tickets.latest(session, conversation=conversation)
            written = await notes.of(session, conversation=conversation)
            draft = await drafts.latest(session, conversation=conversation)
            versions = [] if draft is None else await drafts.versions(session, draft=draft.id)
            earlier = await threads.earlier(session, party=party, but=conversation, limit=EARLIER_SHOWN)
            asked = await threads.asked_with(session, conversation=conversation)
            owed = await follow_ups.of_conversation(session, conversation=conversation)
            name = (await messages.names(session, [conversation])).get(conversation)
        records = await self._records(thread.account)
        person = _person(party, name, records, asked, now=now)
        contracts = () if records is None else records.contracts
        view: dict[str, Any] = {
            "conversation": conversation,
            "owner": thread.owner,
            "person": person,
            "contracts": [_contract(contract) for contract in contracts],
            "understood": [
                {"seq": one.seq, "topic": one.topic, "text": one.text} for one in summary.understood(page.messages)
            ],
            "earlier": [
                {"conversation": one.id, "closed_at": wire_time(one.closed_at), "last": one.last} for one in earlier
            ],
            "notes": [note_wire(note) for note in written],
            "messages": [message.wire() for message in page.messages],
            "last_seq": thread.last_seq,
            "seen_seq": thread.seen_seq,
        }
        if ticket is not None:
            view["handoff"] = _handoff(ticket)
            view["specialist"] = ticket.specialist
            lines = summary.summary(
                person=Person(
                    person["name"],
                    thread.account,
                    None if records is None else records.account.role,
                    None if records is None else records.account.standing,
                ),
                ticket=ticket,
                log=_before(page.messages, ticket.accepted_at),
                clocks=[clock for contract in contracts for clock in _running(contract)],
                promises=owed,
            )
            view["summary"] = summary.wire(lines)
        if draft is not None:
            view["draft"] = draft_wire(draft, versions)
        return view

    async def with_summary(self, offer: Mapping[str, Any]) -> dict[str, Any]:
        """Add to an offer what it is about."""
        view = await self.of(offer["conversation"])
        return {**offer, "name": offer["name"] or view["person"]["name"], "summary": view.get("summary")}

    async def _records(self, account: str | None) -> Records | None:
        if account is None:
            return None
        try:
            return await self._marketplace.records(account)
        except MarketplaceUnavailable:
            return None


def _before(log: Sequence[Stored], taken_over_at: datetime | None) -> list[Stored]:
    """Cut a log to what was said when a person took over: that is what the summary is of."""
    return [said for said in log if taken_over_at is None or said.at <= taken_over_at]


def note_wire(note: Note) -> dict[str, Any]:
    """Write a note."""
    return {
        "conversation": note.conversation,
        "id": note.id,
        "at": wire_time(note.at),
        "name": note.author_name,
        "text": note.text,
    }


def draft_wire(draft: JobDraft, versions: list[JobDraft]) -> dict[str, Any]:
    """Write a job post's draft with the authors of its versions."""
    written: dict[str, Any] = {
        "version": draft.version,
        "state": draft.state,
        "fields": dict(draft.fields),
        "by": draft.author.name,
        "at": wire_time(draft.at),
        "versions": [{"version": one.version, "by": one.author.name, "at": wire_time(one.at)} for one in versions],
    }
    if draft.request is not None:
        written["wish"] = draft.request
    return written


def _person(
    party: Party, name: str | None, records: Records | None, asked: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    person: dict[str, Any] = {"name": name or party.account or "Visitor", "language": asked.get("locale") or "en"}
    if party.account is not None:
        person["account"] = party.account
    if records is not None:
        person["name"] = records.account.name if name in {None, party.account} else name
        person["standing"] = records.account.standing
        if records.account.email is not None:
            person["email_masked"] = records.account.email
    if asked.get("zone"):
        person["zone"] = asked["zone"]
        person["local_time"] = now.astimezone(ZoneInfo(asked["zone"])).isoformat(timespec="minutes")
    return person


def _handoff(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "state": ticket.state,
        "reason": ticket.reason,
        "category": ticket.category,
        "since": wire_time(ticket.requested_at),
    }


def _contract(contract: ContractView) -> dict[str, Any]:
    return {
        "id": contract.id,
        "title": contract.title,
        "status": contract.status,
        "role": contract.role,
        "counterpart": contract.counterpart,
        "escrow": contract.escrow.wire(),
        "clocks": [_clock(title, deadline) for title, deadline in _deadlines(contract)],
    }


def _deadlines(contract: ContractView) -> list[tuple[str, Deadline]]:
    """List the deadlines that run: the contract's own, or those of its milestones."""
    if contract.deadline is not None:
        return [(contract.title, contract.deadline)]
    return [(one.title, one.deadline) for one in contract.milestones if one.deadline is not None]


def _running(contract: ContractView) -> list[RunningClock]:
    return [
        RunningClock(f"{contract.id} {title}", deadline.who_acts or MARKETPLACE, deadline.due_at)
        for title, deadline in _deadlines(contract)
    ]


def _clock(title: str, deadline: Deadline) -> dict[str, Any]:
    return {
        "title": title,
        "who_acts": deadline.who_acts or MARKETPLACE,
        "due_at": wire_time(deadline.due_at),
        "if_silent": deadline.if_silent,
    }
