"""The product as it is built for its users, with the trained model in a Rasa of its own, and a clock to move.

One Rasa serves all conversations; each has a gateway, actions and a demo marketplace of its own.
"""

import asyncio
import secrets
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.assistant import Rasa
from bot.cli.demo_desk import ensure_demo_staff
from bot.cli.gateway import gateway_parts
from bot.cli.parts import shared_parts
from bot.cli.run import trained_model
from bot.cli.runtime import runtime_command, runtime_environment
from bot.gateway.actions_door import actions_app
from bot.gateway.app import gateway_app
from bot.gateway.timings import Timings
from bot.marketplace import demo
from bot.settings import ROOT, Settings
from bot.supervisor.place import free_port
from bot.supervisor.probe import answers_ok
from tests.clock import SettableClock
from tests.golden.market import Market

READY_S = 120.0
SECRET = "a secret of the golden conversations"
TIMINGS = Timings(poll=0.05, state=0.05, routing=0.05, still_working=60.0, answer_deadline=90.0, drain=0.1)


@dataclass(frozen=True)
class ServedModel:
    """Where Rasa is asked, and where it asks for actions."""

    port: int
    actions_port: int
    rasa_secret: str
    actions_secret: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedModel]:
    """Serve the trained model; it is trained where it is not in the cache."""
    served = ServedModel(free_port(), free_port(), secrets.token_urlsafe(), secrets.token_urlsafe())
    home = tmp_path_factory.mktemp("rasa")
    environment = runtime_environment(
        MILEPOST_HOME=str(home),
        MILEPOST_RASA_SECRET=served.rasa_secret,
        MILEPOST_ACTIONS_URL=f"http://127.0.0.1:{served.actions_port}/webhook",
        MILEPOST_ACTIONS_SECRET=served.actions_secret,
    )
    command = runtime_command("serve", "--model", trained_model(), "--port", str(served.port))
    log = home / "rasa.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output) as process,
    ):
        try:
            asyncio.run(_until_ready(served, process, log))
            yield served
        finally:
            process.terminate()


@pytest.fixture
async def market(
    rasa: ServedModel, sqlite_files, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Market]:
    """Start the gateway and its actions over a demo marketplace that begins now."""
    settings = Settings(
        home=tmp_path,
        port=free_port(),
        database_url=sqlite_files.fresh().replace("+aiosqlite", ""),
        secret=SECRET,
        rasa_url=rasa.url,
        rasa_secret=rasa.rasa_secret,
    )
    shared = shared_parts(settings, clock=clock)
    await demo.ensure(shared.database, now=clock.now())
    await ensure_demo_staff(shared.database, settings, now=clock.now())
    assistant = Rasa(settings.rasa_url, rasa.rasa_secret)
    parts = replace(gateway_parts(settings, shared, assistant), timings=TIMINGS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(shared.close)
        stack.push_async_callback(assistant.disconnect)
        for app, port in (
            (actions_app(shared.actions(), rasa.actions_secret), rasa.actions_port),
            (gateway_app(parts), settings.port),
        ):
            runner = web.AppRunner(app, shutdown_timeout=0.2)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", port).start()
        market = Market(settings, parts, clock)
        stack.push_async_callback(market.leave)
        yield market


async def _until_ready(served: ServedModel, process: "subprocess.Popen[bytes]", log: Path) -> None:
    ready = answers_ok("127.0.0.1", served.port, "/webhooks/gateway/ready", bearer=served.rasa_secret)
    async with asyncio.timeout(READY_S):
        while not await ready():
            assert process.poll() is None, f"Rasa ended; see {log}"
            await asyncio.sleep(0.2)  # a process that is not there yet has no event to wait for
