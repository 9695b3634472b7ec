"""The real Firefox of this machine, where there is one, and people who use it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tests.browser.call.conftest import counter  # noqa: F401 - the scripted gateway of its page
from tests.browser.firefox.bidi import Firefox, firefox, firefox_path
from tests.browser.firefox.tab import Tab

MISSING = "These tests need a Firefox: install Debian's `firefox-esr`, or name one in MILEPOST_FIREFOX."


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def fox(tmp_path_factory) -> AsyncIterator[Firefox]:
    executable = firefox_path()
    if executable is None:
        pytest.skip(MISSING)
    async with firefox(executable, tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(fox: Firefox) -> AsyncIterator[Callable[..., Awaitable[Tab]]]:
    """Open tabs of one person; a page that complained in its console fails the test."""
    user = (await fox.send("browser.createUserContext"))["userContext"]
    begun: list[Tab] = []

    async def begin(*, account: str = "client-demo", width: int = 1280) -> Tab:
        key = "milepost-market:account"
        before = f"() => {{ if (location.protocol === 'http:' && !localStorage.getItem('{key}')) localStorage.setItem('{key}', '{account}'); }}"
        begun.append(await Tab.begin(fox, user, before=before, width=width))
        return begun[-1]

    yield begin
    await fox.send("browser.removeUserContext", userContext=user)
    assert [complaint for tab in begun for complaint in tab.complaints] == []
