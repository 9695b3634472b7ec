"""The demo marketplace as each account sees it, read once from a real database."""

import asyncio

import pytest

from bot.actions.webhook import TRANSACTIONS_READ
from bot.db import Base, Database
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from tests.actions.conversation import Conversation, ReadMarketplace
from tests.clock import NOON, SettableClock

ACCOUNTS = (*demo.CLIENTS, *demo.FREELANCERS)


async def _read(url: str) -> ReadMarketplace:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await demo.ensure(database, now=NOON)
    marketplace = SqlMarketplace(database, SettableClock(NOON))
    seen = {account: await marketplace.records(account) for account in ACCOUNTS}
    history = {account: await marketplace.transactions(account, limit=TRANSACTIONS_READ) for account in ACCOUNTS}
    await database.close()
    return ReadMarketplace({account: records for account, records in seen.items() if records}, history)


@pytest.fixture(scope="session")
def marketplace(tmp_path_factory: pytest.TempPathFactory) -> ReadMarketplace:
    return asyncio.run(_read(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"))


@pytest.fixture
def client(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace, "client-demo")


@pytest.fixture
def freelancer(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace, "freelancer-demo")


@pytest.fixture
def stranger(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace)
