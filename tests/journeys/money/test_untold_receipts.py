"""A marketplace of its own commits before we do: whatever dies in between, the receipt is told, and told once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.actions.payments.receipts import ReceiptWords
from bot.desk import conversations
from bot.desk.presses import LOOK_AFTER, Press
from bot.gateway.receipts import GIVEN_UP_AFTER
from bot.marketplace.port import MarketplaceUnavailable
from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.api import marketplace_api
from bot.remote.commands import HttpCommands, OutcomeUnknown
from bot.remote.marketplace import HttpMarketplace
from tests.databases import BOTH
from tests.journeys.conftest import PATIENT
from tests.journeys.money.acting import APPROVE, WORDS, of_type, press, quoted, transfers
from tests.patience import PATIENCE_S
from tests.remote.conftest import KEY, line_to


class DyingError(Exception):
    """The process is killed."""


class Dying(HttpCommands):
    """Dies after the marketplace has done it and before its receipt is written down, as often as it is told to."""

    deaths = 0

    async def confirm(self, account, quote, *, witness, **how):
        async def dies(session, receipt):
            await witness(session, receipt)
            raise DyingError

        dying, self.deaths = self.deaths > 0, self.deaths - 1
        return await super().confirm(account, quote, witness=dies if dying else witness, **how)


class Deaf(HttpCommands):
    """Never reaches the marketplace with a confirmation."""

    def __init__(self, *parts):
        super().__init__(*parts)
        self.looked = asyncio.Event()

    async def confirm(self, account, quote, **how):
        raise OutcomeUnknown

    async def receipt(self, account, quote):
        self.looked.set()
        return await super().receipt(account, quote)


class Away(HttpCommands):
    """A marketplace that cannot be asked what was done, at first."""

    def __init__(self, *parts):
        super().__init__(*parts)
        self.asked = asyncio.Event()

    async def confirm(self, account, quote, *, witness, **how):
        await super().confirm(account, quote, witness=nobody, **how)
        raise OutcomeUnknown

    async def receipt(self, account, quote):
        if not self.asked.is_set():
            self.asked.set()
            raise MarketplaceUnavailable
        return await super().receipt(account, quote)


async def nobody(_session, _receipt):
    """Nothing is written down."""


@pytest.fixture
async def line(shop, clock):
    async with line_to(
        marketplace_api(SqlMarketplace(shop, clock, deadline_s=PATIENCE_S), KEY, commands=SqlCommands(shop, clock))
    ) as line:
        yield line


@pytest.fixture
def marketplace(line):
    return HttpMarketplace(line)


@pytest.fixture
def commands(request, line, database):
    """What the gateway commands through; where it fails, no other gateway may be there to make up for it."""
    return getattr(request, "param", HttpCommands)(line, database)


async def noted(database):
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Press))


async def nothing_noted(database):
    """Wait until the gateway has looked so often that nothing is noted any more."""
    async with asyncio.timeout(PATIENCE_S):
        while await noted(database):  # noqa: ASYNC110 - nobody is told of a row that goes
            await asyncio.sleep(0)


async def receipts_in(browser, number):
    return [message for message in await browser.reads(number) if of_type(message, "receipt")]


async def started(start, commands):
    return await start(commands=commands, receipts=ReceiptWords(WORDS), sentences=WORDS, timings=PATIENT)


@BOTH
async def test_a_receipt_that_was_not_written_is_told_once(start, browse, gateway, line, database, clock, shop):
    dying = Dying(line, database)
    dying.deaths = 1
    doomed = await started(start, dying)
    client = await browse(at=doomed, token=doomed.token())
    await client.say(APPROVE)
    quote, before = await quoted(client), await transfers(shop)
    assert (await press(client, quote))["code"] == "internal"
    assert await transfers(shop) == before + 2  # the marketplace has done it
    assert await noted(database) == 1
    assert not await receipts_in(client, 2)

    clock.forward(LOOK_AFTER)  # two gateways look after it
    assert len(await receipts_in(client, 4)) == 1
    assert await noted(database) == 0
    again = await press(client, quote)  # a late press finds what was told
    assert (again["ok"], again["result"]["seq"]) == (True, 3)
    other = await browse(at=gateway, token=gateway.token())
    assert len([message for message in other.thread if of_type(message, "receipt")]) == 1
    assert await transfers(shop) == before + 2


async def test_the_next_press_tells_it_before_anybody_looks(start, browse, gateway, line, database, clock):
    dying = Dying(line, database)
    dying.deaths = 1
    doomed = await started(start, dying)
    client = await browse(at=doomed, token=doomed.token())
    await client.say(APPROVE)
    quote, same = await quoted(client), str(uuid4())
    assert not (await press(client, quote, same))["ok"]
    assert (await press(client, quote, same))["ok"]
    assert len(await receipts_in(client, 4)) == 1
    assert await noted(database) == 0


async def test_it_is_told_where_the_person_is_when_the_conversation_has_ended(
    start, browse, gateway, line, database, clock
):
    dying = Dying(line, database)
    dying.deaths = 1
    doomed = await started(start, dying)
    client = await browse(at=doomed, token=doomed.token())
    await client.say(APPROVE)
    quote = await quoted(client)
    assert not (await press(client, quote))["ok"]
    async with database.transaction() as session:
        opened = await conversations.find(session, conversation=client.welcome["conversation"])
        assert await conversations.close(session, opened, now=clock.now())
    await client.leave()
    back = await browse(at=gateway, token=gateway.token())
    assert back.thread == []
    clock.forward(LOOK_AFTER)
    assert len(await receipts_in(back, 2)) == 1


@pytest.mark.parametrize("commands", [Away], indirect=True)
async def test_a_marketplace_that_is_away_is_asked_again(client, commands, clock):
    await client.say(APPROVE)
    assert (await press(client, await quoted(client)))["code"] == "outcome_unknown"
    clock.forward(LOOK_AFTER)
    async with asyncio.timeout(PATIENCE_S):
        await commands.asked.wait()
    clock.forward(LOOK_AFTER)
    assert len(await receipts_in(client, 4)) == 1


@pytest.mark.parametrize("commands", [Deaf], indirect=True)
async def test_what_was_never_done_is_not_done_by_looking(client, commands, database, clock, shop):
    await client.say(APPROVE)
    quote, before = await quoted(client), await transfers(shop)
    assert (await press(client, quote))["code"] == "outcome_unknown"
    clock.forward(LOOK_AFTER)
    async with asyncio.timeout(PATIENCE_S):
        await commands.looked.wait()
    assert await noted(database) == 1  # it may still be under way
    clock.forward(GIVEN_UP_AFTER)
    await nothing_noted(database)
    assert await transfers(shop) == before
    assert len(client.thread) == 2


async def test_a_refused_press_leaves_nothing_behind(browse, gateway, database):
    client = await browse(token=gateway.token(auth_age=timedelta(minutes=6)))
    await client.say(APPROVE)
    assert (await press(client, await quoted(client)))["code"] == "reauth_required"
    assert await noted(database) == 0
