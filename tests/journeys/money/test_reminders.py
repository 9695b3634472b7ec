"""A clock is about to run out: whoever must act is reminded once, in the conversation or by letter."""

import asyncio
import email
import email.policy
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.actions.payments.reminders import ReminderWords
from bot.gateway.mailroom.sending import Sending
from bot.mail import demo_mailbox
from bot.mail.demo_mailbox import DemoMailbox
from bot.mail.letters.envelope import Sender
from bot.mail.outbox import Letter
from bot.mail.postman import Correspondence
from bot.mail.threads import ReplyTokens
from bot.marketplace import clockwork, nudges
from tests.journeys.conftest import PATIENT
from tests.journeys.money.acting import WORDS
from tests.journeys.money.test_other_side import claimed, in_arbitration, offered, proposed
from tests.mail.renderings import WRITER
from tests.patience import PATIENCE_S

TWO_DAYS_BEFORE = timedelta(days=3)  # the demo's review is due in five days


@pytest.fixture
async def gateway(start, commands, marketplace):
    return await start(
        commands=commands,
        sentences=WORDS,
        reminders=ReminderWords(WORDS, marketplace),
        timings=replace(PATIENT, nudges=0.02),
    )


@pytest.fixture
def letters(shop):
    """Wait for so many letters and tell to whom they are."""

    async def to(number):
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with shop.reading() as session:
                    written = (await session.scalars(select(Letter.account).order_by(Letter.account))).all()
                if len(written) >= number:
                    return written
                await asyncio.sleep(0.02)

    return to


async def test_somebody_who_is_there_reads_it_in_the_conversation(client, shop, clock, letters):
    await clockwork.write_nudges(shop, clock.forward(TWO_DAYS_BEFORE))
    message = await client.hears("message")
    assert message["from"]["kind"] == "assistant"
    assert "Final logo files" in message["text"]
    assert "600.00 USD" in message["text"]
    assert "in 2 days" in message["text"]
    assert message["blocks"][0]["due_at"] == "2026-03-07T12:00:00.000Z"
    assert await letters(1) == ["freelancer-demo"]


async def test_somebody_who_is_away_gets_a_letter(gateway, shop, clock, letters):
    await clockwork.write_nudges(shop, clock.forward(TWO_DAYS_BEFORE))
    assert await letters(2) == ["client-demo", "freelancer-demo"]


async def test_the_letter_is_mailed_and_can_be_answered(start, commands, marketplace, shop, clock, client):
    await client.say("hello")
    await client.answered()
    await client.leave()
    tokens = ReplyTokens("mail.example", {0: "a secret of the reminders"})
    correspondence = Correspondence(
        writer=WRITER, sender=Sender("Milepost Market", "support@mail.example", "mail.example"), tokens=tokens
    )
    await start(
        commands=commands,
        sending=Sending(carrier=DemoMailbox(shop, clock), correspondence=correspondence),
        timings=replace(PATIENT, mail=0.02),
    )
    await clockwork.write_nudges(shop, clock.forward(TWO_DAYS_BEFORE))
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with shop.reading() as session:
                mails = await demo_mailbox.mails(session)
            if len(mails) >= 2:
                break
            await asyncio.sleep(0.02)
    theirs = next(mail for mail in mails if mail.address.startswith("client"))
    message = email.message_from_bytes(theirs.raw, policy=email.policy.default)
    assert str(message["Subject"]).startswith("A reminder: ")
    assert "Saturday 7 March 2026, 12:00 UTC" in message.get_body(("plain",)).get_content()
    reply = tokens.find(message["Reply-To"].addresses[0].addr_spec)
    assert reply.conversation == client.heard("welcome")[0]["conversation"]


async def test_it_is_said_once_a_step_and_not_after_it_is_settled(client, shop, clock):
    await clockwork.write_nudges(shop, clock.forward(TWO_DAYS_BEFORE))
    await client.hears("message")
    assert await clockwork.write_nudges(shop, clock.now()) == 0
    await clockwork.settle_due(shop, clock.forward(TWO_DAYS_BEFORE))
    await clockwork.write_nudges(shop, clock.now())
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if not await owed(shop, clock):
                break
            await asyncio.sleep(0.02)
    assert len(client.heard("message")) == 1


async def owed(shop, clock):
    async with shop.reading() as session:
        return await nudges.are_due(session, now=clock.now())


async def test_a_new_demo_begins_without_reminders(shop, clock):
    assert await clockwork.write_nudges(shop, clock.now()) == 0


@pytest.mark.parametrize(
    ("went_before", "account", "wait", "told"),
    [
        (offered, "freelancer-demo", 5, "the offer C-9001 “Signage” of Client Demo is open until"),
        (claimed, "client-demo", 3, "Freelancer Demo has filed a dispute on C-1003"),
        (proposed, "client-demo", 1, "the proposal in the dispute on C-1003"),
        (proposed, "freelancer-demo", 1, "the proposal in the dispute on C-1003"),
        (in_arbitration, "client-demo", 5, "arbitration on C-1003 “Explainer video” can be accepted until"),
        (in_arbitration, "freelancer-demo", 5, "arbitration on C-1003 “Explainer video” can be accepted until"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_whoever_must_answer_the_other_side_is_reminded(
    browse, gateway, shop, clock, went_before, account, wait, told
):
    async with shop.transaction() as session:
        await went_before(session, clock.now())
    browser = await browse(token=gateway.token(account))
    await clockwork.write_nudges(shop, clock.forward(timedelta(days=wait)))
    await browser.reads(1)
    async with asyncio.timeout(PATIENCE_S):
        while not [message for message in browser.thread if told in message["text"]]:
            await browser.hears("message", len(browser.heard("message")) + 1)
    [reminder] = [message for message in browser.thread if told in message["text"]]
    assert [block["type"] for block in reminder["blocks"]] == ["clock"]
