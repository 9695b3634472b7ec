"""The gateway's postman: what is owed goes out by itself, what was read stays, and operators see what waits."""

import asyncio
import email
import email.policy
from datetime import timedelta

import pytest
import structlog

from bot.gateway.mailroom.sending import Sending
from bot.mail import outbox
from bot.mail.smtp import SmtpCarrier, SmtpServer
from tests.journeys.mail.conftest import QUICK_MAIL
from tests.mail.post_office import PostOffice
from tests.patience import PATIENCE_S


@pytest.fixture
def answer(database, clock, gateway):
    """Owe a specialist's answer to somebody's conversation."""

    async def owed(conversation, *, seq, text="It arrives on Monday."):
        async with database.transaction() as session:
            await outbox.put(
                session,
                key=f"test/{seq}",
                kind="specialist_answer",
                address="anna@example.com",
                conversation=conversation,
                subject_data={"text": text, "specialist": "Maya Torres", "seq": seq},
                at=clock.now(),
            )

    return owed


async def test_an_answer_goes_out_when_two_minutes_have_passed(client, answer, mailed, clock):
    await client.say("hello")
    await client.answered()
    await answer(client.heard("welcome")[0]["conversation"], seq=2)
    clock.forward(timedelta(minutes=2))
    [mail] = await mailed(1)
    assert b"It arrives on Monday." in mail.raw


async def test_an_answer_that_was_seen_meanwhile_stays(client, answer, mailed, clock):
    await client.say("hello")
    await client.answered()
    conversation = client.heard("welcome")[0]["conversation"]
    await answer(conversation, seq=2, text="Seen already.")
    await client.sends("seen", {"seq": 2})
    await answer(conversation, seq=3, text="Not seen yet.")
    clock.forward(timedelta(minutes=2))
    [mail] = await mailed(1)
    assert b"Seen already." not in mail.raw
    assert b"Not seen yet." in mail.raw


async def test_a_real_server_gets_it_over_smtp(start, correspondence, database, clock):
    office = await PostOffice().open()
    carrier = SmtpCarrier(SmtpServer.of(office.url()), name="mail.example")
    await start(sending=Sending(carrier=carrier, correspondence=correspondence), timings=QUICK_MAIL)
    async with database.transaction() as session:
        await outbox.put(
            session,
            key="test/code",
            kind="address_code",
            address="ben@example.com",
            subject_data={"code": "481902", "expires_at": "2026-03-02T13:00:00.000Z"},
            at=clock.now(),
        )
    [mail] = await office.has(1)
    await office.close()
    assert mail.recipients == ("ben@example.com",)
    assert "481902" in mail.text


async def test_operators_see_what_waits(start, correspondence, database, clock, get, gateway):
    with structlog.testing.capture_logs() as logs:
        gateway.url = (
            await start(sending=Sending(carrier=None, correspondence=correspondence), timings=QUICK_MAIL)
        ).url
    assert [each["log_level"] for each in logs if each["event"] == "letters_wait"] == ["warning"]
    async with database.transaction() as session:
        await outbox.put(
            session,
            key="test/later",
            kind="receipt",
            address="ben@example.com",
            subject_data={},
            at=clock.now() + timedelta(hours=1),
        )
    status, _, body = await get("/readyz")
    assert status == 200
    assert '"outbox": {"waiting": 1, "oldest_s": 0, "dead": 0}' in body
    assert "milepost_outbox_letters 1.0" in (await get("/metrics"))[2]


async def test_what_cannot_be_written_is_counted_as_given_up(gateway, database, clock, get):
    async with database.transaction() as session:
        await outbox.put(
            session, key="test/bad", kind="receipt", address="ben@example.com", subject_data={}, at=clock.now()
        )
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if "milepost_outbox_dead 1.0" in (await get("/metrics"))[2]:
                break
            await asyncio.sleep(0.02)


async def test_a_mail_to_a_conversation_names_where_answers_come(client, answer, mailed, clock, tokens):
    await client.say("hello")
    await client.answered()
    conversation = client.heard("welcome")[0]["conversation"]
    await answer(conversation, seq=2)
    clock.forward(timedelta(minutes=2))
    [mail] = await mailed(1)
    parsed = email.message_from_bytes(mail.raw, policy=email.policy.default)
    assert tokens.find(parsed["Reply-To"].addresses[0].addr_spec).conversation == conversation
