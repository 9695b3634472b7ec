"""What the other side has put forward is answered in the chat by two keys: offers, claims, proposals; and leaving."""

from uuid import uuid4

import pytest

from bot.marketplace import arbitration, mediation, offers
from bot.marketplace.money import Money
from bot.marketplace.port import ContractStatus
from tests.journeys.money.acting import of_type, press, quoted, receipt, transfers, walk

CLIENT, FREELANCER = "client-demo", "freelancer-demo"
PRICE = 40000  # of the offer
HELD = 30000  # on C-1003, which its client has asked back


async def offered(session, at):
    await offers.offer(
        session,
        contract="C-9001",
        title="Signage",
        client=CLIENT,
        freelancer=FREELANCER,
        milestones=[("Sketches", Money(PRICE))],
        at=at,
    )


async def claimed(session, at):
    await mediation.open_dispute(session, contract="C-1003", by=FREELANCER, at=at)


async def proposed(session, at):
    await claimed(session, at)
    await mediation.decline_claim(session, contract="C-1003", by=CLIENT, at=at)
    await mediation.propose(session, contract="C-1003", to_freelancer=Money(10000), at=at)


async def accepted_by_the_client(session, at):
    await proposed(session, at)
    await mediation.answer_proposal(session, contract="C-1003", agrees=True, by=CLIENT, at=at)


async def accepted_by_the_freelancer(session, at):
    await proposed(session, at)
    await mediation.answer_proposal(session, contract="C-1003", agrees=True, by=FREELANCER, at=at)


async def in_arbitration(session, at):
    await proposed(session, at)
    await mediation.answer_proposal(session, contract="C-1003", agrees=False, by=CLIENT, at=at)


async def client_declined(session, at):
    await in_arbitration(session, at)
    await arbitration.answer_arbitration(session, contract="C-1003", pays=False, by=CLIENT, at=at)


async def as_it_is(_session, _at):
    """The demo marketplace as it stands."""


ACTIVE, ENDED, CLOSED, DISPUTED = (
    ContractStatus.ACTIVE,
    ContractStatus.ENDED,
    ContractStatus.OFFER_CLOSED,
    ContractStatus.DISPUTED,
)

JOURNEYS = [
    # what went before, who, what is said (topic: text, or a form's values), the action, amounts of the quote, lines of
    # the ledger, what the contract is then
    (offered, FREELANCER, [("make_offer", "I accept the offer C-9001")], "accept_offer", [PRICE], [], ACTIVE),
    (offered, FREELANCER, [("make_offer", "the offer of Client Demo"), {"answer": "accept"}], "accept_offer", [PRICE], [], ACTIVE),
    (offered, FREELANCER, [("make_offer", "what about the offer?"), {"answer": "decline"}], "decline_offer", [PRICE], [], CLOSED),
    (offered, FREELANCER, [("cancel_and_refund", "decline the offer C-9001")], "decline_offer", [PRICE], [], CLOSED),
    (offered, CLIENT, [("make_offer", "withdraw the offer C-9001")], "withdraw_offer", [PRICE], [PRICE], CLOSED),
    (offered, CLIENT, [("cancel_and_refund", "cancel C-9001")], "withdraw_offer", [PRICE], [PRICE], CLOSED),
    (offered, CLIENT, [("end_contract", "end C-9001")], "withdraw_offer", [PRICE], [PRICE], CLOSED),
    (as_it_is, FREELANCER, [("end_contract", "I want to end C-1002")], "leave", [25000], [], ENDED),
    (claimed, CLIENT, [("ask_dispute", "accept the claim on C-1003")], "accept_claim", [HELD], [HELD, -HELD], ENDED),
    (claimed, CLIENT, [("ask_dispute", "the dispute on C-1003"), {"answer": "accept"}], "accept_claim", [HELD], [HELD, -HELD], ENDED),
    (claimed, CLIENT, [("ask_dispute", "the dispute on C-1003"), {"answer": "decline"}], "decline_claim", [HELD], [], DISPUTED),
    (proposed, CLIENT, [("ask_dispute", "the dispute on C-1003"), {"answer": "accept"}], "accept_proposal", [0, HELD], [], DISPUTED),
    (proposed, FREELANCER, [("ask_dispute", "I decline the proposal on C-1003")], "decline_proposal", [HELD], [], DISPUTED),
    (proposed, CLIENT, [("ask_dispute", "should I decline it? C-1003"), {"answer": "decline"}], "decline_proposal", [HELD], [], DISPUTED),
    (as_it_is, FREELANCER, [("ask_dispute", "I want to open a dispute on C-1002")], "open_dispute", [25000], [], DISPUTED),
    (as_it_is, FREELANCER, [("ask_dispute", "how does a dispute on C-1002 work?"), {"answer": "open"}], "open_dispute", [25000], [], DISPUTED),
    (claimed, FREELANCER, [("ask_dispute", "withdraw the dispute on C-1003")], "withdraw_dispute", [HELD], [], ENDED),
    (claimed, FREELANCER, [("ask_dispute", "the dispute on C-1003"), {"answer": "withdraw"}], "withdraw_dispute", [HELD], [], ENDED),
    (in_arbitration, FREELANCER, [("ask_dispute", "the dispute on C-1003"), {"answer": "withdraw"}], "withdraw_dispute", [HELD], [], ENDED),
    (in_arbitration, CLIENT, [("ask_dispute", "I accept arbitration on C-1003")], "pay_arbitration", [HELD], [], DISPUTED),
    (in_arbitration, FREELANCER, [("ask_dispute", "the dispute on C-1003"), {"answer": "decline"}], "decline_arbitration", [HELD], [], DISPUTED),
    (client_declined, FREELANCER, [("ask_dispute", "the dispute on C-1003"), {"answer": "accept"}], "pay_arbitration", [HELD], [HELD], ENDED),
    (client_declined, FREELANCER, [("ask_dispute", "the dispute on C-1003"), {"answer": "decline"}], "decline_arbitration", [HELD], [], ENDED),
    (accepted_by_the_client, FREELANCER, [("ask_dispute", "accept the proposal on C-1003")], "accept_proposal", [10000, 20000], [10000], ENDED),
    (accepted_by_the_freelancer, CLIENT, [("ask_dispute", "accept the proposal on C-1003")], "accept_proposal", [10000, 20000], [10000, -10000, 20000], ENDED),
]  # fmt: skip


@pytest.mark.parametrize("row", JOURNEYS, ids=lambda row: f"{row[3]}-{row[1]}-{len(row[2])}")
async def test_from_the_first_sentence_to_the_receipt_and_the_ledger(
    browse, gateway, assistant, shop, clock, marketplace, row
):
    went_before, account, steps, action, amounts, ledger, then = row
    async with shop.transaction() as session:
        await went_before(session, clock.now())
    browser = await browse(token=gateway.token(account))
    before = await transfers(shop)
    quote = await walk(browser, assistant, steps)
    assert quote["action"] == action
    assert [line["amount"]["minor"] for line in quote["lines"]] == amounts
    assert await transfers(shop) == before

    ack = await press(browser, quote)
    assert ack["ok"]
    told = await receipt(browser, ack["result"]["seq"])
    [shown] = of_type(told, "receipt")
    assert [line["amount"]["minor"] for line in shown["lines"]] == ledger
    records = await marketplace.records(account)
    [contract] = [one for one in records.contracts if one.id == shown["contract"]]
    assert contract.status is then
    assert contract.escrow.minor == (0 if then in {ENDED, CLOSED} else amounts[-1])


@pytest.mark.parametrize(
    ("went_before", "account", "topic", "text"),
    [
        (offered, CLIENT, "make_offer", "I accept the offer C-9001"),
        (offered, FREELANCER, "make_offer", "how can I withdraw the offer C-9001?"),
        (offered, "studio-demo", "make_offer", "withdraw the offer C-9001"),
        (claimed, FREELANCER, "ask_dispute", "accept the claim on C-1003"),
        (accepted_by_the_client, CLIENT, "ask_dispute", "decline the proposal on C-1003"),
        (as_it_is, FREELANCER, "ask_dispute", "accept the claim on C-1003"),
        (as_it_is, CLIENT, "ask_dispute", "I want to open a dispute on C-1002"),
        (as_it_is, "studio-demo", "ask_dispute", "I want to open a dispute on C-1002"),
        (as_it_is, None, "ask_dispute", "I want to open a dispute on C-1002"),
        (claimed, CLIENT, "ask_dispute", "withdraw the dispute on C-1003"),
        (claimed, FREELANCER, "ask_dispute", "should I withdraw the dispute on C-1003?"),
        (client_declined, CLIENT, "ask_dispute", "I accept arbitration on C-1003"),
        (client_declined, "studio-demo", "ask_dispute", "I accept arbitration on C-1003"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_whose_turn_it_is_not_is_offered_nothing(
    browse, gateway, assistant, shop, clock, went_before, account, topic, text
):
    async with shop.transaction() as session:
        await went_before(session, clock.now())
    browser = await browse(**({} if account is None else {"token": gateway.token(account)}))
    assistant.topics[text] = topic
    await browser.say(text)
    assert not of_type(await browser.answered(), "quote")


async def test_what_needs_attention_leads_to_the_answer(browse, gateway, assistant, shop, clock):
    async with shop.transaction() as session:
        await offered(session, clock.now())
    browser = await browse(token=gateway.token(FREELANCER))
    assistant.topics["what needs my attention?"] = "ask_milestone_status"
    await browser.say("what needs my attention?")
    listed = await browser.answered()
    assert "offer_closed" in [clock["if_silent"] for clock in of_type(listed, "clock")]
    [buttons] = of_type(listed, "choices")
    [wanted] = [one["id"] for one in buttons["choices"] if one["label"] == "Answer the offer C-9001"]
    pressed = {"id": str(uuid4()), "message": listed["seq"], "choice": wanted}
    assert (await browser.sends("choose", pressed))["ok"]
    asked = await browser.answered(2)
    [form] = of_type(asked, "form")
    answer = {"id": str(uuid4()), "message": asked["seq"], "form": form["form"], "values": {"answer": "accept"}}
    assert (await browser.sends("submit", answer))["ok"]
    assert (await quoted(browser, 3))["action"] == "accept_offer"
