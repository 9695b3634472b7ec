"""What the gateway alone costs: from `say` to the answer's arrival, with an assistant that answers at once."""

import asyncio
import tempfile
import time
import uuid
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import socketio
from aiohttp import web

from bench.figures import Figures, p50, p95
from bot.actions.words import Words, entries
from bot.assistant import Utterance
from bot.clock import WallClock
from bot.db import Base, Database
from bot.desk.hours import WEEKDAYS, Hours
from bot.gateway.app import Parts, gateway_app, tune_collector
from bot.gateway.rates import Limits
from bot.gateway.signin import Tokens, Visitors
from bot.marketplace.sql import SqlMarketplace
from bot.settings import Settings

SECRET = "a secret of the benchmark, long enough"  # noqa: S105 - it lives for one run
WARM_UP = 20
TURNS = 300
ANSWER_SECONDS = 10.0
UNLIMITED = 1_000_000


class Echo:
    """An assistant that has its answer ready."""

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        """Answer at once."""
        yield Utterance(f"You said: {question['message']}", topic="greet")

    async def close(self, conversation: str) -> None:
        """Forget nothing: nothing is kept."""

    async def ready(self) -> bool:
        """Tell that it is."""
        return True


async def measure(figures: Figures) -> None:
    """Measure turns over a real socket, on SQLite with synchronous=FULL, all in one process."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'milepost.db'}")
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        runner = web.AppRunner(gateway_app(_parts(database)), shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        tune_collector()
        try:
            acknowledged, answered = await _turns(f"http://127.0.0.1:{runner.addresses[0][1]}")
        finally:
            await runner.cleanup()
            await database.close()
    how = f"{TURNS} turns, one after the other; browser, gateway and SQLite in one process; 3 commits a turn"
    for what, taken in (("say → acknowledged", acknowledged), ("say → answer", answered)):
        figures.add("gateway", f"{what}, p50", p50(taken), unit="ms", note=how)
        figures.add("gateway", f"{what}, p95", p95(taken), unit="ms", note=how)


def _parts(database: Database) -> Parts:
    clock = WallClock()
    return Parts(
        database=database,
        clock=clock,
        assistant=Echo(),
        marketplace=SqlMarketplace(database, clock),
        sentences=Words(entries(), **Settings().wording),
        tokens=Tokens(SECRET, clock),
        visitors=Visitors(SECRET),
        hours=Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS),
        limits=Limits(time.monotonic, says=UNLIMITED, events=UNLIMITED),
    )


async def _turns(url: str) -> tuple[list[float], list[float]]:
    client = socketio.AsyncClient()
    arrivals: asyncio.Queue[float] = asyncio.Queue()

    async def heard(message: dict[str, Any]) -> None:
        if message["from"]["kind"] == "assistant":
            arrivals.put_nowait(time.perf_counter())

    client.on("message", heard, namespace="/chat")
    await client.connect(url, headers={"Origin": url}, namespaces=["/chat"], transports=["websocket"])
    acknowledged, answered = [], []
    for turn in range(WARM_UP + TURNS):
        began = time.perf_counter()
        ack = await client.call("say", {"id": str(uuid.uuid4()), "text": "hello"}, namespace="/chat")
        acked = time.perf_counter()
        if not ack["ok"]:
            raise RuntimeError(ack["code"])
        arrived = await asyncio.wait_for(arrivals.get(), ANSWER_SECONDS)
        if turn >= WARM_UP:
            acknowledged.append((acked - began) * 1e3)
            answered.append((arrived - began) * 1e3)
    await client.disconnect()
    return acknowledged, answered
