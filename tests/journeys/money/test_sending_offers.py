"""An offer from the first sentence to its end: sent with its deposit, then accepted, declined, withdrawn or run out."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.marketplace import clockwork, offers
from bot.marketplace.port import ContractStatus
from tests.journeys.money.acting import of_type, press, receipt, transfers, walk

CLIENT, FREELANCER = "client-demo", "freelancer-demo"
WANTS = ("make_offer", "I want to send an offer")
FORM = {
    "freelancer": FREELANCER,
    "title": "Signage",
    "words": "Two signs, as drawn.",
    "milestone": "Sketches",
    "amount": "400.00",
    "due_on": "2026-03-20",
}
DAY = timedelta(days=1)


async def send(browser, assistant):
    """Send the offer, and return its receipt."""
    quote = await walk(browser, assistant, [WANTS, FORM])
    ack = await press(browser, quote)
    assert ack["ok"], ack
    return await receipt(browser, ack["result"]["seq"])


async def contract_of(marketplace, account, which):
    records = await marketplace.records(account)
    return next(contract for contract in records.contracts if contract.id == which)


async def test_the_form_the_quote_and_the_receipt(browse, gateway, assistant, shop, marketplace):
    browser = await browse(token=gateway.token(CLIENT))
    before = await transfers(shop)
    quote = await walk(browser, assistant, [WANTS, FORM])
    asked, offered = (message for message in browser.thread if message["from"]["kind"] == "assistant")
    [form] = of_type(asked, "form")
    assert [field["name"] for field in form["fields"]] == [
        "freelancer", "handle", "title", "words", "milestone", "amount", "due_on",
    ]  # fmt: skip
    assert form["fields"][0]["options"][0]["id"] == FREELANCER
    for told in (
        "Signage",
        "Sketches",
        "Two signs, as drawn.",
        "400.00 USD",
        "20 Mar 2026",
        "not when the offer is accepted",
    ):
        assert told in offered["text"]
    assert "Visa ending 4242" in asked["text"]
    assert quote["action"] == "send_offer"
    assert [(line["label"], line["amount"]["minor"]) for line in quote["lines"]] == [
        ("Charged now, held in escrow", 40000)
    ]
    assert await transfers(shop) == before

    ack = await press(browser, quote)
    told = await receipt(browser, ack["result"]["seq"])
    [shown] = of_type(told, "receipt")
    assert [(line["kind"], line["amount"]["minor"]) for line in shown["lines"]] == [("fixed_price_charge", -40000)]
    for account in (CLIENT, FREELANCER):
        contract = await contract_of(marketplace, account, shown["contract"])
        assert (contract.status, contract.escrow.minor) == (ContractStatus.OFFERED, 40000)
    assert f"the offer {shown['contract']} “Signage” is sent to Freelancer Demo" in told["text"]
    assert (await press(browser, quote)) == ack
    assert await transfers(shop) == before + 2


@pytest.mark.parametrize(
    ("who", "says", "action", "status", "escrow"),
    [
        (FREELANCER, "I accept the offer {}", "accept_offer", ContractStatus.ACTIVE, 40000),
        (FREELANCER, "I decline the offer {}", "decline_offer", ContractStatus.OFFER_CLOSED, 0),
        (CLIENT, "withdraw the offer {}", "withdraw_offer", ContractStatus.OFFER_CLOSED, 0),
    ],
)
async def test_it_is_answered_or_withdrawn_in_the_chat(
    browse, gateway, assistant, marketplace, who, says, action, status, escrow
):
    sent = await send(await browse(token=gateway.token(CLIENT)), assistant)
    number = of_type(sent, "receipt")[0]["contract"]
    browser = await browse(token=gateway.token(who))
    text = says.format(number)
    assistant.topics[text] = "make_offer"
    already = len([message for message in browser.thread if message["from"]["kind"] == "assistant"])
    await browser.say(text)
    answer = await browser.answered(already + 1)
    assert "Two signs, as drawn." in answer["text"] or who == CLIENT
    [quote] = of_type(answer, "quote")
    assert quote["action"] == action
    ack = await press(browser, quote)
    assert of_type(await receipt(browser, ack["result"]["seq"]), "receipt")
    contract = await contract_of(marketplace, who, number)
    assert (contract.status, contract.escrow.minor) == (status, escrow)


async def test_the_only_open_offer_is_meant_whatever_was_talked_of_before(browse, gateway, assistant):
    await send(await browse(token=gateway.token(CLIENT)), assistant)
    freelancer = await browse(token=gateway.token(FREELANCER))
    assistant.topics |= {"how is C-1002?": "ask_milestone_status", "I decline the offer": "make_offer"}
    await freelancer.say("how is C-1002?")
    await freelancer.answered()
    await freelancer.say("I decline the offer")
    [quote] = of_type(await freelancer.answered(2), "quote")
    assert quote["action"] == "decline_offer"


async def test_one_that_runs_out_is_closed_and_its_deposit_is_back(
    browse, gateway, assistant, shop, clock, marketplace, host_clock
):
    client = await browse(token=gateway.token(CLIENT))
    number = of_type(await send(client, assistant), "receipt")[0]["contract"]
    freelancer = await browse(token=gateway.token(FREELANCER))
    assistant.topics["what needs my attention?"] = "ask_milestone_status"
    await freelancer.say("what needs my attention?")
    listed = await freelancer.answered()
    assert ("freelancer", "offer_closed") in [
        (clock["who_acts"], clock["if_silent"]) for clock in of_type(listed, "clock")
    ]
    while await clockwork.settle_due(shop, clock.forward(7 * DAY)):
        pass
    contract = await contract_of(marketplace, CLIENT, number)
    assert (contract.status, contract.escrow.minor) == (ContractStatus.OFFER_CLOSED, 0)
    back = await marketplace.transactions(CLIENT, limit=30)
    assert [line.amount.minor for line in back if line.contract == number] == [40000, -40000]
    text = f"I accept the offer {number}"
    assistant.topics[text] = "make_offer"
    await freelancer.say(text)
    assert not of_type(await freelancer.answered(2), "quote")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "x" * 101, "milestone": "x" * 101}, {"title", "milestone"}),
        ({"amount": "4.99"}, {"amount"}),
        ({"amount": "lots"}, {"amount"}),
        ({"amount": "1.005"}, {"amount"}),
        ({"due_on": "2026-02-01"}, {"due_on"}),
        ({"due_on": "tomorrow"}, {"due_on"}),
        ({"freelancer": "blocked-demo"}, {"freelancer"}),  # not among the options
        ({"words": ""}, {"words"}),
    ],
)
async def test_a_form_filled_in_wrongly_says_where_and_changes_nothing(browse, gateway, assistant, shop, values, wrong):
    browser = await browse(token=gateway.token(CLIENT))
    assistant.topics[WANTS[1]] = WANTS[0]
    await browser.say(WANTS[1])
    asked = await browser.answered()
    before = await transfers(shop)
    form = {"id": str(uuid4()), "message": asked["seq"], "form": "make_offer", "values": FORM | values}
    refused = await browser.sends("submit", form)
    assert (refused["code"], set(refused["fields"])) == ("invalid_fields", wrong)
    assert await transfers(shop) == before


REFUSED = [
    # who sends, what is in the form, what is said instead of a quote
    (CLIENT, {"freelancer": "somebody else", "handle": "blocked-demo"}, "no freelancer with that handle"),
    (CLIENT, {"freelancer": "somebody else", "handle": "suspended-demo"}, "no freelancer with that handle"),
    (CLIENT, {"freelancer": "somebody else", "handle": "studio-demo"}, "no freelancer with that handle"),
    (CLIENT, {"freelancer": "somebody else", "handle": "no such one"}, "no freelancer with that handle"),
    (CLIENT, {"freelancer": "somebody else"}, "no freelancer with that handle"),
]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: str(row[1].get("handle")))
async def test_who_takes_no_offers_is_offered_none(browse, gateway, assistant, row):
    who, values, told = row
    browser = await browse(token=gateway.token(who))
    assistant.topics[WANTS[1]] = WANTS[0]
    await browser.say(WANTS[1])
    asked = await browser.answered()
    form = {"id": str(uuid4()), "message": asked["seq"], "form": "make_offer", "values": FORM | values}
    assert (await browser.sends("submit", form))["ok"]
    answer = await browser.answered(2)
    assert told in answer["text"]
    assert not of_type(answer, "quote")


async def test_a_handle_finds_somebody_new(browse, gateway, assistant):
    browser = await browse(token=gateway.token(CLIENT))
    quote = await walk(browser, assistant, [WANTS, FORM | {"freelancer": "somebody else", "handle": "maker-demo"}])
    assert quote["summary"] == "Send Maker Demo the offer “Signage”"


@pytest.mark.parametrize(
    ("account", "told"),
    [
        ("newclient-demo", "no billing method"),
        ("pastdue-demo", "past due"),
        (FREELANCER, "Offers are made by clients"),
        ("blocked-demo", "Offers are made by clients"),
        ("suspended-demo", "on hold"),
        (None, "Sign in"),
    ],
)
async def test_who_cannot_send_one_gets_no_form_but_the_reason(browse, gateway, assistant, account, told):
    browser = await browse(**({} if account is None else {"token": gateway.token(account)}))
    assistant.topics[WANTS[1]] = WANTS[0]
    await browser.say(WANTS[1])
    answer = await browser.answered()
    assert told in answer["text"]
    assert not of_type(answer, "form")


async def test_a_question_after_an_offer_that_is_out_brings_no_form(browse, gateway, assistant, shop, clock):
    browser = await browse(token=gateway.token(CLIENT))
    await send(browser, assistant)
    assistant.topics["has she accepted my offer yet"] = "make_offer"
    await browser.say("has she accepted my offer yet")
    answer = await browser.answered(3)
    assert "waits for Freelancer Demo to accept or decline the offer" in answer["text"]
    assert not of_type(answer, "form")
    assert [one["if_silent"] for one in of_type(answer, "clock")] == ["offer_closed"]


async def test_an_offer_withdrawn_meanwhile_cannot_be_accepted(browse, gateway, assistant, shop, clock):
    number = of_type(await send(await browse(token=gateway.token(CLIENT)), assistant), "receipt")[0]["contract"]
    freelancer = await browse(token=gateway.token(FREELANCER))
    quote = await walk(freelancer, assistant, [("make_offer", f"I accept the offer {number}")])
    async with shop.transaction() as session:
        await offers.withdraw(session, contract=number, by=CLIENT, at=clock.now())
    assert (await press(freelancer, quote))["code"] == "quote_void"
