"""Commanding over HTTP: what is confirmed is done once, and a "no" keeps its code."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import func, select

from bot.db import Database
from bot.errors import Refused
from bot.marketplace.commands import (
    AddMilestone,
    Approve,
    GiveBonus,
    QuoteExpired,
    QuoteUnknown,
    ReauthRequired,
    RequestChanges,
    SendOffer,
)
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.parties import UnknownRecord
from bot.marketplace.port import MarketplaceUnavailable, MilestoneStatus
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.commands import HttpCommands, OutcomeUnknown
from bot.remote.refusals import MarketplaceRefused
from bot.remote.views import written
from tests.clock import NOON
from tests.remote.scripted import cut, hangs_up, says, silent

FRESH = timedelta(seconds=10)
ME = "client-demo"


OFFER = SendOffer("freelancer-demo", "Signage", "Two signs.", "Sketches", Money(50_00), NOON.date())


class Notebook:
    """A witness who remembers."""

    def __init__(self):
        self.receipts = []

    async def __call__(self, _session, receipt):
        self.receipts.append(receipt)


@pytest.fixture
def notebook():
    return Notebook()


@pytest.fixture
async def own(sqlite_files):
    """Our own database, which is not the marketplace's."""
    database = Database(sqlite_files.fresh())
    yield database
    await database.close()


@pytest.fixture
def commands(line, own):
    return HttpCommands(line, own)


@pytest.fixture
def asking(scripted_line, own):
    return HttpCommands(scripted_line, own)


@pytest.fixture
async def submitted(sql):
    """A milestone that waits for its client."""
    records = await sql.records(ME)
    return next(
        milestone
        for contract in records.contracts
        for milestone in contract.milestones
        if milestone.status is MilestoneStatus.SUBMITTED
    )


@pytest.fixture
def approve(submitted):
    return Approve(submitted.contract, submitted.number)


async def transfers(database):
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(Transfer))


async def test_what_is_quoted_is_done_and_written_down(commands, sql, approve, submitted, notebook):
    quote = await commands.quote(ME, approve)
    assert quote.amount == submitted.amount
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p-1", witness=notebook)
    assert receipt.quote == quote
    assert receipt.press == "p-1"
    assert notebook.receipts == [receipt]
    records = await sql.records(ME)
    [contract] = [contract for contract in records.contracts if contract.id == approve.contract]
    assert contract.milestones[approve.milestone - 1].status is MilestoneStatus.RELEASED


async def test_both_ways_of_quoting_say_the_same(commands, shop, clock, approve):
    for command in (
        approve,
        RequestChanges(approve.contract, approve.milestone, "A larger logo.\nPlease."),
        GiveBonus(approve.contract, Money(25_00), "Thanks"),
        OFFER,
        replace(OFFER, due_on=None),
    ):
        over_http, by_sql = await commands.quote(ME, command), await SqlCommands(shop, clock).quote(ME, command)
        assert replace(over_http, id="") == replace(by_sql, id="")


async def test_many_presses_move_money_once_and_get_one_receipt(commands, shop, approve, notebook):
    quote = await commands.quote(ME, approve)
    before = await transfers(shop)
    receipts = await asyncio.gather(
        *(commands.confirm(ME, quote.id, auth_age=FRESH, press=f"p-{n}", witness=notebook) for n in range(8))
    )
    assert len(set(receipts)) == 1
    assert await transfers(shop) - before == len(receipts[0].lines) == 2  # out of escrow, and on to the freelancer
    assert len(notebook.receipts) == 8


async def test_the_sign_in_must_be_fresh(commands, shop, approve, notebook):
    quote = await commands.quote(ME, approve)
    before = await transfers(shop)
    for age in (timedelta(minutes=5), timedelta(days=400)):
        with pytest.raises(ReauthRequired):
            await commands.confirm(ME, quote.id, auth_age=age, press="p", witness=notebook)
    assert await transfers(shop) == before
    assert notebook.receipts == []


async def test_a_quote_runs_out(commands, clock, approve, notebook):
    quote = await commands.quote(ME, approve)
    clock.forward(timedelta(minutes=5))
    with pytest.raises(QuoteExpired):
        await commands.confirm(ME, quote.id, auth_age=FRESH, press="p", witness=notebook)


async def test_another_account_finds_neither_contract_nor_quote(commands, approve, notebook):
    with pytest.raises(UnknownRecord):
        await commands.quote("pastdue-demo", approve)
    quote = await commands.quote(ME, approve)
    for account, which in (("pastdue-demo", quote.id), (ME, "../../x"), ("..", quote.id)):
        with pytest.raises(QuoteUnknown):
            await commands.confirm(account, which, auth_age=FRESH, press="p", witness=notebook)


async def test_a_refusal_that_is_not_told_apart_keeps_its_code_and_sentence(commands, shop, clock, approve):
    command = AddMilestone(approve.contract, "More", Money(1))
    with pytest.raises(Refused) as by_sql:
        await SqlCommands(shop, clock).quote(ME, command)
    with pytest.raises(Refused) as over_http:
        await commands.quote(ME, command)
    assert (over_http.value.code, over_http.value.message) == (by_sql.value.code, by_sql.value.message)


async def test_a_reason_that_only_the_marketplace_knows_is_told(scripted, asking, approve):
    refusal = {"ok": False, "code": "tax_form_missing", "message": "A tax form is missing.", "details": {}}
    scripted.then(says(orjson.dumps(refusal), status=409))
    with pytest.raises(MarketplaceRefused, match="A tax form is missing") as refused:
        await asking.quote(ME, approve)
    assert refused.value.code == "tax_form_missing"


UNTOLD = {
    "silence": silent,
    "a cut body": cut,
    "a cut connection": hangs_up,
    "an error": says(status=500),
    "no JSON": says(b"<html>"),
    "a refusal without a sentence": says(b'{"code":"quote_void"}', status=409),
    "a redirect": says(status=307, Location="/elsewhere"),
    "an old key": says(status=401),
}


@pytest.mark.parametrize("fault", UNTOLD.values(), ids=UNTOLD)
async def test_where_nobody_knows_what_came_of_it_that_is_said(scripted, asking, notebook, fault):
    scripted.then(fault)
    with pytest.raises(OutcomeUnknown):
        await asking.confirm(ME, "q", auth_age=FRESH, press="p", witness=notebook)
    assert notebook.receipts == []


@pytest.mark.parametrize("fault", UNTOLD.values(), ids=UNTOLD)
async def test_a_quote_that_cannot_be_had_is_unavailable(scripted, asking, approve, fault):
    scripted.then(fault)
    with pytest.raises(MarketplaceUnavailable):
        await asking.quote(ME, approve)


async def test_a_confirmation_is_tried_again_under_the_same_key(scripted, asking, commands, approve, notebook):
    quote = await commands.quote(ME, approve)
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p-7", witness=notebook)
    scripted.then(hangs_up, says(status=503), says(orjson.dumps(written(receipt))))
    again = await asking.confirm(ME, quote.id, auth_age=FRESH, press="p-7", witness=notebook)
    assert again == receipt
    assert [request.headers["Idempotency-Key"] for request in scripted.asked] == ["p-7"] * 3
    assert set(scripted.bodies) == {b'{"auth_age_s":10}'}


async def test_a_receipt_for_something_else_is_none(scripted, asking, commands, approve, notebook):
    quote = await commands.quote(ME, approve)
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p", witness=Notebook())
    scripted.then(says(orjson.dumps(written(receipt))))
    with pytest.raises(OutcomeUnknown):
        await asking.confirm(ME, "another", auth_age=FRESH, press="p", witness=notebook)
    assert notebook.receipts == []


async def test_what_was_done_can_be_read_and_nothing_is_done_by_it(commands, shop, approve, notebook):
    quote = await commands.quote(ME, approve)
    before = await transfers(shop)
    assert await commands.receipt(ME, quote.id) is None
    assert await transfers(shop) == before
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p", witness=notebook)
    assert await commands.receipt(ME, quote.id) == receipt
    assert notebook.receipts == [receipt]
    for account, which in (("pastdue-demo", quote.id), (ME, "made up"), (ME, "../../x")):
        assert await commands.receipt(account, which) is None


async def test_the_receipt_of_an_offer_names_the_contract_that_was_made(commands, sql, notebook):
    quote = await commands.quote(ME, OFFER)
    assert (quote.contract, quote.due_on) == (None, NOON.date())
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p", witness=notebook)
    assert receipt.contract in {contract.id for contract in (await sql.records(ME)).contracts}


@pytest.mark.parametrize("wrong", [{"contract": "C-9"}, {"quote": None}], ids=["another contract", "another quote"])
async def test_what_is_read_of_something_else_is_nothing(scripted, asking, commands, approve, notebook, wrong):
    quote = await commands.quote(ME, approve)
    receipt = await commands.confirm(ME, quote.id, auth_age=FRESH, press="p", witness=notebook)
    if "quote" in wrong:
        wrong = {"quote": replace(quote, id="another")}
    scripted.then(says(orjson.dumps({"receipt": written(replace(receipt, **wrong))})))
    with pytest.raises(MarketplaceUnavailable):
        await asking.receipt(ME, quote.id)


@pytest.mark.parametrize("fault", UNTOLD.values(), ids=UNTOLD)
async def test_what_was_done_may_not_be_told_now(scripted, asking, fault):
    scripted.then(fault)
    with pytest.raises(MarketplaceUnavailable):
        await asking.receipt(ME, "q")


async def test_a_quote_for_something_else_is_none(scripted, asking, commands, approve):
    quote = await commands.quote(ME, approve)
    for wrong in (
        replace(quote, account="pastdue-demo"),
        replace(quote, contract="C-9"),
        replace(quote, amount=quote.amount + Money(1)),
        replace(quote, lines=()),
    ):
        scripted.then(says(orjson.dumps(written(wrong)), status=201))
        with pytest.raises(MarketplaceUnavailable):
            await asking.quote(ME, approve)
