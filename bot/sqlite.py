"""SQLite's connections: as few hops to the driver's thread as can be, and none that is cut in the middle.

aiosqlite hops four times for one statement (cursor, execute, fetch, close), and a task that is cancelled
while it waits leaves the thread at work on a connection that nobody knows to be busy, lock and all.

Here a statement is one hop, and the first of a transaction takes its BEGIN along. In a brief transaction only what
may wait hops: the beginning, for other writers, and the commit, for the disk. Its other statements take a tenth of
what a hop costs, and are run where they are said; so is all of a brief one that only reads.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.completion import completed

BUSY_TIMEOUT_MS = 10_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # no acknowledgement before it is on disk
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
)
SNAPSHOT = "BEGIN"  # of a transaction that only reads: in WAL it waits for nobody
BRIEF = "brief"  # the execution option of a transaction whose statements touch a few rows each
_CHUNK = 64  # aiosqlite wants one; our cursors read everything at once


class Uncut(asyncio.Future[Any]):
    """What a task waits for to its end: a cancellation is raised when it is there, not instead of it."""

    def cancel(self, msg: Any = None) -> bool:  # noqa: ARG002 - asyncio's own signature
        """Refuse; asyncio then cancels the task where it goes on."""
        return False


class SqliteCursor:
    """A cursor that runs a statement and reads its rows in one go."""

    def __init__(self, connection: "SqliteConnection") -> None:
        self.arraysize = 1
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> Self:
        """Open nothing: the first statement does."""
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement. Raises sqlite3.Error."""
        await self._connection.perform(lambda connection: self._read(connection.execute(statement, parameters)))
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run one statement for each of `parameters`. Raises sqlite3.Error."""
        await self._connection.perform(lambda connection: self._read(connection.executemany(statement, parameters)))
        return self

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows, which are here already."""
        return self._rows

    async def close(self) -> None:
        """Close nothing: the statement has been read to its end."""

    def _read(self, cursor: sqlite3.Cursor) -> None:
        """Read everything, in the driver's thread."""
        self._rows = cursor.fetchall() if cursor.description else ()
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        cursor.close()


class SqliteConnection(aiosqlite.Connection):
    """A connection whose operations run to their end, and which is closed once."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _CHUNK)
        self._thread.daemon = True
        self._stopped: asyncio.Future[None] | None = None
        self._to_begin: str | None = None
        self._is_brief = self._only_reads = False

    def cursor(self) -> SqliteCursor:  # type: ignore[override] # SQLAlchemy only enters it
        """Make a cursor."""
        return SqliteCursor(self)

    def begin(self, statement: str, *, brief: bool, only_reads: bool) -> None:
        """Have the next statement begin a transaction."""
        self._to_begin, self._is_brief, self._only_reads = statement, brief, only_reads

    async def commit(self) -> None:
        """Make what was done last, if anything was done."""
        self._to_begin = None
        if self.in_transaction and self._is_brief and self._only_reads:
            self._conn.commit()
        elif self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Take back what is not committed; the pool asks for it after every transaction, mostly for nothing."""
        self._to_begin = None
        if self.in_transaction:
            await super().rollback()

    def stop(self) -> asyncio.Future[None] | None:
        """End the thread, which can be asked only once: it answers nobody afterwards."""
        if self._stopped is None:
            self._stopped = super().stop()
        return self._stopped

    async def perform(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a statement to its end."""
        begin, self._to_begin = self._to_begin, None
        if self._is_brief and (self._only_reads or (begin is None and self.in_transaction)):
            return self._begun(begin, work)
        return await self._execute(self._begun, begin, work)

    def _begun(self, begin: str | None, work: Callable[[sqlite3.Connection], Any]) -> Any:
        if begin is not None:
            self._conn.execute(begin).close()
        return work(self._conn)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        return await self._done(partial(fn, *args, **kwargs))

    async def _connect(self) -> Self:
        try:
            await self._done(self._open)
        except BaseException:
            if self._connection is not None:
                await completed(self.close())
            elif (stopped := self.stop()) is not None:
                await completed(stopped)  # the thread answers a loop, which must still be there
            raise
        return self

    def _open(self) -> None:
        self._connection = self._connector()

    async def _done(self, work: Callable[[], Any]) -> Any:
        future = Uncut(loop=asyncio.get_running_loop())
        self._tx.put_nowait((future, work))
        return await future


def sqlite_engine(url: str, **options: Any) -> AsyncEngine:
    """Make the engine of a `sqlite+aiosqlite:///…` database."""

    async def connected() -> SqliteConnection:
        args, named = engine.dialect.create_connect_args(engine.url)
        connection = SqliteConnection(partial(_opened, args, named))
        await connection
        return connection

    engine = create_async_engine(url, async_creator=connected, **options)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _opened(args: Iterable[Any], named: Mapping[str, Any]) -> sqlite3.Connection:
    # The driver must not open transactions by itself: _begin says how they begin.
    # Its own thread and the loop's never use it at once: every operation is awaited before the next.
    connection: sqlite3.Connection = sqlite3.connect(
        *args, **{**named, "isolation_level": None, "check_same_thread": False}
    )
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _begin(connection: Any) -> None:
    # IMMEDIATE takes the write lock at once, so that two writers wait for each other instead of failing half-way.
    options = connection.get_execution_options()
    driver: SqliteConnection = connection.connection.driver_connection
    statement = options.get("begin", "BEGIN IMMEDIATE")
    driver.begin(statement, brief=options.get(BRIEF, False), only_reads=statement == SNAPSHOT)
