"""The gateway's web application, built from the parts that the composition root hands in."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web

from bot.assistant import Assistant
from bot.clock import Clock, WallClock
from bot.db import Database
from bot.desk.hours import Hours
from bot.gateway.answering import Answering
from bot.gateway.bulletins import Bulletins
from bot.gateway.call.booth import Booth, CallParts
from bot.gateway.call.letting_in import LettingIn
from bot.gateway.call.page import is_built
from bot.gateway.chat import NAMESPACE, Chat
from bot.gateway.confirming import Confirming
from bot.gateway.demo_clock import DemoClock
from bot.gateway.desk.office import DeskParts, Office
from bot.gateway.embedding import Embedding
from bot.gateway.endings import IDLE, Endings
from bot.gateway.fanout import Fanout
from bot.gateway.help_pages import add_help_pages
from bot.gateway.mailroom.demo_replies import OUTCOMES, DemoReplies
from bot.gateway.mailroom.intake import Intake
from bot.gateway.mailroom.postbox import Postbox
from bot.gateway.mailroom.receiving import Mailroom, Receiving
from bot.gateway.mailroom.sending import Sending
from bot.gateway.mailroom.transcripts import Transcripts
from bot.gateway.mailroom.undelivered import Undelivered
from bot.gateway.metrics import Metrics
from bot.gateway.nudging import Nudging, Reminders
from bot.gateway.origins import SOCKET_PATH, Addresses, Origins
from bot.gateway.pages import STATIC, Pages
from bot.gateway.rates import Limits
from bot.gateway.receipts import Receipts, Retelling
from bot.gateway.sentences import Sentences
from bot.gateway.signin import Tokens, Visitors
from bot.gateway.state import StateOf
from bot.gateway.stopping import Stop
from bot.gateway.timings import Timings
from bot.gateway.transport import Server
from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace

# Collections run less often, and never over what was made at start-up: +25 % messages per second.
GC_THRESHOLDS = (100_000, 50, 1000)
HTTP_BODY_BYTES = 64 * 1024

MAILROOM = web.AppKey("mailroom", Mailroom)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a gateway is made of."""

    database: Database
    clock: Clock
    assistant: Assistant
    marketplace: Marketplace
    sentences: Sentences
    tokens: Tokens
    visitors: Visitors
    hours: Hours
    commands: Commands | None = None  # without it money moves on the marketplace's own pages only
    receipts: Receipts | None = None
    desk: DeskParts | None = None  # without it there are no specialists, and nobody is promised one
    calls: CallParts | None = None  # without it, a desk or the built page, nobody is offered a call
    reminders: Reminders | None = None  # without it nobody is reminded of a clock
    sending: Sending | None = None  # without it no mail goes out, and none is promised
    receiving: Receiving | None = None  # without it no mail comes in; it needs a desk that answers
    demo: bool = False
    origins: Origins = field(default_factory=Origins)
    addresses: Addresses = field(default_factory=Addresses)
    timings: Timings = field(default_factory=Timings)
    metrics: Metrics = field(default_factory=Metrics)
    limits: Limits | None = None
    idle: timedelta = IDLE  # without a word for so long, a conversation ends
    static: Path = STATIC


def gateway_app(parts: Parts) -> web.Application:
    """Build the application that browsers reach. Its background work starts and ends with it."""
    server = Server(allows=parts.origins.allows, address=parts.addresses.of)

    async def emit(event: str, payload: Any, sid: str) -> None:
        await server.emit(event, payload, to=sid, namespace=NAMESPACE)

    fanout = Fanout(
        database=parts.database,
        tokens=parts.tokens,
        sentences=parts.sentences,
        emit=emit,
        poll_s=parts.timings.poll,
    )
    answering = Answering(
        database=parts.database,
        clock=parts.clock,
        assistant=parts.assistant,
        fanout=fanout,
        sentences=parts.sentences,
        metrics=parts.metrics,
        timings=parts.timings,
    )
    limits = parts.limits or Limits(time.monotonic)
    office = None if parts.desk is None else _office(parts, parts.desk, fanout, server, limits)
    rooms = _rooms(parts, office, server, limits)
    answering.asks(None if office is None else office.asking)
    desk = None if office is None else office.desk
    state_of = StateOf(
        marketplace=parts.marketplace, hours=parts.hours, clock=parts.clock, database=parts.database, desk=desk
    )
    bulletins = Bulletins(
        database=parts.database,
        clock=parts.clock,
        tokens=parts.tokens,
        fanout=fanout,
        state_of=state_of,
        desk=desk,
        shared_s=parts.timings.state,
        poll_s=parts.timings.poll,
    )
    if office is not None:
        office.also_wake(bulletins.wake)
    endings = Endings(
        database=parts.database,
        clock=parts.clock,
        assistant=parts.assistant,
        fanout=fanout,
        idle=parts.idle,
        every_s=parts.timings.endings,
    )
    chat = Chat(
        database=parts.database,
        clock=parts.clock,
        tokens=parts.tokens,
        visitors=parts.visitors,
        fanout=fanout,
        answering=answering,
        confirming=Confirming(
            database=parts.database,
            commands=parts.commands,
            receipts=parts.receipts,
            clock=parts.clock,
            fanout=fanout,
        ),
        state_of=state_of,
        limits=limits,
        metrics=parts.metrics,
        address=parts.addresses.of,
        transcripts=Transcripts(
            database=parts.database,
            clock=parts.clock,
            marketplace=parts.marketplace,
            sentences=parts.sentences,
            fanout=fanout,
            is_mailed=parts.sending is not None and parts.sending.carrier is not None,
        ),
        letting_in=LettingIn(
            database=parts.database, clock=parts.clock, is_open=any(isinstance(room, Booth) for room in rooms)
        ),
        reception=None if office is None else office.reception,
        end=endings.end,
    )
    server.register_namespace(chat)

    app = web.Application(middlewares=[parts.origins.middleware], client_max_size=HTTP_BODY_BYTES)
    server.attach(app, socketio_path=SOCKET_PATH.strip("/"))
    Pages(
        database=parts.database,
        assistant=parts.assistant,
        marketplace=parts.marketplace,
        tokens=parts.tokens,
        metrics=parts.metrics,
        clock=parts.clock,
        demo=parts.demo,
        static=parts.static,
    ).add_to(app)
    Embedding(origins=parts.origins, static=parts.static).add_to(app)
    if parts.demo and isinstance(parts.clock, WallClock):
        DemoClock(parts.clock).add_to(app)
    add_help_pages(app)
    _add_postbox(parts, app, answered=office is not None and parts.receiving is not None)
    for room in rooms:
        room.add_to(app)
    mailroom = None if office is None else _mailroom(parts, office, fanout, app)

    async def background(_app: web.Application) -> AsyncIterator[None]:
        stop = Stop()
        work = [
            asyncio.create_task(fanout.run(stop, chat.reopen)),
            asyncio.create_task(endings.run(stop)),
            asyncio.create_task(answering.run(stop)),
            asyncio.create_task(_beating(fanout, parts.timings.beat, stop)),
            asyncio.create_task(bulletins.run(stop)),
            *(asyncio.ensure_future(work) for room in rooms for work in room.work(stop)),
        ]
        work += _reminding(parts, fanout, stop)
        work += [asyncio.ensure_future(door) for door in (() if mailroom is None else mailroom.work(stop))]
        if parts.commands is not None and parts.receipts is not None and not parts.commands.atomic:
            retelling = Retelling(
                database=parts.database,
                clock=parts.clock,
                commands=parts.commands,
                receipts=parts.receipts,
                fanout=fanout,
                every_s=parts.timings.presses,
            )
            work.append(asyncio.create_task(retelling.run(stop)))
        yield
        stop.tell()
        fanout.wake()
        bulletins.wake()
        for room in rooms:
            room.wake()
        await asyncio.gather(*work)
        await chat.drain()
        await answering.drain()
        for room in rooms:
            await room.drain()

    app.cleanup_ctx.append(background)
    app.on_shutdown.append(lambda _app: _disconnected(server))
    return app


def tune_collector() -> None:
    """Tune the garbage collector for a process that serves sockets; once, when everything is built."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def _add_postbox(parts: Parts, app: web.Application, *, answered: bool) -> None:
    if parts.demo and parts.sending is not None:
        outcomes = OUTCOMES if answered else None
        Postbox(database=parts.database, sending=parts.sending, outcomes=outcomes).add_to(app)


def _mailroom(parts: Parts, office: Office, fanout: Fanout, app: web.Application) -> Mailroom | None:
    if parts.receiving is None or parts.desk is None:
        return None
    intake = Intake(
        database=parts.database,
        clock=parts.clock,
        tokens=parts.receiving.tokens,
        archive=parts.receiving.archive,
        timetable=parts.desk.timetable,
        server=parts.receiving.server,
        publish=fanout.publish,
        wake=office.wake,
    )
    mailroom = Mailroom(parts.receiving, intake, sign_in=office.sign_in, every_s=parts.timings.mailbox)
    mailroom.add_to(app)
    if parts.demo:
        DemoReplies(intake).add_to(app)
    app[MAILROOM] = mailroom
    return mailroom


def _reminding(parts: Parts, fanout: Fanout, stop: Stop) -> list[asyncio.Task[None]]:
    """Begin the work that reaches people who are away: reminders, and letters."""
    work: list[asyncio.Task[None]] = []
    if parts.reminders is not None:
        nudging = Nudging(
            database=parts.database,
            clock=parts.clock,
            reminders=parts.reminders,
            fanout=fanout,
            every_s=parts.timings.nudges,
        )
        work.append(asyncio.create_task(nudging.run(stop)))
    if parts.sending is not None:
        postman = parts.sending.postman(
            parts.database,
            parts.clock,
            every_s=parts.timings.mail,
            undelivered=None if parts.desk is None else Undelivered(parts.desk.timetable).tell,
        )
        work += [] if postman is None else [asyncio.create_task(postman.run(stop))]
    return work


async def _disconnected(server: Server) -> None:
    for sid in list(server.eio.sockets):
        await server.eio.cut(sid, "stopping")
    await server.shutdown()


async def _beating(fanout: Fanout, every_s: float, stop: Stop) -> None:
    while not await stop.within(every_s):
        await fanout.beat()


def _office(parts: Parts, desk: DeskParts, fanout: Fanout, server: Server, limits: Limits) -> Office:
    return Office(
        desk,
        database=parts.database,
        clock=parts.clock,
        assistant=parts.assistant,
        marketplace=parts.marketplace,
        fanout=fanout,
        server=server,
        limits=limits,
        metrics=parts.metrics,
        addresses=parts.addresses,
        timings=parts.timings,
    )


def _rooms(parts: Parts, office: Office | None, server: Server, limits: Limits) -> list[Office | Booth]:
    """Return where people of ours work in this gateway: the desk, and beside it the calls if their page is built."""
    if office is None:
        return []
    if parts.calls is None or not is_built(parts.static):
        return [office]
    booth = Booth(
        parts.calls,
        database=parts.database,
        clock=parts.clock,
        office=office,
        server=server,
        limits=limits,
        metrics=parts.metrics,
        addresses=parts.addresses,
        timings=parts.timings,
        static=parts.static,
    )
    return [office, booth]
