"""The running product as a golden conversation meets it: people's browsers, the desk's console, the mail, the time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.cli.demo_desk import demo_password
from bot.gateway.app import Parts
from bot.mail.outbox import Letter
from bot.settings import Settings
from tests.clock import SettableClock
from tests.golden.person import Person
from tests.journeys.browser import Browser
from tests.journeys.desk.console import Console

DECIDES = "lead-demo"


class Market:
    """One demo marketplace with its gateway."""

    def __init__(self, settings: Settings, parts: Parts, clock: SettableClock) -> None:
        self.url = f"http://127.0.0.1:{settings.port}"
        self._settings = settings
        self._parts = parts
        self._clock = clock
        self._visitors: list[Browser] = []

    async def open_chat(self, account: str | None, **auth: Any) -> Person:
        """Open somebody's chat; a stranger's for None."""
        browser = Browser(self.url, origin=self.url)
        self._visitors.append(browser)
        if account is not None:
            auth["token"] = self._parts.tokens.mint(account)
        await browser.connect(**auth)
        return Person(browser)

    async def decide(self, decision: str, *, account: str, reason: str) -> None:
        """Have the desk's lead decide the case of an account."""
        console = Console(self.url)
        try:
            assert (await console.sign_in(DECIDES, demo_password(self._settings)))[0] == 200
            await console.connect()
            [case] = [one for one in (await console.does("requests"))["requests"] if one["account"] == account]
            await console.does("decide", reference=case["reference"], decision=decision, reason=reason)
        finally:
            await console.leave()

    def wait(self, minutes: int) -> None:
        """Let time go by."""
        self._clock.forward(timedelta(minutes=minutes))

    async def letters(self, account: str) -> list[str]:
        """Tell which letters were owed to an account, in their order."""
        async with self._parts.database.reading() as session:
            return list(await session.scalars(select(Letter.kind).where(Letter.account == account).order_by(Letter.id)))

    async def leave(self) -> None:
        """Close every chat."""
        for browser in self._visitors:
            await browser.leave()
