"""Somebody who is locked out appeals in the chat, or asks for a public profile; the desk decides, and they are told."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.actions.words import Words, entries
from bot.desk.hours import WEEKDAYS, Hours
from bot.mail.outbox import Letter
from bot.marketplace import notices
from bot.marketplace.sql import SqlMarketplace
from bot.settings import Settings
from tests.databases import BOTH
from tests.journeys.answering import AnsweringAssistant
from tests.journeys.desk.conftest import PACIFIC, until_said
from tests.patience import PATIENCE_S

HOW, PUBLIC, MAIL, STATUS = "how do I appeal", "make my profile public", "I lost the mail", "what became of my request"


@pytest.fixture
def assistant(database, clock):
    return AnsweringAssistant(
        {
            "marketplace": SqlMarketplace(database, clock, deadline_s=PATIENCE_S),
            "words": Words(entries(), **Settings().wording),
            "clock": clock,
            "hours": Hours(PACIFIC, WEEKDAYS),
            "takes_cases": True,
        },
        {
            HOW: "ask_reinstatement",
            PUBLIC: "make_profile_public",
            MAIL: "ask_suspension_email",
            STATUS: "ask_profile_request_status",
        },
    )


@pytest.fixture
def marketplace(database, clock):
    return SqlMarketplace(database, clock, deadline_s=PATIENCE_S)


@pytest.fixture
def sign_in(gateway, browse):
    async def signed_in(account):
        return await browse(token=gateway.token(account))

    return signed_in


async def answer_to(browser, seq):
    def found():
        return [message for message in browser.thread if message.get("reply_to") == seq]

    return (await browser._until(found))[-1]


async def ask(browser, text):
    said = await browser.say(text)
    return await answer_to(browser, said["result"]["seq"])


async def submit(browser, asked, **values):
    form = next(block for block in asked["blocks"] if block["type"] == "form")
    said = await browser.sends(
        "submit", {"id": str(uuid4()), "message": asked["seq"], "form": form["form"], "values": values}
    )
    assert said["ok"], said
    return await answer_to(browser, said["result"]["seq"])


async def letters(database, kind):
    async with database.reading() as session:
        return list(await session.scalars(select(Letter).where(Letter.kind == kind)))


@BOTH
async def test_an_appeal_is_filed_decided_and_told(sign_in, console, database, marketplace):
    person = await sign_in("suspended-demo")
    filed = await submit(person, await ask(person, HOW), statement="My passport is renewed.")
    assert "AP-" in filed["text"]
    verifier = await console("specialist-verify", status=None)
    [case] = (await verifier.does("requests"))["requests"]
    assert (case["account"], case["text"]) == ("suspended-demo", "My passport is renewed.")
    assert case["reference"] in filed["text"]

    await verifier.does("decide", reference=case["reference"], decision="granted", reason="The new\x00 passport fits.")
    told = await until_said(person, "was granted")
    assert "The new passport fits." in told["text"]
    assert (await marketplace.records("suspended-demo")).account.standing == "good"
    assert (await verifier.does("requests"))["requests"] == []
    [letter] = await letters(database, "appeal_decided")
    assert letter.address == "suspended-demo@example.com"


async def test_a_request_for_a_public_profile_is_filed_once_and_decided(sign_in, console, marketplace):
    person = await sign_in("private-demo")
    asked = await ask(person, PUBLIC)
    await submit(person, asked, statement="")
    again = await submit(person, asked, statement="")
    assert "waits for its decision" in again["text"]
    lead = await console("lead-demo", status=None)
    [case] = (await lead.does("requests"))["requests"]
    await lead.does("decide", reference=case["reference"], decision="granted", reason="Welcome back.")
    await until_said(person, "your profile is public again")
    assert (await marketplace.records("private-demo")).account.profile.visibility == "public"
    assert "was granted" in (await ask(person, STATUS))["text"]


async def test_a_specialist_decides_no_case_and_nothing_changes(sign_in, web, console, marketplace):
    person = await sign_in("suspended-demo")
    await submit(person, await ask(person, HOW), statement="Please look again.")
    [case] = (await (await console("lead-demo", status=None)).does("requests"))["requests"]
    decision = {"reference": case["reference"], "decision": "granted", "reason": "x"}
    assert (await web.sends("decide", decision))["code"] == "not_allowed"
    assert (await web.sends("requests", {}))["code"] == "not_allowed"
    assert (await marketplace.records("suspended-demo")).account.standing == "on_hold"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"decision": "perhaps"}, "bad_payload"),
        ({"reason": ""}, "bad_payload"),
        ({"reason": "x" * 1001}, "too_long"),
        ({"reference": "AP-UNKNOWN1"}, "unknown_record"),
        ({"reference": 7}, "bad_payload"),
    ],
)
async def test_a_malformed_decision_is_refused_with_a_code(sign_in, console, marketplace, wrong, code):
    person = await sign_in("suspended-demo")
    await submit(person, await ask(person, HOW), statement="Please look again.")
    lead = await console("lead-demo", status=None)
    [case] = (await lead.does("requests"))["requests"]
    decision = {"reference": case["reference"], "decision": "granted", "reason": "Fits."}
    assert (await lead.sends("decide", {**decision, **wrong}))["code"] == code
    assert len((await lead.does("requests"))["requests"]) == 1


async def test_a_case_is_not_decided_twice(sign_in, console):
    person = await sign_in("suspended-demo")
    await submit(person, await ask(person, HOW), statement="Please look again.")
    lead = await console("lead-demo", status=None)
    [case] = (await lead.does("requests"))["requests"]
    await lead.does("decide", reference=case["reference"], decision="declined", reason="Nothing is new.")
    decision = {"reference": case["reference"], "decision": "granted", "reason": "Changed my mind."}
    assert (await lead.sends("decide", decision))["code"] == "case_decided"
    await until_said(person, "Nothing is new.")


async def test_the_suspensions_mail_is_sent_again_by_its_button(sign_in, database, clock):
    person = await sign_in("suspended-demo")
    asked = await ask(person, MAIL)
    [choices] = [block for block in asked["blocks"] if block["type"] == "choices"]
    send = next(choice["id"] for choice in choices["choices"] if choice["label"] == "Send the e-mail again")
    press = {"id": str(uuid4()), "message": asked["seq"], "choice": send}
    pressed = await person.sends("choose", press)
    answer = await answer_to(person, pressed["result"]["seq"])
    assert "goes out again" in answer["text"]
    again = await person.sends("choose", {**press, "id": str(uuid4())})
    assert "it can be sent again from" in (await answer_to(person, again["result"]["seq"]))["text"]
    assert len(await letters(database, "suspension_notice")) == 1
    clock.forward(notices.AGAIN_AFTER)
    later = await person.sends("choose", {**press, "id": str(uuid4())})
    assert "goes out again" in (await answer_to(person, later["result"]["seq"]))["text"]


async def test_letters_about_it_are_written_for_the_reader_of_the_chat(browse, gateway, console, database):
    person = await browse(token=gateway.token("suspended-demo"), locale="es-MX", zone="America/Mexico_City")
    await submit(person, await ask(person, HOW), statement="My passport is renewed.")
    asked = await ask(person, MAIL)
    [choices] = [block for block in asked["blocks"] if block["type"] == "choices"]
    send = next(choice["id"] for choice in choices["choices"] if choice["label"] == "Send the e-mail again")
    pressed = await person.sends("choose", {"id": str(uuid4()), "message": asked["seq"], "choice": send})
    await answer_to(person, pressed["result"]["seq"])
    lead = await console("lead-demo", status=None)
    [case] = (await lead.does("requests"))["requests"]
    await lead.does("decide", reference=case["reference"], decision="declined", reason="Not yet.")
    for kind in ("appeal_received", "suspension_notice", "appeal_decided"):
        [letter] = await letters(database, kind)
        assert (letter.locale, letter.zone) == ("es-MX", "America/Mexico_City"), kind
