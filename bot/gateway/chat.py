"""The `/chat` namespace: what a person's browser says, and what it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import socketio
import structlog
from aiohttp import web

from bot.assistant import question
from bot.clock import Clock, wire_time
from bot.db import Database
from bot.desk import conversations, forms, messages, offers, ratings, turns
from bot.desk.messages import Draft
from bot.desk.models import NAME_LENGTH, Author, Owner
from bot.desk.offers import Act
from bot.errors import Refused
from bot.gateway import protocol
from bot.gateway.answering import Answering
from bot.gateway.call.letting_in import LettingIn
from bot.gateway.confirming import Confirming
from bot.gateway.desk.reception import Press, Reception
from bot.gateway.door import INTERNAL, SORRY, Door
from bot.gateway.fanout import Fanout
from bot.gateway.mailroom.transcripts import Transcripts
from bot.gateway.metrics import Metrics
from bot.gateway.protocol import Hello
from bot.gateway.rates import Limits
from bot.gateway.seats import Seat
from bot.gateway.signin import SignedIn, Tokens, Visitors
from bot.gateway.state import StateOf
from bot.safety.statement import FORM as REPORT_FORM

NAMESPACE = "/chat"
VISITOR_NAME = "Visitor"

type Pressable = protocol.Choose | protocol.Submit

log = structlog.get_logger(__name__)


class Chat(Door):
    """The door of the widget."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        tokens: Tokens,
        visitors: Visitors,
        fanout: Fanout,
        answering: Answering,
        confirming: Confirming,
        state_of: StateOf,
        limits: Limits,
        metrics: Metrics,
        address: Callable[[web.Request], str],
        transcripts: Transcripts,
        letting_in: LettingIn,
        reception: Reception | None = None,
        end: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(NAMESPACE, metrics, protocol.CLIENT_EVENTS)
        self._database = database
        self._clock = clock
        self._tokens = tokens
        self._visitors = visitors
        self._fanout = fanout
        self._answering = answering
        self._confirming = confirming
        self._state_of = state_of
        self._limits = limits
        self._address = address
        self._transcripts = transcripts
        self._reception = reception
        self._letting_in = letting_in
        self._end = end
        self._welcomes: set[asyncio.Task[None]] = set()

    # Coming and going

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        """Let a socket in, or refuse it with a code: never is a bad token taken for a stranger."""
        address = self._address(environ["aiohttp.request"])
        try:
            self._limits.connects.take(address)
            hello = Hello.parse(auth)
            seat = await self._seated(sid, address, hello)
        except Refused as refusal:
            self._metrics.refused(refusal.code)
            raise socketio.exceptions.ConnectionRefusedError(refusal.message, {"code": refusal.code}) from refusal
        except Exception as bug:
            self._metrics.refused(INTERNAL)
            log.exception("connect_failed")
            raise socketio.exceptions.ConnectionRefusedError(SORRY, {"code": INTERNAL}) from bug
        self._metrics.sockets.inc()
        after = hello.after if hello.conversation in {None, seat.conversation} else None
        # The library says "connected" when this returns; the welcome must come after that.
        self._fanout.take(seat)
        self._welcome_soon(seat, after)

    async def on_disconnect(self, sid: str, _reason: str | None = None) -> None:
        """Forget a socket; its conversation stays."""
        if self._fanout.seat(sid) is not None:
            self._metrics.sockets.dec()
        self._fanout.leave(sid)

    async def drain(self) -> None:
        """Let welcomes end that have begun."""
        await asyncio.gather(*self._welcomes)

    async def admit(self, sid: str, name: str) -> None:
        """Count the event. Raises RateLimited."""
        seat = self._seat(sid)
        self._limits.events.take(seat.address)
        if name in {"say", "choose", "submit", "confirm", "rate", "restart", "transcript", "call"}:
            self._limits.says.take(seat.party_key)

    # What a person says

    async def on_say(self, sid: str, say: protocol.Say) -> dict[str, Any]:
        """Record what was said, once, and owe an answer to it."""
        return await self._said(self._seat(sid), say.id, text=say.text)

    async def on_choose(self, sid: str, choose: protocol.Choose) -> dict[str, Any]:
        """Record a pressed button under its label; what it asks was decided when it was shown."""
        seat = self._seat(sid)
        now = self._clock.now()
        async with self._database.reading() as session:
            choice = await offers.find_choice(
                session, conversation=seat.conversation, message=choose.message, choice=choose.choice, now=now
            )
        if choice.act is not None:
            return await self._pressed(seat, choose, choice.label, choice.act)
        payload = {"intent": choice.topic, "entities": dict(choice.entities)}
        return await self._said(seat, choose.id, text=choice.label, payload=payload, reply_to=choose.message)

    async def on_submit(self, sid: str, submit: protocol.Submit) -> dict[str, Any]:
        """Record a filled-in form, if every value fits the form that was shown."""
        seat = self._seat(sid)
        async with self._database.reading() as session:
            form = await offers.find_form(
                session,
                conversation=seat.conversation,
                message=submit.message,
                form=submit.form,
                now=self._clock.now(),
            )
        values = forms.check(form.fields, submit.values)
        if submit.form == REPORT_FORM:
            self._limits.take_report(party=seat.party_key, address=seat.address)
        if form.act is not None:
            return await self._pressed(seat, submit, forms.written(form.fields, values), form.act, **values)
        payload = {"intent": form.topic, "entities": dict(form.entities)}
        return await self._said(
            seat,
            submit.id,
            text=forms.written(form.fields, values),
            payload=payload,
            form=values,
            reply_to=submit.message,
        )

    async def on_confirm(self, sid: str, confirm: protocol.Confirm) -> dict[str, Any]:
        """Do what a quote says, once. Nothing that anybody says comes here, only the quote's own button."""
        seat = self._seat(sid)
        pressed = await self._confirming.press(
            seat, quote=confirm.quote, press=confirm.id, name=_name(seat.signed_in), now=self._tokens.now()
        )
        return {"seq": pressed.message.seq, "at": wire_time(pressed.message.at)}

    async def _pressed(self, seat: Seat, by: Pressable, text: str, act: Act, **values: Any) -> dict[str, Any]:
        if self._reception is None:
            raise offers.UnknownChoice
        name = _name(seat.signed_in)
        said = await self._reception.press(
            Press(seat.conversation, seat.party, by.id, name, text, act, by.message, values)
        )
        return {"seq": said.message.seq, "at": wire_time(said.message.at)}

    async def _said(
        self,
        seat: Seat,
        message_id: str,
        *,
        text: str,
        payload: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        reply_to: int | None = None,
    ) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        now = self._clock.now()
        expired = seat.expired(self._tokens.now())
        asked = question(
            conversation=seat.conversation,
            message_id=message_id,
            text=text,
            account=None if expired else seat.party.account,
            sign_in_expired=expired,
            locale=seat.locale,
            zone=seat.zone,
            payload=payload,
            form=form,
        )
        draft = Draft(Author.USER, _name(seat.signed_in), message_id, text, reply_to=reply_to)
        turn = None
        async with self._database.transaction(brief=True) as session:
            said = await conversations.say(session, conversation=seat.conversation, draft=draft, now=now)
            if said.new and said.version and self._reception is not None:  # others have owned it
                said, asked = await self._reception.hear(session, said, asked)
            if said.new and said.owner == Owner.ASSISTANT:
                turn = await turns.owe(
                    session,
                    conversation=seat.conversation,
                    seq=said.message.seq,
                    message_id=message_id,
                    version=said.version,
                    request=asked,
                    by=self._answering.name,
                    now=now,
                )
        self._metrics.stage("record", loop.time() - began)
        if turn is not None:
            self._answering.begin(turn)  # first: Rasa thinks while we tell the others
        if said.new:
            await self._fanout.publish(said.message)
        return {"seq": said.message.seq, "at": wire_time(said.message.at)}

    # What a browser asks and reports

    async def on_typing(self, sid: str, typing: protocol.Typing) -> dict[str, Any]:
        """Show a specialist that the person types; while the assistant answers there is nobody to tell."""
        if self._reception is not None:
            await self._reception.typing(self._seat(sid).conversation, on=typing.on)
        return {}

    async def on_seen(self, sid: str, seen: protocol.Seen) -> dict[str, Any]:
        """Keep how far the person has read."""
        async with self._database.transaction() as session:
            await conversations.see(session, conversation=self._seat(sid).conversation, seq=seen.seq)
        if self._reception is not None:
            self._reception.seen()
        return {}

    async def on_history(self, sid: str, history: protocol.History) -> dict[str, Any]:
        """Read older messages, also of a conversation of theirs that has ended. Others' are empty to them."""
        seat = self._seat(sid)
        conversation = history.conversation or seat.conversation
        page = messages.Page()
        async with self._database.reading() as session:
            if conversation == seat.conversation or await conversations.belongs(
                session, conversation=conversation, party=seat.party
            ):
                page = await messages.before(session, conversation, history.before, limit=history.limit)
        return {"messages": [self._fanout.wire(seat, message) for message in page.messages], "more": page.more}

    async def on_token(self, sid: str, token: protocol.Token) -> dict[str, Any]:
        """Renew the sign-in, or sign a visitor in; the welcome follows."""
        seat = self._seat(sid)
        signed_in = self._tokens.verify(token.token)
        if seat.party.account == signed_in.account:
            after = seat.cursor if seat.withheld_from is None else seat.withheld_from - 1
            seat.signed_in, seat.withheld_from = signed_in, None
            self._welcome_soon(seat, after)  # after the acknowledgement
        else:
            await self._move(seat, Hello(locale=seat.locale, zone=seat.zone), signed_in)
        return {}

    async def on_rate(self, sid: str, rate: protocol.Rate) -> dict[str, Any]:
        """Keep a rating."""
        seat = self._seat(sid)
        async with self._database.transaction() as session:
            await ratings.rate(
                session, conversation=seat.conversation, score=rate.score, comment=rate.comment, now=self._clock.now()
            )
        return {}

    async def on_restart(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """End the conversation; everybody who sits in it is welcomed in the next one. Raises NotYoursToEnd."""
        if self._end is not None:
            await self._end(self._seat(sid).conversation)
        return {}

    async def on_transcript(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Have the conversation mailed to its person."""
        seat = self._seat(sid)
        return {"address": await self._transcripts.send(seat, expired=seat.expired(self._tokens.now()))}

    async def on_call(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Tell where the person's video verification is, if their record asks for one. Raises NotAsked."""
        return await self._letting_in.ticket(self._seat(sid), now=self._tokens.now())

    # Seats and welcomes

    def _seat(self, sid: str) -> Seat:
        seat = self._fanout.seat(sid)
        if seat is None:
            raise protocol.BadPayload("The connection is not set up yet.")
        return seat

    async def _seated(self, sid: str, address: str, hello: Hello, signed_in: SignedIn | None = None) -> Seat:
        visitor = key = None
        if hello.token is not None:
            signed_in = self._tokens.verify(hello.token)
        if signed_in is None:
            key = self._visitors.known(hello.visitor)
            visitor = hello.visitor if key is not None else self._visitors.new()
            key = self._visitors.known(visitor)
        seat = Seat(sid, address, "", signed_in, visitor, key, hello.locale, hello.zone)
        seat.conversation = await self._conversation(seat)
        return seat

    async def reopen(self, conversation: str) -> None:
        """Seat everybody who sits in a conversation that has ended in the new one."""
        for seat in self._fanout.room(conversation):
            hello = Hello(visitor=seat.visitor, locale=seat.locale, zone=seat.zone)
            await self._move(seat, hello, seat.signed_in)

    async def _move(self, seat: Seat, hello: Hello, signed_in: SignedIn | None) -> None:
        """Seat a socket in another conversation, and welcome it there from the beginning."""
        moved = await self._seated(seat.sid, seat.address, hello, signed_in)
        if self._fanout.seat(seat.sid) is seat:  # it may have gone meanwhile
            self._fanout.take(moved)
            self._welcome_soon(moved, None)

    def _welcome_soon(self, seat: Seat, after: int | None) -> None:
        task = asyncio.create_task(self._welcomed(seat, after))
        self._welcomes.add(task)
        task.add_done_callback(self._welcomes.discard)

    async def _conversation(self, seat: Seat) -> str:
        async with self._database.reading() as session:
            found = await conversations.find_open(session, party=seat.party)
        if found is None:
            async with self._database.transaction() as session:
                found = await conversations.open_for(session, party=seat.party, now=self._clock.now())
        return found.id

    async def _welcomed(self, seat: Seat, after: int | None) -> None:
        try:
            if self._reception is not None and seat.signed_in is not None:
                await self._reception.know(seat.party, seat.signed_in.email)
            async with seat.lock:
                await self._welcome(seat, after)
        except Exception:
            log.exception("welcome_failed")
            await self.server.disconnect(seat.sid, namespace=NAMESPACE)
            return
        if self._fanout.seat(seat.sid) is seat:
            self._fanout.enter(seat)

    async def _welcome(self, seat: Seat, after: int | None) -> None:
        async with self._database.reading() as session:
            at = await conversations.find(session, conversation=seat.conversation)
            if after is not None and after <= at.last_seq:
                page = await messages.after(session, seat.conversation, after)
            else:
                after = None
                page = await messages.before(session, seat.conversation, at.last_seq + 1)
            seen = await conversations.seen(session, conversation=seat.conversation)
            earlier = None if at.last_seq else await conversations.earlier(session, party=seat.party)
        seat.cursor = page.messages[-1].seq if page.messages else after or 0
        expired = seat.expired(self._tokens.now())
        welcome: dict[str, Any] = {
            "me": _me(seat, expired=expired),
            "conversation": seat.conversation,
            "at": wire_time(self._clock.now()),  # browsers count quotes down by the server's clock
            "last_seq": at.last_seq,
            "seen_seq": seen,
            "state": await self._state_of.of(
                owner=at.owner, account=None if expired else seat.party.account, conversation=seat.conversation
            ),
            "messages": [self._fanout.wire(seat, message) for message in page.messages],
            "more": page.more,
        }
        if seat.signed_in is None:
            welcome["visitor"] = seat.visitor
        if earlier is not None:
            welcome["earlier"] = {
                "conversation": earlier.id, "last_seq": earlier.last_seq, "closed_at": wire_time(earlier.closed_at)
            }  # fmt: skip
        await self.emit("welcome", welcome, to=seat.sid)


def _me(seat: Seat, *, expired: bool) -> dict[str, Any]:
    if seat.signed_in is None:
        return {"signed_in": False}
    me: dict[str, Any] = {"account": seat.signed_in.account, "signed_in": not expired}
    if seat.signed_in.name is not None:
        me["name"] = seat.signed_in.name
    return me


def _name(signed_in: SignedIn | None) -> str:
    return VISITOR_NAME if signed_in is None else (signed_in.name or signed_in.account)[:NAME_LENGTH]
