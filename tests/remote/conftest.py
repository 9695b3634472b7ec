"""Both ends of the contract: the demo marketplace behind the reference server, and a server that follows a script."""

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer

from bot.db import Database
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.api import marketplace_api
from bot.remote.line import Line, Patience
from bot.remote.marketplace import HttpMarketplace
from tests.clock import NOON
from tests.patience import PATIENCE_S
from tests.remote.scripted import Scripted, silent

KEY = "k" * 32
#: For a marketplace that says nothing; for any other as long as a busy machine may need.
QUICK = Patience(total_s=PATIENCE_S, attempt_s=0.5, connect_s=0.5, pause_s=0.01)
PATIENT = replace(QUICK, attempt_s=PATIENCE_S, connect_s=PATIENCE_S)


@asynccontextmanager
async def line_to(app, *, key=KEY, patience=PATIENT):
    async with TestServer(app) as server:
        line = Line(str(server.make_url("/")), key, patience=patience)
        try:
            yield line
        finally:
            await line.disconnect()


@pytest.fixture(scope="session")
def demo_file(sqlite_files):
    """The demo marketplace, made once and copied for each test."""

    async def make(url):
        database = Database(url)
        await demo.ensure(database, now=NOON)
        await database.close()

    url = sqlite_files.fresh()
    asyncio.run(make(url))
    return url.removeprefix("sqlite+aiosqlite:///")


@pytest.fixture
async def shop(demo_file, tmp_path):
    """The demo marketplace's database."""
    shutil.copyfile(demo_file, tmp_path / "shop.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    yield database
    await database.close()


@pytest.fixture
def sql(shop, clock):
    return SqlMarketplace(shop, clock, deadline_s=PATIENCE_S)


@pytest.fixture
async def line(shop, sql, clock):
    async with line_to(marketplace_api(sql, KEY, commands=SqlCommands(shop, clock))) as line:
        yield line


@pytest.fixture
def http(line):
    return HttpMarketplace(line)


@pytest.fixture
def scripted():
    return Scripted()


@pytest.fixture
async def scripted_line(scripted, request):
    told = getattr(request.node, "callspec", None)
    says_nothing = told is not None and silent in told.params.values()
    async with line_to(scripted.app(), patience=QUICK if says_nothing else PATIENT) as line:
        yield line
