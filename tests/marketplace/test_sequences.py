"""Whatever is tried in whatever order, the money adds up."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.db import Database
from bot.errors import Refused
from bot.marketplace import agreements, bonuses, funding, ledger, payouts, places, refunds, review
from bot.marketplace.contract import Bonus
from bot.marketplace.money import Money
from bot.marketplace.port import MilestoneStatus
from bot.marketplace.sql import SqlMarketplace
from tests.marketplace.scene import CLIENT, FREELANCER, escrow, hire, moved, open_both
from tests.patience import PATIENCE_S

CONTRACTS = itertools.count(1)
AMOUNTS = st.integers(min_value=1, max_value=900_00)


async def charge_bonuses(session, *, contract, at):
    for bonus in (await session.scalars(select(Bonus.id).where(Bonus.contract_id == contract))).all():
        await bonuses.charge_bonus(session, bonus=bonus, at=at)


# Each move, and what it is told beside the contract and the moment.
MOVES = {
    "define": (funding.define, {"title": "More", "by": CLIENT}, {"amount"}),
    "fund": (funding.fund, {"by": CLIENT}, {"number"}),
    "submit": (review.submit, {"note": "Here.", "by": FREELANCER}, {"number"}),
    "request_changes": (review.request_changes, {"message": "Bluer.", "by": CLIENT}, {"number"}),
    "approve": (review.approve, {"by": CLIENT}, {"number"}),
    "release_early": (review.release_early, {"by": CLIENT}, {"number"}),
    "release_part": (review.release_part, {"by": CLIENT}, {"number", "amount"}),
    "auto_release": (review.auto_release, {}, {"number"}),
    "make_available": (payouts.make_available, {}, {"number"}),
    "request_bonus": (bonuses.request_bonus, {"by": CLIENT}, {"amount"}),
    "charge_bonuses": (charge_bonuses, {}, set()),
    "request_refund": (refunds.request_refund, {"by": CLIENT}, set()),
    "approve_refund": (refunds.approve_refund, {"by": FREELANCER}, set()),
    "refund_by_silence": (refunds.refund_by_silence, {}, set()),
    "pause": (agreements.pause, {"because_of": CLIENT, "reason": "a check"}, set()),
    "resume": (agreements.resume, {}, set()),
    "end": (agreements.end, {"by": CLIENT}, set()),
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(MOVES)),
        st.integers(min_value=1, max_value=3),
        AMOUNTS,
        st.sampled_from([timedelta(0), timedelta(days=1), timedelta(days=8), timedelta(days=15)]),
    ),
    min_size=4,
    max_size=14,
)


async def adds_up(database: Database, contract: str) -> None:
    async with database.transaction() as session:
        into = await moved(session, contract, target=escrow(contract))
        out = await moved(session, contract, source=escrow(contract))
        held = (await ledger.balance(session, escrow(contract))).minor
        on_client = (await ledger.balance(session, places.client(CLIENT))).minor
        released = await moved(session, contract, target=places.pending(FREELANCER))
        refunded = await moved(session, contract, target=places.billing(CLIENT))
        bonus = sum(
            (
                await session.scalars(
                    select(Bonus.amount_minor).where(Bonus.charged_at.is_not(None), Bonus.contract_id == contract)
                )
            ).all()
        )
    assert held == into - out >= 0
    assert out == released - bonus + refunded
    assert on_client == 0


async def shows_the_same(marketplace: SqlMarketplace, contract: str) -> None:
    for party in (CLIENT, FREELANCER):
        records = await marketplace.records(party)
        shown = next(view for view in records.contracts if view.id == contract)
        current = sum(milestone.in_escrow.minor for milestone in shown.milestones)
        assert shown.escrow.minor >= current
        for milestone in shown.milestones:
            assert milestone.released.minor <= milestone.amount.minor
            if milestone.status in {MilestoneStatus.RELEASED, MilestoneStatus.AUTO_RELEASED}:
                assert milestone.released == milestone.amount


@pytest.fixture
async def parties(database, clock):
    await open_both(database, at=clock.now())
    return database


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    first=st.integers(min_value=500, max_value=900_00), second=st.integers(min_value=500, max_value=900_00), steps=STEPS
)
async def test_escrow_is_deposits_less_releases_and_refunds(parties, clock, first, second, steps):
    contract = f"K-{next(CONTRACTS)}"
    await hire(parties, contract, first, second, at=clock.now())
    for name, number, amount, later in steps:
        at = clock.forward(later)
        try:
            move, told, drawn = MOVES[name]
            chosen = {"number": number, "amount": Money(amount)}
            async with parties.transaction() as session:
                await move(session, contract=contract, at=at, **told, **{each: chosen[each] for each in drawn})
        except Refused:
            continue
        await adds_up(parties, contract)
    await shows_the_same(SqlMarketplace(parties, clock, deadline_s=PATIENCE_S), contract)
