"""Receiving: the ways in that the settings open, and what keeps the archive from growing for ever."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import web

from bot.clock import WallClock
from bot.gateway.desk.signin import DeskSignIn
from bot.gateway.mailroom.inbound import Inbound
from bot.gateway.mailroom.intake import Intake
from bot.gateway.mailroom.listener import Listener, Place
from bot.gateway.mailroom.mailbox import Box, Mailbox
from bot.gateway.mailroom.originals import Originals
from bot.gateway.stopping import Stop
from bot.mail.incoming.archive import Archive
from bot.mail.threads import ReplyTokens

KEPT = timedelta(days=90)
ORPHANED_S = 2 * 24 * 3600.0  # a file that old belongs to a mail, or to nothing
SWEEP_S = 3600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """What mail is received with. `server` is the name under which the receiving server vouches for senders."""

    tokens: ReplyTokens
    archive: Archive
    server: str = ""
    place: Place | None = None
    box: Box | None = None
    key: str = ""  # of `POST /inbound/mail`; empty: there is no such route
    kept: timedelta = KEPT


class Mailroom:
    """The ways in of one gateway."""

    def __init__(self, receiving: Receiving, intake: Intake, *, sign_in: DeskSignIn, every_s: float) -> None:
        self.intake = intake
        self.listener = None if receiving.place is None else Listener(receiving.place, intake)
        self._receiving = receiving
        self._mailbox = None if receiving.box is None else Mailbox(receiving.box, intake, every_s=every_s)
        self._originals = Originals(database=intake.database, archive=receiving.archive, sign_in=sign_in)

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        self._originals.add_to(app)
        if self._receiving.key:
            Inbound(intake=self.intake, key=self._receiving.key, clock=WallClock()).add_to(app)

    def work(self, stop: Stop) -> list[Awaitable[None]]:
        """Return what works by itself until it is told to stop."""
        doors = [door.run(stop) for door in (self.listener, self._mailbox) if door is not None]
        return [*doors, self._sweeping(stop)]

    async def _sweeping(self, stop: Stop) -> None:
        while not await stop.within(SWEEP_S):
            try:
                before = self.intake.clock.now() - self._receiving.kept
                gone = await self.intake.forget(before, orphans_s=self._receiving.kept.total_seconds() + ORPHANED_S)
                log.info("mail_forgotten", files=gone)
            except Exception:
                log.exception("mail_not_forgotten")
