"""Commands over the database: tables and the demo marketplace."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import Protocol

from alembic import command
from alembic.config import Config
from asyncpg import PostgresError  # type: ignore[import-untyped]  # SQLAlchemy does not wrap what it raises on connecting
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.demo_desk import ensure_demo_staff
from bot.cli.environment import home
from bot.clock import WallClock
from bot.db import Database
from bot.errors import Refused
from bot.marketplace import demo
from bot.settings import ROOT, Settings


class NoDatabase(Refused):
    """The database does not answer, or lets us not in."""

    code = "no_database"


class Change(Protocol):
    """Something done to the database as of a moment."""

    def __call__(self, database: Database, *, now: datetime) -> Awaitable[None]:
        """Do it."""
        ...


def upgrade(settings: Settings) -> None:
    """Bring the tables up to date. Raises Misused, NoDatabase."""
    home(settings)
    asyncio.run(_require(settings.database))
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = settings.database
    command.upgrade(config, "head")


def prepare(settings: Settings) -> None:
    """Bring the tables up to date; in demo mode make the demo marketplace where there is none."""
    upgrade(settings)
    if settings.demo:
        _apply(settings, demo.ensure)
        _apply(settings, partial(ensure_demo_staff, settings=settings))


def reset_demo(settings: Settings) -> None:
    """Make the demo marketplace afresh, in a database that is up to date."""
    upgrade(settings)
    _apply(settings, demo.reset)


def set_incident(settings: Settings, *, on: bool) -> None:
    """Open or close the demo's incident, in a database that is up to date."""
    upgrade(settings)
    _apply(settings, partial(demo.set_incident, on=on))


async def _require(url: str) -> None:
    """Refuse to go on where `url` cannot be reached or opened. Raises NoDatabase."""
    try:
        database = Database(url)
        try:
            async with database.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        finally:
            await database.close()
    except (OSError, ValueError, PostgresError, SQLAlchemyError) as wrong:
        why = str(getattr(wrong, "orig", None) or wrong).partition("\n")[0]
        raise NoDatabase(f"The database of MILEPOST_DATABASE_URL cannot be used: {why}") from wrong


def _apply(settings: Settings, change: Change) -> None:
    async def applying() -> None:
        database = Database(settings.database)
        try:
            await change(database, now=WallClock(settings.clock).now())
        finally:
            await database.close()

    asyncio.run(applying())
