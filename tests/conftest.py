"""What all tests share: a clock to move, and databases of both kinds."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from hypothesis import settings

from bot.db import Database
from tests.clock import SettableClock
from tests.databases import PostgresServer, SqliteFiles

# `pytest --hypothesis-profile=deep`: ten times the examples, the same ones each time.
settings.register_profile("deep", max_examples=1_000, derandomize=True, print_blob=True)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of each kind, by turns. The servers start only where they are asked for."""
    makers: dict[str, Callable[[], str]] = {
        "sqlite": lambda: request.getfixturevalue("sqlite_files").fresh(),
        "postgres": lambda: request.getfixturevalue("postgres_server").fresh(),
    }
    return makers[request.param]()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()
