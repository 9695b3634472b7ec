"""kill -9 of one of two gateways while a specialist chats: both sides go on at the other, and nothing is lost."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clock import WallClock
from bot.db import Database
from bot.desk.handoffs import requests
from bot.desk.handoffs.states import Reason
from bot.desk.hours import WEEKDAYS, Hours
from bot.desk.timetable import Timetable
from tests.faults.gateway_process import GatewayProcess
from tests.faults.talker import Talker
from tests.journeys.desk.console import Console

TEN_PACIFIC = datetime(2026, 3, 2, 18, tzinfo=UTC)
EACH = 10


@pytest.fixture
def gateways(tmp_path):
    clock = WallClock(TEN_PACIFIC)
    started = []
    try:
        for _ in range(2):
            gateway = GatewayProcess(tmp_path, clock.now())
            started.append(gateway)
            gateway.wait_until_up()
        yield started
    finally:
        for gateway in started:
            gateway.kill()


async def test_a_chat_goes_on_at_the_other_gateway_when_its_own_is_killed(gateways, tmp_path):
    first, second = gateways
    client = Talker(first.url, {"token": first.token("client-demo")})
    await client.say("I want a person")
    console = Console(first.url)
    await console.sign_in("specialist-web", (tmp_path / "desk_password").read_text("ascii"))
    await console.connect()
    await console.does("presence", status="online")

    # What an answer of the assistant's asks for, asked for here.
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'milepost.db'}")
    timetable = Timetable(Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS))
    async with database.transaction() as session:
        await requests.ask(
            session, conversation=client.conversation, reason=Reason.ASKED, timetable=timetable, now=TEN_PACIFIC
        )
    await database.close()
    offer = await console.hears("offer")
    conversation = offer["conversation"]
    await console.does("accept", handoff=offer["handoff"])

    said = [f"question {number}" for number in range(EACH)]
    for number, text in enumerate(said):
        if number == EACH // 2:
            first.kill()
            client.url = second.url
            await console.hears("disconnect")
            await console.reconnect(at=second.url)
            assert [view["conversation"] for view in (await console.hears("welcome"))["conversations"]] == [
                conversation
            ]
        await client.say(text)
        await console.reads(conversation, text)
        await console.says(conversation, f"answer {number}")

    whole = await client.everything()
    assert [seq for seq, _, _ in whole] == list(range(1, len(whole) + 1))
    assert [text for _, kind, text in whole if kind == "user"][1:] == said
    assert [text for _, kind, text in whole if kind == "specialist"] == [f"answer {number}" for number in range(EACH)]
    assert not any("lost the connection" in text for _, _, text in whole)
    assert client.doubled == []
    await client.leave()
    await console.leave()
