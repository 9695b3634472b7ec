"""Picture and sound go from browser to browser: not through the gateway, and nothing of a call rests where it has its home."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.clock import WallClock
from bot.db import Database
from bot.verification import passes, visits
from tests.browser.call.connections import CONNECTIONS, sees
from tests.browser.call.person import Person
from tests.browser.call.verifier import Verifier
from tests.browser.desk.floor import MONDAY_TEN
from tests.faults.gateway_process import GatewayProcess
from tests.verification.conftest import PASSED

pytestmark = pytest.mark.asyncio(loop_scope="session")

KB = 1024
#: As much of picture and sound as has to come before anything is held against it.
MEDIA = 512 * KB
#: What the pages and the gateway may say to each other meanwhile, and what the home may grow by.
SIGNALLING, HOME = 16 * KB, 16 * KB
WRITTEN = "a sentence that nobody keeps"
OF_A_CALL = (b"ice-ufrag", b"a=fingerprint", b"typ host", WRITTEN.encode())

#: Waits until so many bytes of picture and sound have come, and tells by which ports, own and other.
_PORTS = """async (least) => {
  let bytes = 0;
  let pairs = [];
  while (bytes < least) {
    await new Promise((go) => setTimeout(go, 200));
    bytes = 0;
    pairs = [];
    for (const peer of window.peers) {
      const reports = await peer.getStats();
      for (const report of reports.values()) {
        if (report.type === "inbound-rtp") bytes += report.bytesReceived;
        if (report.type !== "transport" || !report.selectedCandidatePairId) continue;
        const pair = reports.get(report.selectedCandidatePairId);
        const port = (id) => reports.get(id).port;
        pairs.push([port(pair.localCandidateId), port(pair.remoteCandidateId)]);
      }
    }
  }
  return pairs;
}"""


class Overheard:
    """How much a page and the gateway have said to each other."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        page.on("websocket", self._listen)
        page.on("response", lambda response: self._count(response.headers.get("content-length", "0")))

    def _listen(self, socket) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda frame: self._count(len(frame)))

    def _count(self, size: str | int) -> None:
        self.bytes += int(size)


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(tmp_path) -> AsyncIterator[GatewayProcess]:
    running = GatewayProcess(tmp_path, MONDAY_TEN)
    try:
        await asyncio.to_thread(running.wait_until_up)
        yield running
    finally:
        running.kill()


async def way_in(home: Path) -> str:
    """Put somebody, whose checks were made, into the line; returns a ticket to the page."""
    database, now = Database(f"sqlite+aiosqlite:///{home / 'milepost.db'}"), WallClock(MONDAY_TEN).now()
    async with database.transaction() as session:
        await visits.check(session, account="suspended-demo", checks=PASSED, now=now)
        await visits.join(session, account="suspended-demo", now=now)
        ticket = await passes.ticket(session, account="suspended-demo", now=now)
    await database.close()
    return ticket


def kept(home: Path) -> int:
    """How many bytes are kept: what the database has in it, and every other file."""
    database = home / "milepost.db"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        content = sum(len(line) for line in connection.iterdump())
    others = [file for file in home.rglob("*") if file.is_file() and not file.name.startswith(database.name)]
    return content + sum(file.stat().st_size for file in others)


async def test_a_call_passes_the_gateway_by_and_leaves_nothing_in_its_home(gateway, camera_context, tmp_path):
    contexts = [await camera_context(), await camera_context()]
    for context in contexts:
        await context.add_init_script(CONNECTIONS)
    person = Person(await contexts[0].new_page())
    overheard = [Overheard(person.page)]
    await person.page.goto(f"{gateway.url}/verify#{await way_in(tmp_path)}")
    await person.reads("You are in line")
    verifier = await Verifier.begin(contexts[1], gateway.url, (tmp_path / "desk_password").read_text("ascii"))
    overheard.append(Overheard(verifier.page))
    await verifier.page.reload()
    await verifier.calls_the_next()
    await person.button("Join now").click()
    await asyncio.gather(sees(person.page), sees(verifier.page))

    pages = (person.page, verifier.page)
    before, said = kept(tmp_path), [each.bytes for each in overheard]
    async with asyncio.timeout(120):
        [[mine, yours]], [[theirs, ours]] = await asyncio.gather(*(page.evaluate(_PORTS, MEDIA) for page in pages))
    assert kept(tmp_path) - before < HOME
    for each, earlier in zip(overheard, said, strict=True):
        assert each.bytes - earlier < SIGNALLING

    # What one sends from is where the other sends to; and the gateway has no socket that could take a picture.
    assert (mine, yours) == (ours, theirs)
    held = psutil.Process(gateway.process.pid).net_connections("inet")
    port = int(gateway.url.rsplit(":", 1)[1])
    assert [each for each in held if each.type != socket.SOCK_STREAM] == []
    assert {each.laddr.port for each in held if each.raddr} == {port}

    await person.writes(WRITTEN)
    await expect(verifier.page.get_by_text(WRITTEN)).to_be_visible()
    await verifier.lets_pass()
    await person.reads("You are verified")
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        content = file.read_bytes()
        assert [mark for mark in OF_A_CALL if mark in content] == [], file
