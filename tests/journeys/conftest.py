"""A gateway that really listens, with a scripted assistant, and browsers that really connect to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.db import Base, Database
from bot.desk import models  # noqa: F401 - its tables
from bot.desk.hours import WEEKDAYS, Hours
from bot.gateway.app import Parts, gateway_app
from bot.gateway.rates import Limits
from bot.gateway.signin import Tokens, Visitors
from bot.gateway.timings import Timings
from tests.clock import SettableClock
from tests.journeys.browser import Browser
from tests.journeys.scripted import FakeMarketplace, ScriptedAssistant, Sentences

SECRET = "a secret of thirty-two characters, or more"
#: Looks often, and waits long for answers: on a busy machine they are the same. A test that is about waiting says for how long.
PATIENT = Timings(
    still_working=60.0,
    answer_deadline=90.0,
    retry_first=0.02,
    retry_longest=0.1,
    take_over=0.1,
    poll=0.1,
    beat=0.2,
    state=0.1,
    endings=0.05,
    presses=0.05,
    drain=0.1,
)


class Gateway:
    """One running gateway."""

    def __init__(self, parts: Parts, url: str, app: web.Application, runner: web.AppRunner) -> None:
        self.parts = parts
        self.url = url
        self.app = app
        self.tokens = parts.tokens
        self.database = parts.database
        self._runner: web.AppRunner | None = runner

    async def stop(self) -> None:
        """Stop it, once."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def token(self, account: str = "client-demo", **how: object) -> str:
        return self.tokens.mint(account, name="Client Demo", **how)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite; tests of what databases do differently ask for `BOTH`."""
    if getattr(request, "param", "sqlite") == "postgres":
        return request.getfixturevalue("postgres_server").fresh()
    return request.getfixturevalue("sqlite_files").fresh()


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return database


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def marketplace(clock: SettableClock) -> FakeMarketplace:
    return FakeMarketplace(clock)


@pytest.fixture
def host_clock() -> SettableClock:
    """The clock that tokens are signed and checked by."""
    return SettableClock()


@pytest.fixture
async def start(
    database: Database,
    clock: SettableClock,
    host_clock: SettableClock,
    assistant: ScriptedAssistant,
    marketplace: FakeMarketplace,
    tmp_path: Path,
) -> AsyncIterator[Callable[..., Awaitable[Gateway]]]:
    """Start a gateway; another call starts another one on the same database."""
    async with AsyncExitStack() as stack:

        async def started(*, timings: Timings = PATIENT, limits: Limits | None = None, **others: object) -> Gateway:
            given = {
                "database": database,
                "clock": clock,
                "assistant": assistant,
                "marketplace": marketplace,
                "sentences": Sentences(),
                "tokens": Tokens(SECRET, host_clock),
                "visitors": Visitors(SECRET),
                "hours": Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS),
                "static": tmp_path,
                "timings": timings,
                "limits": limits,
            }
            parts = Parts(**(given | others))
            app = gateway_app(parts)
            runner = web.AppRunner(app, shutdown_timeout=0.2)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            gateway = Gateway(parts, f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}", app, runner)
            stack.push_async_callback(gateway.stop)
            return gateway

        yield started


@pytest.fixture
def timings() -> Timings:
    """How long the gateway waits for what; a test that is about waiting gives others."""
    return PATIENT


@pytest.fixture
async def gateway(start: Callable[..., Awaitable[Gateway]], timings: Timings) -> Gateway:
    return await start(timings=timings)


@pytest.fixture
async def browse(gateway: Gateway) -> AsyncIterator[Callable[..., Awaitable[Browser]]]:
    """Open a browser on the gateway (or on another one)."""
    async with AsyncExitStack() as stack:

        async def opened(*, at: Gateway = gateway, origin: str | None = "", **auth: object) -> Browser:
            browser = Browser(at.url, origin=at.url if origin == "" else origin)
            stack.push_async_callback(browser.leave)
            await browser.connect(**auth)
            return browser

        yield opened


@pytest.fixture
async def visitor(browse: Callable[..., Awaitable[Browser]]) -> Browser:
    return await browse()


@pytest.fixture
async def client(browse: Callable[..., Awaitable[Browser]], gateway: Gateway) -> Browser:
    return await browse(token=gateway.token())
