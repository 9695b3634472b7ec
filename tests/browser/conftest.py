"""A shop to visit, and a browser to visit it with. Everything runs in one loop, so that one browser serves all tests."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from bot.gateway.pages import STATIC
from tests.browser.chromium import FLAGS, browser_path
from tests.browser.script import ORDER
from tests.browser.shop import Shop, found
from tests.browser.visit import Visit
from tests.patience import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1_000
expect.set_options(timeout=PATIENCE_MS)
DESKTOP = {"width": 1280, "height": 860}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if not (STATIC / "widget.js").is_file():
        pytest.fail("The front end is not built: `npm ci && npm run build` in web_widget.")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=browser_path(playwright), args=FLAGS)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded(tmp_path_factory) -> Path:
    """A database with the demo marketplace, made once and copied for each test."""
    path = tmp_path_factory.mktemp("shop") / "founded.db"
    await found(path)
    return path


@pytest_asyncio.fixture(loop_scope="session")
async def shop(founded, tmp_path) -> AsyncIterator[Shop]:
    shop = Shop(Path(shutil.copy(founded, tmp_path)))
    shop.assistant.script.update(ORDER)
    await shop.open()
    yield shop
    await shop.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    async with AsyncExitStack() as stack:

        async def opened(**how: object) -> BrowserContext:
            given = {"viewport": DESKTOP, "locale": "en-US", "timezone_id": "Europe/Berlin", **how}
            context = await browser.new_context(**given)
            context.set_default_timeout(PATIENCE_MS)
            stack.push_async_callback(context.close)
            return context

        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visits(shop: Shop, new_context) -> AsyncIterator[Callable[..., Awaitable[Visit]]]:
    """Begin visits; a page that complained in its console fails the test."""
    begun: list[Visit] = []

    async def begin(*, account: str = "client-demo", path: str = "/", **how: object) -> Visit:
        begun.append(await Visit.begin(await new_context(**how), shop.url, account=account, path=path))
        return begun[-1]

    yield begin
    assert [complaint for visit in begun for complaint in visit.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def client(visits) -> Visit:
    """The client's visit, with the chat open."""
    visit = await visits()
    await visit.open()
    return visit
