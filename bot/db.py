"""The database: one engine, one base class of rows, one way to open a transaction."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot import sqlite
from bot.completion import completed
from bot.sqlite import BRIEF, sqlite_engine

POOL_SIZE = 5
CLOSE_PATIENCE_S = 15.0  # longer than any statement waits for a lock

# One moment for all queries of a read, and no lock that a writer would wait for.
SNAPSHOT: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"begin": sqlite.SNAPSHOT},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite forgets zones, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a zone must not reach the database"
            raise ValueError(msg)
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every row's base class."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's own convention


class Database:
    """Where the rows are.

    A transaction that was begun is always ended, and its connection given back, before a cancellation of its
    task goes on: nothing keeps a lock that nobody holds.
    """

    def __init__(self, url: str) -> None:
        """Prepare the engine for `url`: `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`."""
        self.url = url
        self.engine = _engine(url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._open = 0
        self._idle = asyncio.Event()

    def know(self, **facts: Any) -> None:
        """Hand every later transaction what its moves must know, in `session.info`."""
        self._sessions.configure(info=facts)

    def transaction(self, *, brief: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        """Open the one transaction of an event: committed at the end, rolled back on any error.

        A `brief` one is of statements that touch a few rows each; SQLite then runs them without changing threads.
        """
        return self._begun({BRIEF: brief})

    def reading(self, *, brief: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        """Open a transaction that only reads: one moment of the rows, without the write lock."""
        return self._begun({BRIEF: brief, **SNAPSHOT[self.engine.dialect.name]})

    async def close(self) -> None:
        """Let open transactions end, then let go of all connections."""
        while self._open:
            self._idle.clear()
            await asyncio.wait_for(self._idle.wait(), CLOSE_PATIENCE_S)
        await completed(self.engine.dispose())

    @asynccontextmanager
    async def _begun(self, options: Mapping[str, Any]) -> AsyncIterator[AsyncSession]:
        session = self._sessions()
        self._open += 1
        try:
            await completed(session.connection(execution_options=options))
            yield session
            await completed(session.commit())
        finally:
            try:
                await completed(session.close())
            finally:
                self._open -= 1
                self._idle.set()


def _engine(url: str) -> AsyncEngine:
    # An error that reaches the log shows the statement and nobody's words.
    # The connection that was used last comes first: it has the pages at hand that the others would have to read again.
    how: dict[str, Any] = {
        "pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "pool_use_lifo": True, "hide_parameters": True
    }  # fmt: skip
    if url.startswith("sqlite"):
        return sqlite_engine(url, **how)
    return create_async_engine(url, **how, pool_pre_ping=True)
