"""Runs revisions on the database of the settings, or on the `url` that the caller hands in."""

import asyncio
import importlib
import pkgutil
from typing import Any

import sqlalchemy as sa
from alembic import context
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.desk
import bot.mail
import bot.marketplace
import bot.safety
import bot.verification
from bot.db import Base, Database, UtcDateTime
from bot.settings import Settings

UPGRADE_LOCK = 20261122  # one upgrade at a time, however many gateways start at once

# Every module of the subjects is imported, so that no table can be forgotten.
for subject in (bot.desk, bot.mail, bot.marketplace, bot.safety, bot.verification):
    for module in pkgutil.walk_packages(subject.__path__, f"{subject.__name__}."):
        importlib.import_module(module.name)


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Write our own column types as the plain ones, so that a revision never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def online(url: str) -> None:
    database = Database(url)
    try:
        async with database.engine.connect() as connection:
            await prepare(connection)
            async with connection.begin():
                if connection.dialect.name == "postgresql":
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
                await connection.run_sync(run)
    finally:
        await database.close()


async def prepare(connection: AsyncConnection) -> None:
    """SQLite changes a table by making it anew, which foreign keys would take for a deletion.

    They can be switched off outside of a transaction only.
    """
    if connection.dialect.name == "sqlite":
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute("PRAGMA foreign_keys=OFF")


def offline(url: str) -> None:
    context.configure(url=url, target_metadata=Base.metadata, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()


target = context.config.attributes.get("url") or Settings().database
if context.is_offline_mode():
    offline(target)
else:
    asyncio.run(online(target))
