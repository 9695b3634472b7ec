"""kill -9 of the postman at each step of handing over a mail: every mail arrives, and a second time as the same one only."""

import asyncio
import contextlib
import os
import sqlite3
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from bot.cli.sending import sending
from bot.db import Database
from bot.gateway.stopping import Stop
from bot.mail import outbox
from bot.mail.leases import LEASE
from bot.mail.letters.samples import SAMPLES
from bot.settings import ROOT, Settings
from tests.clock import SettableClock
from tests.mail.post_office import PostOffice
from tests.patience import PATIENCE_S

STARTED = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "a secret of the postman's tests"


class Speaker(SMTP):
    """Says when a client has come, before it greets."""

    async def _handle_client(self) -> None:
        await self.event_handler.reach("greeting")
        await super()._handle_client()


@dataclass
class HeldOffice(PostOffice):
    """Stops at one step of the first mail, and goes on when it is told to."""

    step: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    speaker = Speaker

    async def reach(self, step: str) -> None:
        if step == self.step and not self.reached.is_set():
            self.reached.set()
            try:
                await self.go_on.wait()
            except asyncio.CancelledError:
                self.hung_up.set()
                raise

    async def handle_MAIL(self, *how: Any) -> str:  # noqa: N802
        await self.reach("mail")
        return await super().handle_MAIL(*how)

    async def handle_RCPT(self, *how: Any) -> str:  # noqa: N802
        await self.reach("rcpt")
        return await super().handle_RCPT(*how)

    async def handle_DATA(self, *how: Any) -> str:  # noqa: N802
        await self.reach("data")
        return await super().handle_DATA(*how)


@dataclass
class Scene:
    """A database with two letters that are owed, and a server."""

    settings: Settings
    office: HeldOffice
    database: Database
    path: Path

    async def process(self) -> asyncio.subprocess.Process:
        """Start `milepost postman`."""
        given = {
            "MILEPOST_HOME": str(self.settings.home),
            "MILEPOST_DATABASE_URL": str(self.settings.database_url),
            "MILEPOST_SMTP_URL": self.office.url(),
            "MILEPOST_SECRET": SECRET,
            "MILEPOST_CLOCK": STARTED.isoformat(),
            "MILEPOST_LOG_LEVEL": "WARNING",
        }
        own = {name: value for name, value in os.environ.items() if not name.startswith("MILEPOST_")}  # noqa: TID251 - handed on whole
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "postman", cwd=ROOT, env={**own, **given}, stderr=asyncio.subprocess.DEVNULL
        )

    async def successor(self) -> int:
        """Another postman, once the dead one's lease has run out."""
        clock = SettableClock(STARTED + LEASE + LEASE)
        postman = sending(self.settings, self.database, clock).postman(self.database, clock, every_s=1.0)
        return await postman.deliver(Stop())

    async def states(self) -> list[tuple[str, int]]:
        async with self.database.reading() as session:
            rows = await session.execute(outbox.LETTERS.select().order_by(outbox.LETTERS.c.id))
            return [(row.state, row.attempts) for row in rows]


@pytest.fixture
async def scene(sqlite_files, tmp_path):
    url = sqlite_files.fresh()
    office = await HeldOffice().open()
    settings = Settings(home=tmp_path, database_url=url, smtp_url=office.url(), secret=SECRET, demo=True)
    database = Database(url)
    async with database.transaction() as session:
        for number in (1, 2):
            await outbox.put(
                session,
                key=f"receipt/{number}",
                kind="receipt",
                address=f"reader{number}@example.com",
                subject_data=SAMPLES["receipt"][0],
                at=STARTED,
            )
    yield Scene(settings, office, database, Path(url.removeprefix("sqlite+aiosqlite:///")))
    office.go_on.set()
    await office.close()
    await database.close()


async def killed(process: asyncio.subprocess.Process) -> None:
    process.kill()
    await process.wait()


@pytest.mark.parametrize("step", ["greeting", "mail", "rcpt", "data"])
async def test_a_postman_killed_before_the_server_has_taken_it_loses_nothing_and_doubles_nothing(scene, step):
    scene.office.step = step
    process = await scene.process()
    async with asyncio.timeout(PATIENCE_S):
        await scene.office.reached.wait()
    await killed(process)
    assert await scene.states() == [("queued", 1), ("queued", 0)]
    async with asyncio.timeout(PATIENCE_S):
        await scene.office.hung_up.wait()  # a server that lost its client before the 250 lets go of the mail
    assert await scene.successor() == 2
    assert sorted(mail.recipients[0] for mail in scene.office.mails) == ["reader1@example.com", "reader2@example.com"]
    assert await scene.states() == [("sent", 2), ("sent", 1)]


async def test_a_postman_killed_between_the_250_and_the_commit_sends_the_same_mail_again(scene):
    scene.office.step = "data"
    process = await scene.process()
    async with asyncio.timeout(PATIENCE_S):
        await scene.office.reached.wait()
    with contextlib.closing(sqlite3.connect(scene.path, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")  # so that nobody commits
        scene.office.go_on.set()
        await scene.office.has(1)
        await killed(process)
        lock.execute("ROLLBACK")
    assert await scene.states() == [("queued", 1), ("queued", 0)]
    assert await scene.successor() == 2
    first, *others = scene.office.mails
    assert [mail.recipients for mail in others] == [("reader1@example.com",), ("reader2@example.com",)]
    assert others[0].message_id == first.message_id
    assert others[0].html == first.html
    assert await scene.states() == [("sent", 2), ("sent", 1)]


async def test_a_postman_that_is_asked_to_stop_ends_what_it_is_at(scene):
    scene.office.step = "data"
    process = await scene.process()
    async with asyncio.timeout(PATIENCE_S):
        await scene.office.reached.wait()
    process.terminate()
    scene.office.go_on.set()
    assert await asyncio.wait_for(process.wait(), PATIENCE_S) == 0
    assert await scene.states() == [("sent", 1), ("queued", 0)]
    assert len(scene.office.mails) == 1
