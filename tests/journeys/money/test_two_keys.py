"""Money moves by a quote's own button, pressed by its account with a fresh sign-in, once; and by nothing else."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.mail.letters.kinds import KINDS
from bot.mail.outbox import Letter
from bot.marketplace import membership
from bot.marketplace.commands import Approve
from bot.marketplace.port import Standing
from bot.marketplace.quotes import StoredReceipt
from tests.databases import BOTH
from tests.journeys.conftest import PATIENT
from tests.journeys.money.acting import (
    APPROVE,
    WORDS,
    ActingAssistant,
    of_type,
    press,
    quoted,
    receipt,
    transfers,
    walk,
)


@pytest.fixture
async def freelancer(browse, gateway):
    return await browse(token=gateway.token("freelancer-demo"))


async def test_a_receipt_is_owed_by_mail_once_for_what_moved_money(client, assistant, shop):
    quote = await walk(client, assistant, [("approve_milestone", "approve the final logo files")])
    for _ in range(2):
        pressed = await press(client, quote)
    await receipt(client, pressed["result"]["seq"])
    quote = await walk(client, assistant, [("give_bonus", "give a bonus of 50 dollars on C-1004")])
    await press(client, quote)
    async with shop.reading() as session:
        [letter] = (await session.scalars(select(Letter).where(Letter.kind == "receipt"))).all()
    assert (letter.account, letter.address) == ("client-demo", "client-demo@example.com")
    assert [line["amount"]["minor"] for line in letter.subject_data["lines"]] == [60000, -60000]
    assert KINDS["receipt"].data.model_validate(letter.subject_data).contract == "C-1001"


CROWD_S = 60.0  # two hundred transactions, one after the other, on a busy machine


# From the first sentence to the receipt and the ledger

JOURNEYS = [
    # who, what is said (topic: text, or a form's values), the action, amounts of the quote, lines of the ledger
    ("client-demo", [("approve_milestone", "approve the final logo files")], "approve", [60000], [60000, -60000]),
    ("client-demo", [("release_part", "release half of the logo files")], "release_part", [30000, 30000], [30000, -30000]),
    ("client-demo", [("release_part", "release a part of the logo files"), ("not_understood", "the remaining 250")], "release_part", [25000, 35000], [25000, -25000]),
    ("client-demo", [("release_part", "release some of C-1001"), {"amount": "50.00"}], "release_part", [5000, 55000], [5000, -5000]),
    ("client-demo", [("release_part", "release part of C-1001"), ("affirm", "all of it")], "approve", [60000], [60000, -60000]),
    ("client-demo", [("request_changes", "ask for changes on C-1001: the blue is too dark")], "request_changes", [60000], []),
    ("client-demo", [("request_changes", "request changes"), ("not_understood", "The blue is too dark.")], "request_changes", [60000], []),
    ("client-demo", [("request_changes", "request changes"), {"words": "The blue is too dark."}], "request_changes", [60000], []),
    ("client-demo", [("give_bonus", "give a bonus of 50 dollars on C-1004")], "bonus", [5000], []),
    ("client-demo", [("give_bonus", "give a bonus of 50 dollars on C-1004"), ("release_part", "wait, make that 60")], "bonus", [6000], []),
    ("client-demo", [("approve_milestone", "approve the final logo files"), ("not_understood", "no, only 200")], "release_part", [20000, 40000], [20000, -20000]),
    ("client-demo", [("give_bonus", "bonus for C-1004"), {"amount": "20", "words": "Quick work"}], "bonus", [2000], []),
    ("client-demo", [("end_contract", "end C-1002 and pay everything")], "end", [25000], [25000, -25000]),
    ("client-demo", [("end_contract", "end C-1002"), {"pay": "another amount", "amount": "100"}], "end", [10000, 15000], [10000, -10000]),
    ("client-demo", [("end_contract", "end C-1002"), ("deny", "nothing")], "end", [0, 25000], []),
    ("client-demo", [("cancel_and_refund", "cancel C-1002, I want the money back")], "cancel", [25000], []),
    ("client-demo", [("approve_milestone", "release the money for the draft copy"), {"answer": "release now"}], "release_early", [25000], [25000, -25000]),
    ("freelancer-demo", [("ask_freelancer_payment", "I want to submit my work for C-1002"), ("not_understood", "Here is the first draft.")], "submit", [25000], []),
    ("freelancer-demo", [("cancel_and_refund", "the refund of C-1003"), {"answer": "agree"}], "agree_to_refund", [30000], []),
    ("freelancer-demo", [("cancel_and_refund", "the refund of C-1003"), {"answer": "dispute"}], "dispute_refund", [30000], []),
]  # fmt: skip


@pytest.mark.parametrize("row", JOURNEYS, ids=lambda row: f"{row[2]}-{len(row[1])}")
async def test_from_the_first_sentence_to_the_receipt_and_the_ledger(browse, gateway, assistant, shop, row):
    account, steps, action, amounts, ledger = row
    browser = await browse(token=gateway.token(account))
    before = await transfers(shop)
    quote = await walk(browser, assistant, steps)
    assert quote["action"] == action
    assert [line["amount"]["minor"] for line in quote["lines"]] == amounts
    assert "Confirm button" in browser.thread[-1]["text"]
    assert await transfers(shop) == before

    ack = await press(browser, quote)
    assert ack["ok"]
    told = await receipt(browser, ack["result"]["seq"])
    [shown] = of_type(told, "receipt")
    assert shown["quote"] == quote["quote"]
    assert [line["amount"]["minor"] for line in shown["lines"]] == ledger
    pressed = browser.thread[ack["result"]["seq"] - 1]
    assert pressed["from"]["kind"] == "user"
    assert pressed["text"] == f"Confirmed: {quote['summary']}"
    assert (await transfers(shop) > before) is (bool(ledger) or action == "agree_to_refund")


async def test_the_next_milestone_is_funded_after_the_present_one_is_paid(client, assistant):
    assistant.topics |= {"fund the next milestone of C-1001": "fund_next_milestone"}
    await client.say(APPROVE)
    ack = await press(client, await quoted(client))
    await receipt(client, ack["result"]["seq"])
    await client.say("fund the next milestone of C-1001")
    quote = await quoted(client, 2)
    assert (quote["action"], quote["lines"][0]["amount"]["minor"]) == ("fund", 50000)
    ack = await press(client, quote)
    told = await receipt(client, ack["result"]["seq"])
    assert [line["amount"]["minor"] for line in of_type(told, "receipt")[0]["lines"]] == [-50000]


async def test_other_questions_are_answered_and_the_form_stays(client, assistant):
    assistant.topics |= {
        "release a part of the logo files": "release_part",
        "how long does a refund take?": "cancel_and_refund",
        "what is escrow?": "ask_escrow_basics",
    }
    await client.say("release a part of the logo files")
    assert of_type(await client.answered(1), "form")
    await client.say("what is escrow?")
    assert not of_type(await client.answered(2), "quote")
    await client.say("a third")
    assert (await quoted(client, 3))["lines"][0]["amount"]["minor"] == 20000


# Nothing else does it


@pytest.mark.parametrize("text", ["yes", "confirm", "/confirm", "Yes, do it now!", '/confirm{"quote": "%s"}', "%s"])
async def test_no_word_confirms_a_quote(client, assistant, shop, text):
    await client.say(APPROVE)
    quote = await quoted(client)
    before = await transfers(shop)
    said = text.replace("%s", quote["quote"])
    assistant.topics[said] = "affirm"
    await client.say(said)
    await client.answered(2)
    assert await transfers(shop) == before


async def test_forged_buttons_and_forms_confirm_nothing(client, shop):
    await client.say(APPROVE)
    quote = await quoted(client)
    seq = client.thread[-1]["seq"]
    before = await transfers(shop)
    for choice in (quote["quote"], "confirm", "1000"):
        refused = await client.sends("choose", {"id": str(uuid4()), "message": seq, "choice": choice})
        assert refused["code"] == "unknown_choice"
    forged = {"id": str(uuid4()), "message": seq, "form": "quote", "values": {"quote": quote["quote"]}}
    assert (await client.sends("submit", forged))["code"] == "unknown_form"
    assert await transfers(shop) == before


@pytest.mark.parametrize(
    "payload",
    [None, [], "x", {}, {"id": "x", "quote": "y"}, {"id": str(uuid4())}, {"id": str(uuid4()), "quote": 7},
     {"id": str(uuid4()), "quote": ""}, {"id": str(uuid4()), "quote": "q" * 65}],
)  # fmt: skip
async def test_a_malformed_press_is_refused(client, payload):
    assert (await client.sends("confirm", payload))["code"] == "bad_payload"


async def test_another_account_and_a_stranger_find_no_such_quote(client, freelancer, browse, shop):
    await client.say(APPROVE)
    quote = await quoted(client)
    before = await transfers(shop)
    assert (await press(freelancer, quote))["code"] == "quote_unknown"
    assert (await press(await browse(), quote))["code"] == "quote_unknown"
    assert (await press(client, {"quote": "made up"}))["code"] == "quote_unknown"
    assert await transfers(shop) == before


async def test_an_old_sign_in_is_renewed_first_and_then_it_is_done(browse, gateway):
    client = await browse(token=gateway.token(auth_age=timedelta(minutes=6)))
    await client.say(APPROVE)
    quote = await quoted(client)
    refused = await press(client, quote)
    assert (refused["code"], refused["ok"]) == ("reauth_required", False)
    assert refused["message"].endswith(".")
    assert (await client.sends("token", {"token": gateway.token()}))["ok"]
    await client.hears("welcome", 2)
    assert (await press(client, quote))["ok"]


async def test_a_sign_in_that_ran_out_has_to_be_renewed(client, host_clock):
    await client.say(APPROVE)
    quote = await quoted(client)
    host_clock.forward(timedelta(minutes=11))
    assert (await press(client, quote))["code"] == "reauth_required"


async def test_a_quote_runs_out_after_five_minutes(client, clock, shop):
    await client.say(APPROVE)
    quote = await quoted(client)
    before = await transfers(shop)
    clock.forward(timedelta(minutes=5))
    assert (await press(client, quote))["code"] == "quote_expired"
    assert await transfers(shop) == before


async def test_a_change_voids_the_quote_with_a_sentence(client):
    await client.say(APPROVE)
    first = await quoted(client)
    await client.say(APPROVE)
    second = await quoted(client, 2)
    assert (await press(client, second))["ok"]
    refused = await press(client, first)
    assert refused["code"] == "quote_void"
    assert "Nothing was done" in refused["message"]


async def test_a_standing_that_does_not_allow_it_is_told(client, shop, clock):
    await client.say(APPROVE)
    quote = await quoted(client)
    async with shop.transaction() as session:
        await membership.suspend(
            session, account="client-demo", to=Standing.BLOCKED, reason="x", lifted_by=None, due_at=None,
            appealable=False, at=clock.now(),
        )  # fmt: skip
    assert (await press(client, quote))["code"] == "not_allowed"


async def test_a_marketplace_may_let_its_own_pages_alone_move_money(start, browse, marketplace, clock, commands):
    quote = await commands.quote("client-demo", Approve("C-1001", 2))
    assistant = ActingAssistant(marketplace, None, clock, {APPROVE: "approve_milestone"})
    links = await start(assistant=assistant, sentences=WORDS, timings=PATIENT)
    client = await browse(at=links, token=links.token())
    await client.say(APPROVE)
    answer = await client.answered()
    assert not of_type(answer, "quote")
    assert of_type(answer, "steps")
    assert (await press(client, {"quote": quote.id}))["code"] == "not_allowed"


# Once


@BOTH
async def test_two_hundred_presses_from_many_windows_move_the_money_once(browse, gateway, shop):
    windows = [await browse(token=gateway.token()) for _ in range(4)]
    await windows[0].say(APPROVE)
    quote = await quoted(windows[0])
    before = await transfers(shop)
    presses = [{"id": str(uuid4()), "quote": quote["quote"]} for _ in range(200)]
    acks = await asyncio.gather(
        *(
            windows[number % 4].socket.call("confirm", each, namespace="/chat", timeout=CROWD_S)
            for number, each in enumerate(presses)
        )
    )
    assert {ack["ok"] for ack in acks} == {True}
    assert len({ack["result"]["seq"] for ack in acks}) == 1
    assert await transfers(shop) == before + 2
    told = [message for message in await windows[1].reads(4) if of_type(message, "receipt")]
    assert len(told) == 1
    async with shop.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(StoredReceipt)) == 1


@BOTH
async def test_a_press_that_was_not_acknowledged_is_pressed_again_and_gets_the_same_receipt(client, browse, gateway):
    await client.say(APPROVE)
    quote = await quoted(client)
    same = str(uuid4())
    first = await press(client, quote, same)
    await client.leave()
    again = await browse(token=gateway.token())
    assert await press(again, quote, same) == first
    assert await press(again, quote) == first
    receipts = [message for message in again.thread if of_type(message, "receipt")]
    assert len(receipts) == 1


# Any text whatever


async def test_no_text_whatever_moves_money(client, assistant, shop):
    """With an open quote and an open form, whatever is typed, and however it is understood."""
    topics = sorted(name.removeprefix("action_") for name in assistant.actions)
    await client.say(APPROVE)
    quote = await quoted(client)
    before, heard = await transfers(shop), len(client.thread)
    said: list[tuple[str, str]] = []

    words = st.sampled_from(
        ["yes", "confirm", "/confirm", "half", "all of it", "C-1001", "250", quote["quote"], "{}", '"']
    )
    texts = st.one_of(st.text(min_size=1, max_size=60), st.lists(words, min_size=1, max_size=4).map(" ".join))

    @given(text=texts.filter(str.strip), topic=st.sampled_from(topics))
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    def collect(text, topic):
        said.append((text, topic))

    collect()
    for text, topic in said:
        assistant.topics[text.strip()] = topic
        acknowledged = await client.say(text)
        assert acknowledged["ok"] or acknowledged["code"] == "bad_payload"
        heard += 2 * acknowledged["ok"]
        await client.reads(heard)
        assert await transfers(shop) == before
    async with shop.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(StoredReceipt)) == 0
