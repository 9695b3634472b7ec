"""What all tests share: a clock to move, and databases of both kinds."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from bot.db import Database
from tests.clock import SettableClock
from tests.databases import PostgresServer, SqliteFiles

# The same examples each time, on a machine of any speed. `pytest --hypothesis-profile=deep`: ten times as many.
settings.register_profile("gate", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", settings.get_profile("gate"), max_examples=1_000, print_blob=True)
settings.load_profile("gate")


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
