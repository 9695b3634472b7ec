"""Rasa slow, down, erring or silent; a gateway killed in a turn; an owner who changes: always words, and once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.assistant import AssistantDown, AssistantFailed, AssistantSilent, Utterance
from bot.desk import conversations, turns
from bot.desk.conversations import Party
from bot.desk.messages import Draft
from bot.desk.models import Author, Owner, Turn, TurnState
from tests.databases import BOTH
from tests.journeys.conftest import PATIENT
from tests.patience import PATIENCE_S

pytestmark = BOTH

#: What a person is told while they wait, what keeps a turn, and what is told when nobody could be asked: soon.
SOON_WORKING = pytest.mark.parametrize("timings", [replace(PATIENT, still_working=0.15)], ids=["still_working"])
SOON_RENEWED = pytest.mark.parametrize("timings", [replace(PATIENT, lease_renewal=0.05)], ids=["renewed"])
SOON_OVER = pytest.mark.parametrize("timings", [replace(PATIENT, answer_deadline=2.0)], ids=["deadline"])


def kinds(browser):
    return [(message["from"]["kind"], message["text"]) for message in browser.thread]


async def states(database):
    async with database.reading() as session:
        return list(await session.scalars(select(Turn.state).order_by(Turn.conversation, Turn.seq)))


async def until_done(database, count=1):
    async with asyncio.timeout(PATIENCE_S):
        while (await states(database)).count(TurnState.DONE) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # nobody tells when a row changes


async def until_renewed(database, now):
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with database.reading() as session:
                if await session.scalar(select(Turn.lease_until)) == now + turns.LEASE:
                    return
            await asyncio.sleep(0.02)


@SOON_WORKING
async def test_a_slow_answer_is_announced_and_then_comes(client, assistant):
    answer = asyncio.Event()
    assistant.script["slow"] = [answer, Utterance("at last")]
    await client.say("slow")
    waiting = (await client.reads(2))[1]
    assert (waiting["from"]["kind"], waiting["text"]) == ("system", "<still_working>")
    assert waiting["id"] == client.thread[0]["id"] + ":wait"
    assert "reply_to" not in waiting
    answer.set()
    assert (await client.answered())["text"] == "at last"
    assert [message["seq"] for message in client.arrivals] == [1, 2, 3]


@SOON_WORKING
async def test_a_reader_of_spanish_is_told_both_in_spanish(browse, gateway, assistant):
    reader = await browse(token=gateway.token(), locale="es-MX")
    answer = asyncio.Event()
    assistant.script["slow"] = [answer, AssistantSilent("no words")]
    await reader.say("slow")
    assert (await reader.reads(2))[1]["text"] == "¡still_working!"
    answer.set()
    assert (await reader.answered())["text"] == "¡assistant_unavailable!"


@SOON_OVER
@pytest.mark.parametrize("error", [AssistantFailed("turn_failed"), AssistantSilent("no words"), AssistantDown("gone")])
async def test_whatever_fails_ends_in_one_apology_with_the_way_to_a_person(client, assistant, error):
    assistant.script["broken"] = [error]
    await client.say("broken")
    apology = await client.answered()
    assert apology["text"] == "<assistant_unavailable>"
    assert apology["blocks"][0]["type"] == "links"
    assert apology["id"] == client.thread[0]["id"] + ":a0"
    await client.say("hello")
    await client.answered(2)
    assert [message["reply_to"] for message in client.arrivals if "reply_to" in message].count(1) == 1


@SOON_OVER
async def test_a_silent_assistant_ends_in_an_apology_at_the_deadline(client, assistant):
    assistant.script["never"] = [asyncio.Event()]
    await client.say("never")
    assert (await client.answered())["text"] == "<assistant_unavailable>"


async def test_an_assistant_that_comes_back_in_time_just_answers(client, assistant):
    assistant.script["restarting"] = [[AssistantDown("gone")], [AssistantDown("gone")], [Utterance("back")]]
    await client.say("restarting")
    assert (await client.answered())["text"] == "back"
    assert len(assistant.asked) == 3


async def test_an_answer_that_broke_off_is_completed_and_not_doubled(client, assistant):
    assistant.script["two"] = [
        [Utterance("one"), AssistantFailed("broke off")],
        [Utterance("one"), Utterance("two")],
    ]
    await client.say("two")
    await client.answered(2)
    assert kinds(client) == [("user", "two"), ("assistant", "one"), ("assistant", "two")]


async def test_a_turn_of_a_dead_gateway_is_answered_exactly_once(client, database, clock, assistant):
    conversation = client.welcome["conversation"]
    async with database.transaction() as session:
        said = await conversations.say(
            session, conversation=conversation, draft=Draft(Author.USER, "C", "m1", "lost?"), now=clock.now()
        )
        await turns.owe(
            session,
            conversation=conversation,
            seq=said.message.seq,
            message_id="m1",
            version=said.version,
            request={"sender": conversation, "message": "lost?"},
            by="a gateway that was killed",
            now=clock.now(),
        )
    assert (await client.say("next"))["ok"]
    assert assistant.asked == []  # the earlier turn is still somebody's
    clock.forward(turns.LEASE + timedelta(seconds=1))
    await client.answered(2)
    await until_done(database, 2)
    assert kinds(client) == [
        ("user", "lost?"),
        ("user", "next"),
        ("assistant", "You said: lost?"),
        ("assistant", "You said: next"),
    ]
    assert assistant.texts() == ["lost?", "next"]


async def test_a_turn_that_was_answered_but_not_marked_is_not_answered_again(client, database, clock, assistant):
    await client.say("hello")
    await until_done(database)
    async with database.transaction() as session:
        turn = await session.scalar(select(Turn))
        turn.state, turn.leased_by, turn.lease_until = TurnState.RUNNING, "dead", clock.now()
    clock.forward(timedelta(seconds=1))
    await until_done(database)
    assert len(assistant.asked) == 2
    assert kinds(client) == [("user", "hello"), ("assistant", "You said: hello")]


async def test_a_turn_that_brings_every_gateway_down_gets_the_apology(client, database, clock, assistant):
    await client.say("hello")
    await until_done(database)
    async with database.transaction() as session:
        said = await conversations.say(
            session,
            conversation=client.welcome["conversation"],
            draft=Draft(Author.USER, "C", "m2", "poison"),
            now=clock.now(),
        )
        session.add(
            Turn(
                conversation=said.message.conversation,
                seq=said.message.seq,
                message_id="m2",
                state=TurnState.RUNNING,
                version=said.version,
                request={"message": "poison"},
                created_at=clock.now(),
                attempts=5,
                leased_by="dead",
                lease_until=clock.now() - timedelta(seconds=1),
            )
        )
    assert (await client.answered(2))["text"] == "<assistant_unavailable>"
    assert "poison" not in assistant.texts()


async def test_a_restarted_gateway_takes_over_what_the_old_one_owed(start, gateway, browse, assistant, clock, database):
    async with database.transaction() as session:
        opened = await conversations.open_for(session, party=Party(account="client-demo"), now=clock.now())
        said = await conversations.say(
            session, conversation=opened.id, draft=Draft(Author.USER, "C", "m1", "hello"), now=clock.now()
        )
        await turns.owe(
            session, conversation=opened.id, seq=1, message_id="m1", version=said.version,
            request={"message": "hello"}, by="dead", now=clock.now() - timedelta(minutes=5),
        )  # fmt: skip
    back = await browse(token=gateway.token(), after=0)
    assert (await back.answered())["text"] == "You said: hello"
    await until_done(database)


async def test_a_late_answer_of_a_former_owner_is_dropped(client, database, assistant):
    answer = asyncio.Event()
    assistant.script["slow"] = [answer, Utterance("too late")]
    await client.say("slow")
    async with database.transaction() as session:
        conversation = client.welcome["conversation"]
        await conversations.give_to(session, conversation=conversation, owner=Owner.SPECIALIST)
        await conversations.give_to(session, conversation=conversation, owner=Owner.ASSISTANT)
    answer.set()
    await client.say("and now?")
    assert (await client.answered())["text"] == "You said: and now?"
    assert "too late" not in str(client.arrivals)
    assert (await states(database))[0] == TurnState.DROPPED


async def test_the_assistant_is_not_asked_while_somebody_else_owns_the_conversation(client, database, assistant):
    async with database.transaction() as session:
        await conversations.give_to(session, conversation=client.welcome["conversation"], owner=Owner.SPECIALIST)
    assert (await client.say("to a person"))["result"]["seq"] == 1
    assert assistant.asked == []
    assert await states(database) == []


@SOON_RENEWED
async def test_a_long_answer_keeps_its_lease(client, start, database, clock, assistant):
    answer = asyncio.Event()
    assistant.script["long"] = [answer, Utterance("done")]
    await client.say("long")
    for _ in range(6):
        await until_renewed(database, clock.forward(turns.LEASE / 3))
    answer.set()
    await client.answered()
    assert assistant.texts() == ["long"]


async def test_a_lease_that_is_kept_while_its_turn_ends_leaves_no_turn_behind(start, browse, assistant):
    gateway = await start(timings=replace(PATIENT, lease_renewal=0.0))
    client = await browse(at=gateway, token=gateway.token())
    for number in range(1, 61):
        await client.say(f"message {number}")
        await client.answered(number)
    assert len(assistant.asked) == 60
