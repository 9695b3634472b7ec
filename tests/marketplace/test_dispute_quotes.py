"""Disputes by two keys: opened while work goes on, withdrawn, and answered in arbitration; and paying early."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.marketplace import arbitration, mediation, refunds, review
from bot.marketplace.commands import (
    DeclineArbitration,
    OpenDispute,
    PayArbitration,
    ReleaseEarly,
    WithdrawDispute,
)
from bot.marketplace.money import Money
from bot.marketplace.places import pending
from bot.marketplace.sql_commands import SqlCommands
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, held, hire, open_both
from tests.marketplace.test_quotes import FRESH, C, nobody, said, states

ALL = 600_00


@pytest.fixture
async def commands(database, clock):
    await open_both(database, at=clock.now())
    await hire(database, C, ALL, 500_00, at=clock.now())
    return SqlCommands(database, clock)


async def working(_session, _at):
    """The contract as it was hired."""


async def submitted(session, at):
    await review.submit(session, contract=C, number=1, note="Done.", by=FREELANCER, at=at)


async def overdue(session, at):
    await submitted(session, at - timedelta(days=14))


async def opened(session, at):
    await mediation.open_dispute(session, contract=C, by=FREELANCER, at=at)


async def against_a_refund(session, at):
    await refunds.request_refund(session, contract=C, by=CLIENT, at=at)
    await opened(session, at)


async def in_arbitration(session, at):
    await opened(session, at)
    await mediation.decline_claim(session, contract=C, by=CLIENT, at=at)
    await mediation.propose(session, contract=C, to_freelancer=Money(1), at=at)
    await mediation.answer_proposal(session, contract=C, agrees=False, by=CLIENT, at=at)


def said_before(by, *, pays):
    async def answered(session, at):
        await in_arbitration(session, at)
        await arbitration.answer_arbitration(session, contract=C, pays=pays, by=by, at=at)

    return answered


LEFT, AT_STAKE = [("left_in_escrow", ALL)], [("at_stake", ALL)]
DISPUTED = "disputed funded defined"

ACTIONS = [
    # given, by, command, lines of the quote, then: states, escrow, the freelancer's pending
    (working, CLIENT, ReleaseEarly(C, 1), [("released", ALL)], "active released defined", 0, ALL),
    (working, FREELANCER, OpenDispute(C), LEFT, DISPUTED, ALL, 0),
    (submitted, FREELANCER, OpenDispute(C), LEFT, "disputed submitted defined", ALL, 0),
    (opened, FREELANCER, WithdrawDispute(C), [("refunded", 0), *LEFT], "active funded defined", ALL, 0),
    (in_arbitration, FREELANCER, WithdrawDispute(C), [("refunded", 0), *LEFT], "active funded defined", ALL, 0),
    (against_a_refund, FREELANCER, WithdrawDispute(C), [("refunded", ALL)], "ended refunded defined", 0, 0),
    (in_arbitration, CLIENT, PayArbitration(C), AT_STAKE, DISPUTED, ALL, 0),
    (in_arbitration, FREELANCER, DeclineArbitration(C), AT_STAKE, DISPUTED, ALL, 0),
    # The quote is the same whatever the other side has answered: it may not tell that.
    (said_before(CLIENT, pays=True), FREELANCER, PayArbitration(C), AT_STAKE, DISPUTED, ALL, 0),
    (said_before(CLIENT, pays=True), FREELANCER, DeclineArbitration(C), AT_STAKE, "ended refunded defined", 0, 0),
    (said_before(CLIENT, pays=False), FREELANCER, PayArbitration(C), AT_STAKE, "ended released defined", 0, ALL),
    (said_before(FREELANCER, pays=False), CLIENT, DeclineArbitration(C), AT_STAKE, "ended refunded defined", 0, 0),
    (said_before(FREELANCER, pays=True), CLIENT, DeclineArbitration(C), AT_STAKE, "ended released defined", 0, ALL),
]  # fmt: skip


async def all_of_it(database):
    return await states(database), await held(database, escrow(C)), await held(database, pending(FREELANCER))


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: f"{row[0].__name__}-{type(row[2]).__name__}-{row[1]}")
async def test_a_quote_moves_nothing_and_its_confirmation_does_what_it_said(commands, database, clock, row):
    given, by, command, lines, *then = row
    async with database.transaction() as session:
        await given(session, clock.now())
    before = await all_of_it(database)
    quote = await commands.quote(by, command)
    assert said(quote) == lines
    assert await all_of_it(database) == before
    receipt = await commands.confirm(by, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert await all_of_it(database) == tuple(then)
    again = await commands.confirm(by, quote.id, auth_age=timedelta(days=1), press="other", witness=nobody)
    assert again == receipt == await commands.receipt(by, quote.id)


IMPOSSIBLE = [
    (submitted, CLIENT, ReleaseEarly(C, 1), "wrong_move"),
    (working, CLIENT, ReleaseEarly(C, 2), "wrong_move"),
    (working, CLIENT, ReleaseEarly(C, 9), "unknown_record"),
    (working, FREELANCER, ReleaseEarly(C, 1), "not_allowed"),
    (working, CLIENT, OpenDispute(C), "not_allowed"),
    (working, "nobody", OpenDispute(C), "unknown_record"),
    (overdue, FREELANCER, OpenDispute(C), "review_over"),
    (opened, FREELANCER, OpenDispute(C), "wrong_move"),
    (working, FREELANCER, WithdrawDispute(C), "no_dispute"),
    (opened, CLIENT, WithdrawDispute(C), "not_allowed"),
    (opened, CLIENT, PayArbitration(C), "wrong_move"),
    (working, FREELANCER, DeclineArbitration(C), "no_dispute"),
    (in_arbitration, "nobody", PayArbitration(C), "unknown_record"),
    (said_before(CLIENT, pays=True), CLIENT, DeclineArbitration(C), "wrong_move"),  # it may not be unsaid
]


@pytest.mark.parametrize("row", IMPOSSIBLE, ids=lambda row: f"{type(row[2]).__name__}-{row[1]}-{row[3]}")
async def test_what_is_not_possible_is_refused_before_it_is_quoted(commands, database, clock, row):
    given, by, command, code = row
    async with database.transaction() as session:
        await given(session, clock.now())
    before = await all_of_it(database)
    with pytest.raises(Refused) as refused:
        await commands.quote(by, command)
    assert (refused.value.code, refused.value.message[-1]) == (code, ".")
    assert await all_of_it(database) == before


async def test_an_answer_of_the_other_side_voids_the_quote(commands, database, clock):
    async with database.transaction() as session:
        await in_arbitration(session, clock.now())
    quote = await commands.quote(FREELANCER, PayArbitration(C))
    async with database.transaction() as session:
        await arbitration.answer_arbitration(session, contract=C, pays=False, by=CLIENT, at=clock.now())
    with pytest.raises(Refused) as refused:
        await commands.confirm(FREELANCER, quote.id, auth_age=FRESH, press="p", witness=nobody)
    assert refused.value.code == "quote_void"
