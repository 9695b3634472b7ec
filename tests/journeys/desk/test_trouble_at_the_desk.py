"""Consoles that crash, gateways that stop, several at once: nobody is lost, and nobody is answered by two."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.assistant import Utterance
from bot.desk.handoffs import ticket as tickets
from bot.desk.models import Author
from bot.desk.presence import Console as Sitting
from tests.databases import BOTH
from tests.journeys.desk.conftest import PERSON, until_said, until_state
from tests.journeys.desk.console import Console
from tests.patience import PATIENCE_S

SLOW = "think about it"


async def taken(client, console: Console) -> str:
    await client.say(PERSON)
    offer = await console.hears("offer")
    await console.does("accept", handoff=offer["handoff"])
    await until_said(client, "has joined")
    return offer["conversation"]


async def until_gone(database, handle: str) -> None:
    """Wait until the gateway has noticed that nobody's console is open."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with database.reading() as session:
                if all(await session.scalars(select(Sitting.closed).where(Sitting.member == handle))):
                    return
            await asyncio.sleep(0.02)


async def test_a_console_that_dies_gives_its_chat_back_to_the_head_of_the_line(
    browse, gateway, client, web, design, clock, database
):
    await design.does("presence", status="away")
    conversation = await taken(client, web)
    second = await browse(token=gateway.token("freelancer-demo"))
    await web.does("capacity", capacity=1)
    await second.say(PERSON)
    await until_state(second, lambda state: state.get("queue", {}).get("position") == 1)

    await web.socket.eio.disconnect(abort=True)
    await until_gone(database, "specialist-web")
    clock.forward(timedelta(seconds=11))  # longer than a reload may take
    await until_said(client, "Specialist Web lost the connection. You are first in line")
    await until_state(second, lambda state: state.get("queue", {}).get("position") == 2)
    await design.does("presence", status="online")
    offer = await design.hears("offer", lambda offer: offer["conversation"] == conversation)
    await design.does("accept", handoff=offer["handoff"])
    view = await design.hears("conversation", lambda view: view["conversation"] == conversation)
    assert view["owner"] == "specialist"
    assert any(line["label"] == "Asked" for line in view["summary"]["lines"])


async def test_a_reloaded_page_and_a_second_tab_keep_the_chat(client, web, console, clock):
    conversation = await taken(client, web)
    await web.reconnect()
    [view] = (await web.hears("welcome"))["conversations"]
    assert view["conversation"] == conversation
    other = await console("specialist-web", status=None)
    await web.leave()
    clock.forward(timedelta(seconds=11))
    await other.says(conversation, "Still here.")
    await until_said(client, "Still here.")
    assert not any("lost the connection" in message["text"] for message in client.thread)


@BOTH
async def test_a_gateway_goes_and_another_goes_on_with_its_chats(start_desk, gateway, browse, console, clock):
    second = await start_desk()
    client = await browse(token=gateway.token(), at=second)
    web = await console("specialist-web")  # on the first
    conversation = await taken(client, web)
    await web.says(conversation, "one")
    await until_said(client, "one")
    await client.say("two")
    await web.reads(conversation, "two")

    await gateway.stop()  # its sockets are cut; what was said is in the log
    await web.hears("disconnect")
    await client.say("three")
    clock.forward(timedelta(seconds=5))
    await web.reconnect(at=second.url)
    [view] = (await web.hears("welcome"))["conversations"]
    assert [message["text"] for message in view["messages"]][-3:] == ["one", "two", "three"]
    await web.says(conversation, "four")
    await until_said(client, "four")
    seqs = [message["seq"] for message in client.thread]
    assert seqs == list(range(1, len(seqs) + 1))


@BOTH
async def test_of_two_consoles_that_take_the_same_person_at_once_one_gets_them(
    start_desk, gateway, browse, console, database
):
    second = await start_desk()
    client = await browse(token=gateway.token())
    web, lead = await console("specialist-web", status="away"), await console("lead-demo", at=second, status="away")
    keeper = await console("specialist-design")  # somebody is there, so the line is open
    await client.say(PERSON)
    offer = await keeper.hears("offer")
    await keeper.does("decline", handoff=offer["handoff"])
    answers = await asyncio.gather(
        *(each.sends("accept", {"handoff": offer["handoff"]}) for each in (web, lead, web, lead))
    )
    winners = {each.url for each, answer in zip((web, lead, web, lead), answers, strict=True) if answer["ok"]}
    assert len(winners) == 1
    assert {answer["code"] for answer in answers if not answer["ok"]} <= {"taken", "not_first"}
    async with database.reading() as session:
        ticket = await tickets.latest(session, conversation=offer["conversation"])
    assert ticket.specialist in {"specialist-web", "lead-demo"}
    await until_said(client, "has joined")
    assert sum("has joined" in message["text"] for message in client.thread) == 1


async def test_an_answer_that_is_under_way_when_a_person_takes_over_is_dropped(client, web, assistant):
    held = asyncio.Event()
    assistant.script[SLOW] = [held, Utterance("Here is what I think.", topic="small_talk")]
    await client.say(PERSON)
    offer = await web.hears("offer")
    await client.say(SLOW)
    await client._until(lambda: SLOW in assistant.texts())
    await web.does("accept", handoff=offer["handoff"])
    await until_said(client, "has joined")
    held.set()
    await web.says(offer["conversation"], "I am a person.")
    await until_said(client, "I am a person.")
    assert not any(message["text"] == "Here is what I think." for message in client.thread)


@pytest.mark.parametrize("round_", range(2))
async def test_while_hands_change_the_assistant_answers_its_own_and_nothing_else(client, web, assistant, round_):
    """The race: somebody goes on talking, as fast as they can, while the conversation goes to a person and back."""
    conversation = ""
    said: list[str] = []
    handing = asyncio.Event()

    async def talk() -> None:
        for number in range(20):
            text = f"{round_}:{number}"
            said.append(text)
            assert (await client.sends("say", {"id": str(uuid4()), "text": text}))["ok"]
            if number == 5:
                handing.set()
            await asyncio.sleep(0)

    async def hand() -> None:
        nonlocal conversation
        await handing.wait()
        await client.say(PERSON)
        offer = await web.hears("offer")
        conversation = offer["conversation"]
        await web.does("accept", handoff=offer["handoff"])
        await web.says(conversation, "A person speaks.")
        await web.does("return_to_assistant", conversation=conversation)

    await asyncio.gather(talk(), hand())
    await client.say("the end")
    await until_said(client, "You said: the end")
    thread = client.thread
    joined = next(each["seq"] for each in thread if "has joined" in each["text"])
    left = next(each["seq"] for each in thread if "The assistant answers again" in each["text"])
    between = [each for each in thread if joined < each["seq"] < left]
    assert {each["from"]["kind"] for each in between} <= {Author.USER, Author.SPECIALIST}
    answered = {each["reply_to"] for each in thread if each["from"]["kind"] == Author.ASSISTANT and "reply_to" in each}
    after = [each["seq"] for each in thread if each["from"]["kind"] == Author.USER and each["seq"] > left]
    assert set(after) <= answered, "never silent on what it owns"
    numbers = [each["seq"] for each in thread]
    assert numbers == list(range(1, len(numbers) + 1))
