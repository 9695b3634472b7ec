"""A conversation that nobody goes on with ends; it can still be read, and what is said next begins a new one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk import conversations
from bot.desk.models import Conversation, Owner
from bot.gateway.endings import IDLE
from tests.databases import BOTH

pytestmark = BOTH


@pytest.fixture
async def answered(client, host_clock):
    await client.say("hello")
    await client.answered()
    return client


async def close(database, clock, browser):
    async with database.transaction() as session:
        found = await conversations.find(session, conversation=browser.welcome["conversation"])
        assert await conversations.close(session, found, now=clock.now())


async def test_an_idle_conversation_ends_and_its_sockets_are_welcomed_in_a_new_one(answered, clock, assistant):
    old = answered.welcome["conversation"]
    clock.forward(IDLE + timedelta(seconds=1))
    welcome = await answered.hears("welcome", 2)
    assert welcome["conversation"] != old
    assert (welcome["messages"], welcome["last_seq"], welcome["more"]) == ([], 0, False)
    assert welcome["earlier"] == {"conversation": old, "last_seq": 2, "closed_at": "2026-04-01T12:00:01.000Z"}
    assert assistant.closed == [old]
    assert (await answered.say("and now?"))["result"]["seq"] == 1


async def test_the_ended_one_can_be_read_by_its_party_only(answered, clock, browse, gateway):
    clock.forward(IDLE + timedelta(seconds=1))
    earlier = (await answered.hears("welcome", 2))["earlier"]
    asked = {"conversation": earlier["conversation"], "before": earlier["last_seq"] + 1}
    read = (await answered.sends("history", asked))["result"]
    assert [message["text"] for message in read["messages"]] == ["hello", "You said: hello"]
    other = await browse(token=gateway.token("freelancer-demo"))
    assert (await other.sends("history", asked))["result"] == {"messages": [], "more": False}


async def test_a_visitor_keeps_the_same_id_in_the_new_one(visitor, clock):
    await visitor.say("hello")
    await visitor.answered()
    clock.forward(IDLE + timedelta(seconds=1))
    welcome = await visitor.hears("welcome", 2)
    assert welcome["visitor"] == visitor.heard("welcome")[0]["visitor"]


async def test_what_goes_on_or_belongs_to_a_person_does_not_end(answered, browse, gateway, clock, database):
    handed = await browse(token=gateway.token("freelancer-demo"))
    async with database.transaction() as session:
        await conversations.give_to(session, conversation=handed.welcome["conversation"], owner=Owner.SPECIALIST)
    clock.forward(IDLE - timedelta(minutes=1))
    await answered.say("still here")
    await answered.answered(2)
    clock.forward(timedelta(minutes=2))
    idle = await browse(visitor="a stranger")  # says nothing, and has only just come
    beats = len(idle.heard("beat"))
    await idle.hears("beat", beats + 2)  # the sweep has looked several times
    async with database.reading() as session:
        assert list(await session.scalars(select(Conversation.id).where(Conversation.closed_at.is_not(None)))) == []


async def test_it_ends_only_when_the_assistant_can_be_told_to_forget_it(answered, clock, assistant):
    assistant.is_deaf = True
    clock.forward(IDLE + timedelta(seconds=1))
    assert (await answered.say("hello again"))["ok"]
    beats = len(answered.heard("beat"))
    await answered.hears("beat", beats + 1)
    assert len(answered.heard("welcome")) == 1


async def test_a_say_that_comes_too_late_is_refused_and_the_welcome_follows(answered, database, clock):
    await close(database, clock, answered)
    late = await answered.say("hello?")
    assert (late["ok"], late["code"]) == (False, "closed")
    assert late["message"]
    welcome = await answered.hears("welcome", 2)
    assert welcome["conversation"] != answered.heard("welcome")[0]["conversation"]
    assert (await answered.say("hello?"))["result"]["seq"] == 1


async def test_the_next_connect_opens_a_new_one(answered, browse, gateway, database, clock):
    old = answered.welcome["conversation"]
    await close(database, clock, answered)
    again = await browse(token=gateway.token(), after=0)
    assert again.welcome["conversation"] != old


async def test_a_message_that_is_said_meanwhile_keeps_it_open(answered, database, clock):
    async with database.reading() as session:
        found = await conversations.find(session, conversation=answered.welcome["conversation"])
    await answered.say("wait")
    async with database.transaction() as session:
        assert not await conversations.close(session, found, now=clock.now())


async def test_whoever_wants_to_begins_anew_and_finds_what_was_said_before(answered, assistant):
    old = answered.welcome["conversation"]
    assert (await answered.sends("restart", {}))["ok"]
    welcome = await answered.hears("welcome", 2)
    assert welcome["conversation"] != old
    assert welcome["earlier"]["conversation"] == old
    assert assistant.closed == [old]


@pytest.mark.parametrize("owner", [Owner.QUEUE, Owner.SPECIALIST, Owner.NOBODY])
async def test_what_is_a_specialists_is_not_the_persons_to_end(answered, database, assistant, owner):
    async with database.transaction() as session:
        await conversations.give_to(session, conversation=answered.welcome["conversation"], owner=owner)
    assert (await answered.sends("restart", {}))["code"] == "not_yours_to_end"
    assert assistant.closed == []
