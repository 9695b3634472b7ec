"""A browser that drops and comes back gets exactly the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.assistant import Utterance
from bot.desk import conversations
from bot.desk.conversations import Party
from bot.desk.messages import Draft
from bot.desk.models import Author, Conversation
from tests.databases import BOTH

pytestmark = BOTH

MANY = 250


@pytest.fixture
async def long_thread(database, clock):
    """250 messages of client-demo's conversation."""
    async with database.transaction() as session:
        opened = await conversations.open_for(session, party=Party(account="client-demo"), now=clock.now())
        for number in range(1, MANY + 1):
            draft = Draft(Author.USER, "Client Demo", f"m{number}", f"message {number}")
            await conversations.say(session, conversation=opened.id, draft=draft, now=clock.now())
    return opened.id


def numbers(messages):
    return [message["seq"] for message in messages]


async def test_after_gives_exactly_the_rest(browse, gateway, client):
    for text in ("one", "two"):
        await client.say(text)
    await client.reads(4)
    await client.leave()
    back = await browse(token=gateway.token(), after=3)
    assert numbers(back.welcome["messages"]) == [4]
    assert back.welcome["last_seq"] == 4
    assert back.welcome["more"] is False
    nothing_new = await browse(token=gateway.token(), after=4)
    assert nothing_new.welcome["messages"] == []
    await nothing_new.say("three")
    await nothing_new.answered()
    assert numbers(nothing_new.arrivals) == [5, 6]


async def test_what_was_said_while_away_is_there(browse, gateway, client):
    away = await browse(token=gateway.token())
    await away.leave()
    await client.say("meanwhile")
    await client.answered()
    back = await browse(token=gateway.token(), after=0)
    assert back.thread == client.thread


async def test_a_long_replay_comes_whole_and_in_order(browse, gateway, long_thread):
    back = await browse(token=gateway.token(), after=0)
    assert numbers(back.welcome["messages"]) == list(range(1, 101))
    assert back.welcome["more"] is True
    await back.reads(MANY)
    assert numbers(back.arrivals) == list(range(1, MANY + 1))


async def test_without_after_the_newest_come_and_history_has_the_rest(browse, gateway, long_thread):
    fresh = await browse(token=gateway.token())
    assert numbers(fresh.welcome["messages"]) == list(range(151, 251))
    assert fresh.welcome["more"] is True
    older = await fresh.sends("history", {"before": 151, "limit": 100})
    assert numbers(older["result"]["messages"]) == list(range(51, 151))


async def test_an_after_of_another_conversation_or_of_the_future_is_not_believed(browse, gateway, long_thread):
    for auth in ({"after": 900}, {"after": 249, "conversation": "another"}):
        fresh = await browse(token=gateway.token(), **auth)
        assert numbers(fresh.welcome["messages"]) == list(range(151, 251))


async def test_what_was_seen_is_kept_and_never_goes_back(client, database):
    await client.say("hello")
    await client.answered()
    for seq in (2, 1, 99):
        await client.sends("seen", {"seq": seq})
    async with database.reading() as session:
        assert await session.scalar(select(Conversation.seen_seq)) == 2


class TestASignInThatRunsOut:
    @pytest.fixture(autouse=True)
    def script(self, assistant):
        assistant.script["mine"] = [Utterance("600.00 USD", blocks=({"type": "ledger", "rows": []},), personal=True)]

    async def test_says_go_on_as_policy_without_an_account(self, client, host_clock, assistant):
        host_clock.forward(timedelta(minutes=11))
        assert (await client.say("hello"))["ok"]
        await client.answered()
        assert assistant.asked[0]["metadata"]["account"] is None
        assert assistant.asked[0]["metadata"]["sign_in_expired"] is True

    async def test_a_reader_of_spanish_is_told_so_in_spanish(self, gateway, host_clock, browse):
        reader = await browse(token=gateway.token(), locale="es")
        host_clock.forward(timedelta(minutes=11))
        fresh = await browse(token=gateway.token())
        await fresh.say("mine")
        assert (await reader.answered())["text"] == "¡personal_withheld!"

    async def test_personal_answers_are_withheld_until_a_fresh_token_brings_them(
        self, client, gateway, host_clock, browse
    ):
        host_clock.forward(timedelta(minutes=11))
        fresh = await browse(token=gateway.token())
        await fresh.say("mine")
        assert (await fresh.answered())["text"] == "600.00 USD"
        withheld = await client.answered()
        assert withheld["text"] == "<personal_withheld>"
        assert withheld["blocks"] == []
        assert (withheld["seq"], withheld["id"]) == (2, fresh.thread[1]["id"])
        history = await client.sends("history", {"before": 3})
        assert "600" not in str(history)
        assert await client.sends("token", {"token": gateway.token()}) == {"ok": True, "result": {}}
        welcome = await client.hears("welcome", 2)
        assert welcome["me"]["signed_in"] is True
        assert client.thread == fresh.thread

    async def test_a_token_that_ran_out_or_is_wrong_does_not_renew(self, client, gateway, host_clock):
        old = gateway.token()
        host_clock.forward(timedelta(minutes=11))
        assert (await client.sends("token", {"token": old}))["code"] == "token_expired"
        assert (await client.sends("token", {"token": old[:-4] + "AAAA"}))["code"] == "token_invalid"

    async def test_a_visitor_who_signs_in_gets_the_accounts_conversation(self, visitor, gateway, client):
        await client.say("hello")
        await client.answered()
        await visitor.say("as a stranger")
        await visitor.answered()
        await visitor.sends("token", {"token": gateway.token()})
        welcome = await visitor.hears("welcome", 2)
        assert welcome["conversation"] == client.welcome["conversation"]
        assert welcome["messages"] == client.thread
        await client.say("again")
        await client.reads(4)
        await visitor.answered(2)
        assert (await visitor.say("as myself"))["result"]["seq"] == 5
