"""The demo marketplace as each account sees it, read once from a real database: directly, and over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiohttp.test_utils import TestServer

from bot.actions.webhook import TRANSACTIONS_READ
from bot.db import Base, Database
from bot.marketplace import demo
from bot.marketplace.port import Marketplace
from bot.marketplace.sql import SqlMarketplace
from bot.remote.api import marketplace_api
from bot.remote.line import Line, Patience
from bot.remote.marketplace import HttpMarketplace
from tests.actions.conversation import Conversation, ReadMarketplace
from tests.clock import NOON, SettableClock
from tests.patience import PATIENCE_S

ACCOUNTS = (*demo.CLIENTS, *demo.FREELANCERS)


type Way = Callable[[Marketplace], AbstractAsyncContextManager[Marketplace]]


@asynccontextmanager
async def _directly(marketplace: Marketplace) -> AsyncIterator[Marketplace]:
    yield marketplace


@asynccontextmanager
async def _over_http(marketplace: Marketplace) -> AsyncIterator[Marketplace]:
    key = "k" * 32
    async with TestServer(marketplace_api(marketplace, key)) as server:
        line = Line(str(server.make_url("/")), key, patience=Patience(total_s=PATIENCE_S, attempt_s=PATIENCE_S))
        yield HttpMarketplace(line)
        await line.disconnect()


async def _read(url: str, way: Way) -> ReadMarketplace:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await demo.ensure(database, now=NOON)
    async with way(SqlMarketplace(database, SettableClock(NOON), deadline_s=PATIENCE_S)) as marketplace:
        seen = {account: await marketplace.records(account) for account in ACCOUNTS}
        history = {account: await marketplace.transactions(account, limit=TRANSACTIONS_READ) for account in ACCOUNTS}
    await database.close()
    return ReadMarketplace({account: records for account, records in seen.items() if records}, history)


@pytest.fixture(scope="session", params=[_directly, _over_http], ids=["sql", "http"])
def marketplace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ReadMarketplace:
    return asyncio.run(_read(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}", request.param))


@pytest.fixture
def client(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace, "client-demo")


@pytest.fixture
def freelancer(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace, "freelancer-demo")


@pytest.fixture
def stranger(marketplace: ReadMarketplace) -> Conversation:
    return Conversation(marketplace)
