"""A shop with a desk, and specialists to sit at it."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.browser.desk.floor import Floor, found_with_desk
from tests.browser.desk.specialist import Specialist


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded_with_desk(tmp_path_factory) -> Path:
    """A database with the demo marketplace and its desk, made once and copied for each test."""
    path = tmp_path_factory.mktemp("floor") / "founded.db"
    await found_with_desk(path)
    return path


@pytest.fixture
def at() -> dict[str, object]:
    """When the test begins; a test that is about time gives another moment."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def shop(founded_with_desk, tmp_path, at) -> AsyncIterator[Floor]:
    floor = Floor(Path(shutil.copy(founded_with_desk, tmp_path)), **at)
    await floor.open()
    yield floor
    await floor.leave()


@pytest_asyncio.fixture(loop_scope="session")
async def consoles(shop: Floor, new_context) -> AsyncIterator[Callable[..., Awaitable[Specialist]]]:
    """Begin consoles, each in a browser of its own; one that complained fails the test."""
    begun: list[Specialist] = []

    async def begin(handle: str | None = "specialist-web", **how: object) -> Specialist:
        begun.append(await Specialist.begin(await new_context(**how), shop.url))
        if handle is not None:
            await begun[-1].signs_in(handle)
            await begun[-1].goes_online()
        return begun[-1]

    yield begin
    assert [complaint for one in begun for complaint in one.complaints] == []
