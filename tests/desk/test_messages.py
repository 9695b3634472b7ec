"""Messages are appended once, without gaps, and read in pages."""

import asyncio

import pytest
from sqlalchemy import select

from bot.clock import wire_time
from bot.desk import conversations, messages
from bot.desk.messages import Draft
from bot.desk.models import Author, Message, Owner
from tests.desk.scene import opened, said


@pytest.fixture
async def conversation(database, clock):
    return await opened(database, clock)


async def append(database, conversation, draft, clock):
    async with database.transaction() as session:
        return await messages.append(session, conversation, draft, now=clock.now())


async def page(database, read, *where, **how):
    async with database.reading() as session:
        found = await read(session, *where, **how)
    return [message.seq for message in found.messages], found.more


async def test_numbers_have_no_gaps_whoever_writes_at_once(database, conversation, clock):
    appended = await asyncio.gather(*(append(database, conversation, said(number % 6), clock) for number in range(12)))
    assert sorted(each.message.seq for each in appended if each.new) == [1, 2, 3, 4, 5, 6]
    assert {each.message.client_id: each.message.seq for each in appended if each.new} == {
        each.message.client_id: each.message.seq for each in appended
    }
    async with database.reading() as session:
        assert (await conversations.find(session, conversation=conversation)).last_seq == 6


async def test_the_same_id_of_another_author_is_another_message(database, conversation, clock):
    first = await append(database, conversation, said(1), clock)
    other = await append(database, conversation, Draft(Author.ASSISTANT, "Assistant", "m1", "answer"), clock)
    assert (first.message.seq, other.message.seq, other.new) == (1, 2, True)


async def test_what_is_appended_is_what_is_read(database, conversation, clock):
    blocks = ({"type": "links", "links": [{"label": "Help", "url": "https://example.com"}]},)
    draft = said(1, blocks=blocks, then={"choices": {}}, topic="greet", reply_to=None, personal=True)
    appended = await append(database, conversation, draft, clock)
    async with database.reading() as session:
        (read,) = (await messages.after(session, conversation, 0)).messages
    assert read.wire() == appended.message.wire()
    assert read.wire() == {
        "seq": 1,
        "id": "m1",
        "at": wire_time(clock.now()),
        "from": {"kind": "user", "name": "Client"},
        "text": "message 1",
        "blocks": list(blocks),
        "topic": "greet",
    }
    assert read.personal


async def test_pages_are_whole_and_say_whether_there_is_more(database, conversation, clock):
    async with database.transaction() as session:
        for number in range(1, 8):
            await messages.append(session, conversation, said(number), now=clock.now())
    assert await page(database, messages.after, conversation, 4) == ([5, 6, 7], False)
    assert await page(database, messages.after, conversation, 2, limit=5) == ([3, 4, 5, 6, 7], False)
    assert await page(database, messages.after, conversation, 1, limit=5) == ([2, 3, 4, 5, 6], True)
    assert await page(database, messages.before, conversation, 4) == ([1, 2, 3], False)
    assert await page(database, messages.before, conversation, 8, limit=3) == ([5, 6, 7], True)
    assert await page(database, messages.before, conversation, 1) == ([], False)


async def test_an_answer_needs_the_owner_and_the_version_it_was_asked_under(database, conversation, clock):
    draft = Draft(Author.ASSISTANT, "Assistant", "m1:a0", "answer")

    async def answer(version):
        async with database.transaction() as session:
            return await conversations.answer(
                session, conversation=conversation, version=version, draft=draft, now=clock.now()
            )

    assert await answer(7) is None
    async with database.transaction() as session:
        await conversations.give_to(session, conversation=conversation, owner=Owner.SPECIALIST)
    assert await answer(1) is None
    async with database.transaction() as session:
        await conversations.give_to(session, conversation=conversation, owner=Owner.ASSISTANT)
    assert await answer(0) is None
    assert (await answer(2)).message.seq == 1
    async with database.reading() as session:
        assert list(await session.scalars(select(Message.seq))) == [1]
