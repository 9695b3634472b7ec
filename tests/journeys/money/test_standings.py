"""Every way of the chat to do something with a contract, under every standing: the table of acts decides, at the press too."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.db import Base
from bot.marketplace import membership, review
from bot.marketplace.commands import Action
from bot.marketplace.port import Standing
from bot.marketplace.standing import ALLOWED, Act
from tests.journeys.money import test_other_side, test_sending_offers, test_two_keys
from tests.journeys.money.acting import of_type, press

#: Which act of the table each action of the chat is.
ACT = {
    Action.APPROVE: Act.RELEASE_PAYMENT,
    Action.RELEASE_PART: Act.RELEASE_PAYMENT,
    Action.RELEASE_EARLY: Act.RELEASE_PAYMENT,
    Action.REQUEST_CHANGES: Act.REQUEST_CHANGES,
    Action.FUND: Act.FUND_MILESTONE,
    Action.ADD_AND_FUND: Act.FUND_MILESTONE,
    Action.BONUS: Act.GIVE_BONUS,
    Action.END: Act.END_CONTRACT,
    Action.LEAVE: Act.END_CONTRACT,
    Action.CANCEL: Act.REQUEST_REFUND,
    Action.SUBMIT: Act.SUBMIT_WORK,
    Action.AGREE_TO_REFUND: Act.ANSWER_REFUND_REQUEST,
    Action.DISPUTE_REFUND: Act.OPEN_DISPUTE,
    Action.OPEN_DISPUTE: Act.OPEN_DISPUTE,
    Action.WITHDRAW_DISPUTE: Act.ANSWER_DISPUTE,
    Action.ACCEPT_CLAIM: Act.ANSWER_DISPUTE,
    Action.DECLINE_CLAIM: Act.ANSWER_DISPUTE,
    Action.ACCEPT_PROPOSAL: Act.ANSWER_DISPUTE,
    Action.DECLINE_PROPOSAL: Act.ANSWER_DISPUTE,
    Action.PAY_ARBITRATION: Act.ANSWER_DISPUTE,
    Action.DECLINE_ARBITRATION: Act.ANSWER_DISPUTE,
    Action.SEND_OFFER: Act.SEND_OFFER,
    Action.ACCEPT_OFFER: Act.ACCEPT_OFFER,
    Action.DECLINE_OFFER: Act.DECLINE_OFFER,
    Action.WITHDRAW_OFFER: Act.WITHDRAW_OFFER,
}
#: Acts that have other ways (tests/journeys/desk/test_standings_at_the_desk.py), or none in the chat at all.
ELSEWHERE = {Act.ASK_SUPPORT, Act.READ_RECORDS, Act.APPEAL, Act.VERIFY, Act.REQUEST_PUBLIC_PROFILE, Act.POST_JOB}
NOWHERE = {Act.SEND_MESSAGE, Act.WITHDRAW, Act.APPEAR_IN_SEARCH, Act.SEND_PROPOSAL}

CLIENT, FREELANCER = "client-demo", "freelancer-demo"


async def logo_paid(session, at):
    await review.approve(session, contract="C-1001", number=2, by=CLIENT, at=at)


async def copy_paid(session, at):
    await review.submit(session, contract="C-1002", number=1, note="Here.", by=FREELANCER, at=at)
    await review.approve(session, contract="C-1002", number=1, by=CLIENT, at=at)


def ways():
    """One way to each action: what goes before it, who goes it, and by which steps."""
    found = {
        Action.FUND: (logo_paid, CLIENT, [("fund_next_milestone", "fund the next milestone of C-1001")]),
        Action.ADD_AND_FUND: (
            copy_paid,
            CLIENT,
            [("fund_next_milestone", "plan and fund more work on C-1002"), {"title": "More copy", "amount": "50.00"}],
        ),
        Action.SEND_OFFER: (test_other_side.as_it_is, CLIENT, [test_sending_offers.WANTS, test_sending_offers.FORM]),
    }
    for account, steps, action, _, _ in test_two_keys.JOURNEYS:
        found.setdefault(Action(action), (test_other_side.as_it_is, account, steps))
    for went_before, account, steps, action, _, _, _ in test_other_side.JOURNEYS:
        found.setdefault(Action(action), (went_before, account, steps))
    return found


WAYS = ways()
#: All of the lesser ones; what is allowed in the last is also done.
STANDINGS = (Standing.BLOCKED, Standing.INACTIVE, Standing.ON_HOLD)


def test_every_act_of_the_table_has_its_ways_or_none():
    assert set(WAYS) == set(ACT) == set(Action)
    assert {*ACT.values(), *ELSEWHERE, *NOWHERE} == set(Act)
    assert not set(ACT.values()) & (ELSEWHERE | NOWHERE)


async def stand(session, account, standing, at):
    """Move an account to a standing by the marketplace's own moves."""
    match standing:
        case Standing.GOOD:
            await membership.reinstate(session, account=account, at=at)
        case Standing.INACTIVE:
            await membership.deactivate(session, account=account, at=at)
        case _:
            held = {"reason": "x", "lifted_by": None, "due_at": None, "appealable": False}
            await membership.suspend(session, account=account, to=standing, at=at, **held)


async def everything(database):
    """Read all that the marketplace keeps but quotes, which move nothing."""
    owned = {mapper.local_table.name for mapper in Base.registry.mappers if ".marketplace." in mapper.class_.__module__}
    async with database.reading() as session:
        return {
            table.name: sorted(map(repr, (await session.execute(select(table))).all()))
            for table in Base.metadata.sorted_tables
            if table.name in owned - {"quote"}
        }


async def offered(browser, assistant, steps):
    """Go the way as far as it goes, and return the quote at its end; None where there is none."""
    for step in steps:
        said = len(browser.thread)
        if isinstance(step, tuple):
            assistant.topics[step[1]] = step[0]
            await browser.say(step[1])
        else:
            asked = browser.thread[-1]
            forms = of_type(asked, "form")
            if not forms:
                return None
            form = {"id": str(uuid4()), "message": asked["seq"], "form": forms[0]["form"], "values": step}
            assert (await browser.sends("submit", form))["ok"]
        await browser.reads(said + 2)
    return next(iter(of_type(browser.thread[-1], "quote")), None)


@pytest.mark.parametrize("action", list(Action), ids=str)
async def test_what_the_table_forbids_is_neither_pressed_nor_offered(browse, gateway, assistant, shop, clock, action):
    went_before, account, steps = WAYS[action]
    async with shop.transaction() as session:
        await went_before(session, clock.now())
    person = await browse(token=gateway.token(account))
    good = await offered(person, assistant, steps)
    assert good["action"] == action
    for standing in STANDINGS:
        async with shop.transaction() as session:
            if standing is not STANDINGS[0]:
                await stand(session, account, Standing.GOOD, clock.now())
            await stand(session, account, standing, clock.now())
        allowed = ACT[action] in ALLOWED[standing]
        person = await browse(token=gateway.token(account))
        assert (ACT[action] in person.welcome["state"]["can"]) is allowed, standing
        before = await everything(shop)
        quote = await offered(person, assistant, steps)
        assert (quote is not None) is allowed, standing
        if not allowed:
            assert (await press(person, good))["code"] == "not_allowed"
        assert await everything(shop) == before, standing
    if ACT[action] in ALLOWED[STANDINGS[-1]]:
        assert (await press(person, quote))["ok"]
        assert await everything(shop) != before
