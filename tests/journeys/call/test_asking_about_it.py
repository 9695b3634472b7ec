"""The assistant offers the call to whoever is asked for one, and knows how the line stands."""

import pytest

from bot.actions.words import Words, entries
from bot.desk.hours import WEEKDAYS, Hours
from bot.marketplace.sql import SqlMarketplace
from bot.settings import Settings
from bot.verification.glance import SqlCalls
from tests.journeys.answering import AnsweringAssistant
from tests.journeys.call.conftest import PASSED, in_line
from tests.journeys.desk.conftest import PACIFIC
from tests.patience import PATIENCE_S

START, QUEUE, PROBLEM = "start my video verification", "where am I in the queue", "my camera does not work"


@pytest.fixture
def assistant(database, clock, desk_parts):
    return AnsweringAssistant(
        {
            "marketplace": SqlMarketplace(database, clock, deadline_s=PATIENCE_S),
            "words": Words(entries(), **Settings().wording),
            "clock": clock,
            "hours": Hours(PACIFIC, WEEKDAYS),
            "calls": SqlCalls(database, desk_parts.timetable),
        },
        {START: "start_video_verification", QUEUE: "ask_video_queue", PROBLEM: "report_video_problem"},
    )


async def ask(browser, text):
    said = await browser.say(text)

    def found():
        return [message for message in browser.thread if message.get("reply_to") == said["result"]["seq"]]

    return (await browser._until(found))[-1]


def offers_call(answer):
    return any(block["type"] == "call" for block in answer["blocks"])


async def test_the_button_the_place_and_the_troubles_are_of_the_persons_own_verification(
    page, verifier, browse, gateway
):
    await verifier()
    chat = await browse(token=gateway.token("suspended-demo"))
    assert offers_call(await ask(chat, START))
    person = await page()
    await person.does("preflight", results={**PASSED, "camera": "failed"})
    assert "The camera was not found or not allowed." in (await ask(chat, PROBLEM))["text"]
    await in_line(person)
    waits = await ask(chat, QUEUE)
    assert "You are number 1 in line." in waits["text"]
    assert "Calls are taken now" in waits["text"]


@pytest.mark.parametrize("account", ["client-demo", "private-demo", "inactive-demo", "blocked-demo", "pastdue-demo"])
async def test_nobody_else_is_offered_it_or_let_in(browse, gateway, account):
    chat = await browse(token=gateway.token(account))
    for text in (START, QUEUE, PROBLEM):
        assert not offers_call(await ask(chat, text))
    assert (await chat.sends("call", {}))["code"] == "not_allowed"


async def test_the_page_is_opened_in_the_language_of_the_chat(browse, gateway):
    reader = await browse(token=gateway.token("suspended-demo"), locale="es-MX")
    assert (await reader.sends("call", {}))["result"]["url"].startswith("/verify?lang=es-MX#")
