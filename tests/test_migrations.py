"""The revisions and the models say the same, on both databases, and lead back."""

import asyncio

import pytest
import sqlalchemy as sa
from alembic import command

from bot.db import Database
from tests.databases import alembic


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("postgres_server").empty()


def tables(url: str) -> set[str]:
    async def names() -> set[str]:
        database = Database(url)
        async with database.engine.connect() as connection:
            found = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        await database.close()
        return set(found)

    return asyncio.run(names())


def test_the_newest_revision_makes_what_the_models_describe(empty_url):
    command.upgrade(alembic(empty_url), "head")
    command.check(alembic(empty_url))  # raises where a revision is missing
    assert {"account", "ledger_transfer", "conversation", "message"} <= tables(empty_url)


def test_an_upgrade_twice_changes_nothing(empty_url):
    command.upgrade(alembic(empty_url), "head")
    command.upgrade(alembic(empty_url), "head")
    command.check(alembic(empty_url))


def test_the_way_back_leaves_nothing(empty_url):
    command.upgrade(alembic(empty_url), "head")
    command.downgrade(alembic(empty_url), "base")
    assert tables(empty_url) == {"alembic_version"}
    command.upgrade(alembic(empty_url), "head")
