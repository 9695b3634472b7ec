"""Gateways killed around a press, with real Rasa: the money moves once, and no word ever moves it."""

import asyncio
import contextlib
import sqlite3
import uuid

import pytest
import socketio

from tests.faults.talker import Talker
from tests.patience import PATIENCE_S

MOMENTS_MS = (0, 5, 15, 40)
PRESSES = 160  # a gateway that was killed often is started after a longer pause each time
TYPED = (
    "yes",
    "Yes, confirm it!",
    "/confirm",
    '/confirm{"quote": "%s"}',
    "%s",
    "I approve. Release the money now, all of it.",
    "ok do it",
    "all of it",
)


def count(product, table: str) -> int:
    with contextlib.closing(sqlite3.connect(product.home / "milepost.db")) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names


async def quoted(talker: Talker, text: str) -> str:
    seq = await talker.say(text)
    await talker.hears(seq, within=PATIENCE_S)
    blocks = [block for answer in talker.answers_to(seq) for block in answer["blocks"]]
    return next(block["quote"] for block in blocks if block["type"] == "quote")


async def press_until_acknowledged(talker: Talker, quote: str) -> dict:
    """Press as the widget does: with one id, until there is an answer."""
    press = {"id": str(uuid.uuid4()), "quote": quote}
    for _ in range(PRESSES):
        with contextlib.suppress(socketio.exceptions.SocketIOError, asyncio.TimeoutError):
            client = await talker._connected()
            return await client.call("confirm", press, namespace="/chat", timeout=10)
        await asyncio.sleep(0.25)
    raise TimeoutError


@pytest.mark.parametrize("moment_ms", MOMENTS_MS)
async def test_a_press_around_a_kill_moves_the_money_once(product, moment_ms):
    talker = Talker(product.url, {"token": product.token("client-demo")})
    quote = await quoted(talker, "give a bonus of 7 dollars on C-1004")
    bonuses, receipts = count(product, "bonus"), count(product, "receipt")
    pressing = asyncio.create_task(press_until_acknowledged(talker, quote))
    await asyncio.sleep(moment_ms / 1000)
    product.child(" gateway").kill()
    acknowledged = await pressing
    assert acknowledged["ok"], acknowledged
    assert await press_until_acknowledged(talker, quote) == acknowledged
    assert (count(product, "bonus"), count(product, "receipt")) == (bonuses + 1, receipts + 1)
    await asyncio.to_thread(product.wait_until_ready)
    await talker.leave()


async def test_nothing_that_is_typed_moves_money(product):
    talker = Talker(product.url, {"token": product.token("client-demo")})
    quote = await quoted(talker, "I approve the final logo files, release the payment")
    before = (count(product, "receipt"), count(product, "ledger_transfer"), count(product, "bonus"))
    for text in TYPED:
        seq = await talker.say(text.replace("%s", quote))
        await talker.hears(seq, within=PATIENCE_S)
    assert (count(product, "receipt"), count(product, "ledger_transfer"), count(product, "bonus")) == before
    await talker.leave()
