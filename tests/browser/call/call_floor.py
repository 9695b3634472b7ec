"""A shop with a desk that takes calls; its assistant invites to one."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.assistant import Utterance
from bot.desk.timetable import Timetable
from bot.gateway.app import Parts
from bot.gateway.call.booth import CallParts
from bot.verification import passes
from bot.verification.relay import Relay
from tests.browser.desk.floor import HOURS, MONDAY_TEN, Floor
from tests.verification.conftest import People

WHY = "why is my account suspended"


class CallFloor(Floor):
    """The desk's shop, and people whose records ask for a call."""

    def __init__(self, path: Path, relay: Relay, at: datetime = MONDAY_TEN) -> None:
        super().__init__(path, at)
        self._relay = relay
        self.people = People(self.database, self.clock)
        block = {"type": "call", "title": "Video verification"}
        self.assistant.script[WHY] = [Utterance("Your identity has to be checked.", blocks=(block,))]

    def parts(self) -> Parts:
        return replace(super().parts(), calls=CallParts(timetable=Timetable(HOURS), relay=self._relay))

    async def way_in(self, account: str) -> str:
        """Give out a ticket, and return the page's address with it."""
        async with self.database.transaction() as session:
            ticket = await passes.ticket(session, account=account, now=self.clock.now())
        return f"{self.url}/verify#{ticket}"
