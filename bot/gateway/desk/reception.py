"""Reception: the person's side of the desk: who hears what they say, their buttons, and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import contacts, conversations
from bot.desk.conversations import Party
from bot.desk.handoffs import ticket as tickets
from bot.desk.handoffs.ticket import Ticket
from bot.desk.messages import Appended, Draft
from bot.desk.models import Author, Owner
from bot.desk.offers import Act
from bot.desk.staff import members
from bot.gateway.desk.acts import Acts, Pressed
from bot.gateway.desk.floor import Floor
from bot.gateway.desk.switchboard import Switchboard


@dataclass(frozen=True, slots=True)
class Press:
    """A button or a form of the gateway's own, as somebody pressed it. `text` is what stands in the thread."""

    conversation: str
    party: Party
    id: str
    name: str
    text: str
    act: Act
    reply_to: int
    values: Mapping[str, Any]


class Reception:
    """What the widget's door asks the desk."""

    def __init__(self, *, database: Database, clock: Clock, floor: Floor, switchboard: Switchboard, acts: Acts) -> None:
        self._database = database
        self._clock = clock
        self._floor = floor
        self._switchboard = switchboard
        self._acts = acts
        self._known: set[tuple[str, str]] = set()

    async def hear(
        self, session: AsyncSession, said: Appended, asked: Mapping[str, Any]
    ) -> tuple[Appended, dict[str, Any]]:
        """Return who owns the conversation now that this was said in it, and the question with what the desk did.

        Whoever talks on while they wait, or after hours, talks to the assistant, and keeps their place in line: nobody
        is met by silence.
        """
        conversation = said.message.conversation
        if said.owner in {Owner.QUEUE, Owner.NOBODY}:
            await conversations.give_to(session, conversation=conversation, owner=Owner.ASSISTANT)
            said = replace(said, owner=Owner.ASSISTANT, version=said.version + 1)
        question = dict(asked)
        ticket = await tickets.latest(session, conversation=conversation)
        if ticket is not None:
            told = await _told(session, ticket)
            question["metadata"] = {**question["metadata"], "desk": told}
        return said, question

    async def press(self, press: Press) -> Appended:
        """Do what a button of the gateway's own says, once; the press and what came of it are in the log together.

        Raises Closed, and what the act refuses.
        """
        now = self._clock.now()
        draft = Draft(Author.USER, press.name, press.id, press.text, reply_to=press.reply_to)
        pressed = Pressed()
        async with self._database.transaction() as session:
            said = await conversations.say(session, conversation=press.conversation, draft=draft, now=now)
            if said.new:
                pressed = await self._acts.do(
                    session, press.act, conversation=press.conversation, party=press.party,
                    cause=press.id, values=press.values, now=now,
                )  # fmt: skip
        await self._floor.after(pressed.moved, [said, *pressed.written])
        if pressed.after is not None:
            await pressed.after()
        return said

    async def typing(self, conversation: str, *, on: bool) -> None:
        """Show whoever follows the conversation that its person types."""
        await self._switchboard.typing(conversation, on=on)

    def seen(self) -> None:
        """Show whoever follows a conversation how far its person has read."""
        self._switchboard.wake()

    async def know(self, party: Party, email: str | None) -> None:
        """Keep the address that a sign-in vouches for: answers go there too."""
        if party.account is None or email is None or (party.account, email) in self._known:
            return
        async with self._database.transaction() as session:
            await contacts.know(session, party=party, address=email, now=self._clock.now())
        self._known.add((party.account, email))


async def _told(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    """Write for the assistant how the last request for a person stands, or what became of it."""
    member = None if ticket.specialist is None else await members.find(session, handle=ticket.specialist)
    told: dict[str, Any] = {
        "state": ticket.state,
        "reason": ticket.reason,
        "category": ticket.category,
        "specialist": None if member is None else member.name,
        "requested_at": wire_time(ticket.requested_at),
    }
    if ticket.ended_at is not None:
        told["ended_at"] = wire_time(ticket.ended_at)
    if ticket.wrap_up_reason is not None:
        told["outcome"] = ticket.wrap_up_reason
    return told
