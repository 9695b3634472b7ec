"""The demo marketplace behind a gateway, with the real actions, their commands and their words."""

import pytest

from bot.actions.payments.receipts import ReceiptWords
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from tests.journeys.conftest import PATIENT
from tests.journeys.money.acting import APPROVE, WORDS, ActingAssistant
from tests.patience import PATIENCE_S


@pytest.fixture
async def shop(database, clock):
    await demo.ensure(database, now=clock.now())
    return database


@pytest.fixture
def commands(shop, clock):
    return SqlCommands(shop, clock)


@pytest.fixture
def marketplace(shop, clock):
    return SqlMarketplace(shop, clock, deadline_s=PATIENCE_S)


@pytest.fixture
def assistant(marketplace, commands, clock):
    return ActingAssistant(marketplace, commands, clock, {APPROVE: "approve_milestone"})


@pytest.fixture
async def gateway(start, commands):
    return await start(commands=commands, receipts=ReceiptWords(WORDS), sentences=WORDS, timings=PATIENT)
