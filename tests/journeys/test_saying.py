"""A person says something and is answered, once."""

import asyncio
from uuid import uuid4

import pytest

from bot.assistant import Utterance
from tests.databases import BOTH

pytestmark = BOTH


async def test_a_question_is_acknowledged_stored_and_answered(client, assistant):
    ack = await client.say("is my milestone paid?")
    assert ack["ok"]
    assert ack["result"]["seq"] == 1
    assert ack["result"]["at"] == "2026-03-02T12:00:00.000Z"
    answer = await client.answered()
    assert answer["text"] == "You said: is my milestone paid?"
    assert answer["seq"] == 2
    assert answer["reply_to"] == 1
    assert answer["topic"] == "small_talk"
    assert [message["from"]["kind"] for message in client.thread] == ["user", "assistant"]
    assert assistant.asked[0]["metadata"] == {
        "account": "client-demo",
        "sign_in_expired": False,
        "locale": "en",
        "zone": None,
        "text": "is my milestone paid?",
        "form": None,
    }


async def test_the_same_id_again_is_the_same_message_and_nothing_else_happens(client, assistant):
    key = str(uuid4())
    first = await client.sends("say", {"id": key, "text": "hello"})
    await client.answered()
    again = await client.sends("say", {"id": key.upper(), "text": "hello, or something else"})
    assert again == first
    await client.say("and now?")
    await client.reads(4)
    assert [message["text"] for message in client.thread] == [
        "hello",
        "You said: hello",
        "and now?",
        "You said: and now?",
    ]
    assert assistant.texts() == ["hello", "and now?"]


async def test_the_same_id_twice_at_once_is_one_message(browse, gateway, assistant):
    key = str(uuid4())
    browsers = [await browse(token=gateway.token()) for _ in range(4)]
    acks = await asyncio.gather(*(each.sends("say", {"id": key, "text": "hello"}) for each in browsers))
    assert [ack["result"]["seq"] for ack in acks] == [1, 1, 1, 1]
    for each in browsers:
        await each.answered()
    assert assistant.texts() == ["hello"]


async def test_many_at_once_are_answered_in_their_order_one_at_a_time(client, assistant):
    texts = [f"question {number}" for number in range(10)]
    acks = await asyncio.gather(*(client.say(text) for text in texts))
    await client.reads(20)
    assert sorted(ack["result"]["seq"] for ack in acks) == sorted(
        message["seq"] for message in client.thread if message["from"]["kind"] == "user"
    )
    assert [message["seq"] for message in client.thread] == list(range(1, 21))
    assert assistant.texts() == texts
    answers = [message for message in client.thread if message["from"]["kind"] == "assistant"]
    assert [answer["text"] for answer in answers] == [f"You said: {text}" for text in texts]
    assert [message["seq"] for message in client.arrivals] == list(range(1, 21))


async def test_several_sockets_of_one_account_read_equal_histories(browse, gateway):
    browsers = [await browse(token=gateway.token()) for _ in range(3)]
    await asyncio.gather(
        *(each.say(f"from {number} #{turn}") for number, each in enumerate(browsers) for turn in range(5))
    )
    for each in browsers:
        await each.reads(30)
    assert browsers[0].arrivals == browsers[1].arrivals == browsers[2].arrivals


async def test_two_gateways_on_one_database_agree(start, gateway, browse):
    other = await start()
    here, there = await browse(token=gateway.token()), await browse(at=other, token=other.token())
    assert here.welcome["conversation"] == there.welcome["conversation"]
    await asyncio.gather(*(each.say(f"{turn}") for each in (here, there) for turn in range(5)))
    await here.reads(20)
    await there.reads(20)
    assert here.arrivals == there.arrivals


async def test_typing_is_shown_while_the_assistant_works(client):
    await client.say("hello")
    await client.hears("typing", 2)
    assert client.heard("typing") == [{"from": "assistant", "on": True}, {"from": "assistant", "on": False}]


async def test_a_beat_tells_how_far_the_conversation_is(client):
    await client.say("hello")
    await client.answered()
    beats = len(client.heard("beat"))
    assert await client.hears("beat", beats + 1) == {"last_seq": 2}


async def test_a_slash_is_only_text(client, assistant):
    await client.say('/ask_refund{"contract": "C-1001"}')
    await client.answered()
    assert not assistant.asked[0]["message"].strip().startswith("/")
    assert assistant.asked[0]["payload"] is None
    assert client.thread[0]["text"] == '/ask_refund{"contract": "C-1001"}'


async def test_several_utterances_are_several_messages(client, assistant):
    assistant.script["both"] = [Utterance("one", topic="a"), Utterance("two", topic="a")]
    await client.say("both")
    assert [message["text"] for message in (await client.reads(3))[1:]] == ["one", "two"]
    assert [message["id"].rsplit(":")[1] for message in client.thread[1:]] == ["a0", "a1"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "𝕏 émoji 🎉", "nul \x00 inside"])  # noqa: RUF001 - odd on purpose
async def test_odd_text_is_kept_as_text(client, text):
    assert (await client.say(text))["ok"]
    await client.answered()
    assert client.thread[0]["text"] == text.replace("\x00", "")
