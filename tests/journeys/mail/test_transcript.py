"""A person has their conversation mailed: to the address that is known to be theirs, and to no other."""

import email
import email.policy
from datetime import timedelta

import pytest

from bot.desk import contacts
from bot.desk.conversations import Party
from bot.marketplace import demo
from bot.marketplace.sql import SqlMarketplace
from tests.journeys.mail.conftest import QUICK_MAIL
from tests.patience import PATIENCE_S


def text_of(mail) -> str:
    return (
        email.message_from_bytes(mail.raw, policy=email.policy.default)
        .get_body(("plain",))
        .get_content()
        .replace("\r\n", "\n")
    )


@pytest.fixture
async def anna(browse, gateway):
    browser = await browse(
        token=gateway.tokens.mint("client-demo", name="Anna", email="anna@example.com"), zone="Europe/Berlin"
    )
    await browser.say("is milestone 2 paid?")
    await browser.answered()
    return browser


async def test_the_conversation_is_mailed_and_the_thread_says_so(anna, mailed, database):
    assert await anna.sends("transcript", {}) == {"ok": True, "result": {"address": "a•••@e•••.com"}}
    told = await anna.hears("message", 3)
    assert (told["from"]["kind"], told["text"]) == ("system", "<transcript_sent>")
    [mail] = await mailed(1)
    assert mail.address == "anna@example.com"
    text = text_of(mail)
    assert "Anna, 2026-03-02 13:00:\n\nis milestone 2 paid?" in text
    assert "Assistant, 2026-03-02 13:00:\n\nYou said: is milestone 2 paid?" in text
    assert "Europe/Berlin" in text


async def test_an_answer_to_it_comes_back_to_the_conversation(anna, mailed, tokens):
    await anna.sends("transcript", {})
    [mail] = await mailed(1)
    parsed = email.message_from_bytes(mail.raw, policy=email.policy.default)
    reply = tokens.find(parsed["Reply-To"].addresses[0].addr_spec)
    assert reply.conversation == anna.heard("welcome")[0]["conversation"]


async def test_asked_again_at_once_it_is_the_same_mail_and_later_another(anna, mailed, clock):
    first = await anna.sends("transcript", {})
    assert await anna.sends("transcript", {}) == first
    await mailed(1)
    clock.forward(timedelta(minutes=1))
    assert (await anna.sends("transcript", {}))["ok"]
    first_mail, second_mail = await mailed(2)
    assert text_of(first_mail).count("is milestone 2 paid?") == text_of(second_mail).count("is milestone 2 paid?") == 2


async def test_so_many_in_an_hour_are_enough(anna, clock):
    for _ in range(3):
        assert (await anna.sends("transcript", {}))["ok"]
        clock.forward(timedelta(minutes=1))
    refused = await anna.sends("transcript", {})
    assert (refused["ok"], refused["code"]) == (False, "rate_limited")
    clock.forward(timedelta(hours=1))
    assert (await anna.sends("transcript", {}))["ok"]


async def test_a_stranger_has_no_address(browse):
    visitor = await browse()
    await visitor.say("hello")
    refused = await visitor.sends("transcript", {})
    assert (refused["ok"], refused["code"]) == (False, "no_address")


async def test_an_address_that_a_code_has_confirmed_will_do(browse, database, clock, mailed):
    visitor = await browse()
    await visitor.say("hello")
    number = visitor.heard("welcome")[0]["visitor"].split(".")[1]
    async with database.transaction() as session:
        await contacts.know(session, party=Party(visitor=number), address="ben@example.com", now=clock.now())
    assert (await visitor.sends("transcript", {}))["ok"]
    [mail] = await mailed(1)
    assert mail.address == "ben@example.com"


async def test_an_account_of_our_own_marketplace_gets_it_at_its_registered_address(
    start, browse, database, clock, sending, mailed
):
    await demo.ensure(database, now=clock.now())
    gateway = await start(
        sending=sending, marketplace=SqlMarketplace(database, clock, deadline_s=PATIENCE_S), timings=QUICK_MAIL
    )
    browser = await browse(at=gateway, token=gateway.tokens.mint("client-demo"))
    await browser.say("hello")
    assert (await browser.sends("transcript", {}))["ok"]
    [mail] = await mailed(1)
    assert mail.address == "client-demo@example.com"


async def test_a_sign_in_that_has_run_out_gets_nothing(anna, host_clock, mailed):
    host_clock.forward(timedelta(hours=1))
    refused = await anna.sends("transcript", {})
    assert (refused["ok"], refused["code"]) == (False, "no_address")


async def test_an_empty_conversation_is_not_mailed(browse, gateway):
    silent = await browse(token=gateway.tokens.mint("freelancer-demo", email="f@example.com"))
    refused = await silent.sends("transcript", {})
    assert (refused["ok"], refused["code"]) == (False, "nothing_said")


async def test_where_no_mail_goes_out_none_is_promised(start, browse, sending):
    gateway = await start()
    browser = await browse(at=gateway, token=gateway.tokens.mint("client-demo", email="anna@example.com"))
    await browser.say("hello")
    refused = await browser.sends("transcript", {})
    assert (refused["ok"], refused["code"]) == (False, "not_available")
