"""A browser with a made-up camera and microphone, a scripted gateway for the page, and the real one with its desk."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, async_playwright

from bot.verification.relay import Relay
from tests.browser.call.call_floor import CallFloor
from tests.browser.call.connections import CONNECTIONS
from tests.browser.call.counter import Counter, counter_app
from tests.browser.call.person import Person
from tests.browser.call.verifier import Verifier
from tests.browser.chromium import FLAGS, browser_path
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.browser.desk.conftest import at, founded_with_desk  # noqa: F401 - fixtures

DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def camera_browser() -> AsyncIterator[Browser]:
    """A browser whose camera shows a test picture and whose microphone beeps; nobody is asked for permission."""
    async with async_playwright() as playwright:
        path = browser_path(playwright)
        opened = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, *DEVICES])
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def camera_context(camera_browser: Browser) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    async with AsyncExitStack() as stack:

        async def opened(**how: object) -> BrowserContext:
            given = {"viewport": DESKTOP, "locale": "en-US", "timezone_id": "Europe/Berlin", **how}
            context = await camera_browser.new_context(**given)
            context.set_default_timeout(PATIENCE_MS)
            stack.push_async_callback(context.close)
            return context

        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def counter() -> AsyncIterator[Counter]:
    """The scripted gateway, at `counter.url`."""
    counter = Counter()
    runner = web.AppRunner(counter_app(counter), shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    counter.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    yield counter
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def persons(counter: Counter, camera_context) -> AsyncIterator[Callable[..., Awaitable[Person]]]:
    """Open the page; one that complained in its console fails the test."""
    begun: list[Person] = []

    async def begin(script: str = "", **how: object) -> Person:
        page = await (await camera_context(**how)).new_page()
        if script:
            await page.add_init_script(script)
        begun.append(Person(page))
        await page.goto(f"{counter.url}/verify#a-ticket")
        return begun[-1]

    yield begin
    assert [complaint for person in begun for complaint in person.complaints] == []


@pytest.fixture
def relay() -> Relay:
    """Where browsers find each other: nowhere else than on this machine, if nothing else is said."""
    return Relay()


@pytest_asyncio.fixture(loop_scope="session")
async def call_shop(founded_with_desk, tmp_path, at, relay) -> AsyncIterator[CallFloor]:  # noqa: F811
    floor = CallFloor(Path(shutil.copy(founded_with_desk, tmp_path)), relay, **at)
    await floor.open()
    yield floor
    await floor.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def comes(call_shop: CallFloor, camera_context) -> AsyncIterator[Callable[..., Awaitable[Person]]]:
    """Open the page with a ticket, as the chat's button does; a page that complained fails the test."""
    begun: list[Person] = []

    async def begin(account: str = "suspended-demo", script: str = "", **how: object) -> Person:
        page = await (await camera_context(**how)).new_page()
        await page.add_init_script(CONNECTIONS)
        if script:
            await page.add_init_script(script)
        begun.append(Person(page))
        await page.goto(await call_shop.way_in(account))
        return begun[-1]

    yield begin
    assert [complaint for person in begun for complaint in person.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def verifiers(call_shop: CallFloor, camera_context) -> AsyncIterator[Callable[..., Awaitable[Verifier]]]:
    """Begin consoles on the page of the calls; one that complained fails the test."""
    begun: list[Verifier] = []

    async def begin(script: str = "", **how: object) -> Verifier:
        context = await camera_context(**how)
        await context.add_init_script(CONNECTIONS)
        if script:
            await context.add_init_script(script)
        begun.append(await Verifier.begin(context, call_shop.url))
        return begun[-1]

    yield begin
    assert [complaint for one in begun for complaint in one.complaints] == []


@pytest.fixture
def refusing() -> Callable[[str], str]:
    """Write a script under which camera and microphone fail with an error of this name."""
    return lambda name: (
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('no', '{name}'); }};"
    )
