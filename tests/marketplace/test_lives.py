"""Whatever is done in whatever order, crashing and twice: no cent is lost, and every clock fits its record."""

import asyncio
import itertools
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.errors import Refused
from bot.marketplace import (
    agreements,
    arbitration,
    bonuses,
    clockwork,
    funding,
    ledger,
    mediation,
    offers,
    past_dues,
    places,
    refunds,
    review,
)
from bot.marketplace.audit import AuditEntry
from bot.marketplace.clocks import ClockKind, RunningClock
from bot.marketplace.contract import Bonus, Contract, Milestone, RefundRequest
from bot.marketplace.dispute import Dispute
from bot.marketplace.events import MarketplaceEvent
from bot.marketplace.ledger import Transfer
from bot.marketplace.money import Money
from bot.marketplace.moves import CONTRACT, FUNDED, MILESTONE
from bot.marketplace.port import ContractStatus, MilestoneStatus
from bot.marketplace.port import DisputeStage as Stage
from bot.marketplace.posting import Posting
from bot.marketplace.terms import Terms
from tests.marketplace.scene import CLIENT, FREELANCER, hire, open_both

CONTRACTS = itertools.count(1)
DAY = timedelta(days=1)


async def owe(session, *, contract, at):
    await past_dues.owe(session, account=CLIENT, amount=Money(10_00), at=at)


async def settle(session, *, contract, at):
    await past_dues.settle(session, account=CLIENT, at=at)


# Each move, what it is told beside the contract and the moment, and what is drawn for it.
MOVES = {
    "accept": (offers.accept, {"by": FREELANCER}, ()),
    "decline": (offers.decline, {"by": FREELANCER}, ()),
    "withdraw": (offers.withdraw, {"by": CLIENT}, ()),
    "define": (funding.define, {"title": "More", "by": CLIENT}, ("amount",)),
    "fund": (funding.fund, {"by": CLIENT}, ("number",)),
    "submit": (review.submit, {"note": "Here.", "by": FREELANCER}, ("number",)),
    "request_changes": (review.request_changes, {"message": "Bluer.", "by": CLIENT}, ("number",)),
    "approve": (review.approve, {"by": CLIENT}, ("number",)),
    "release_early": (review.release_early, {"by": CLIENT}, ("number",)),
    "release_part": (review.release_part, {"by": CLIENT}, ("number", "amount")),
    "request_bonus": (bonuses.request_bonus, {"by": CLIENT}, ("amount",)),
    "request_refund": (refunds.request_refund, {"by": CLIENT}, ()),
    "approve_refund": (refunds.approve_refund, {"by": FREELANCER}, ()),
    "end_paying": (agreements.end_paying, {"by": CLIENT}, ("pay",)),
    "leave": (agreements.leave, {"by": FREELANCER}, ()),
    "open_dispute": (mediation.open_dispute, {"by": FREELANCER}, ()),
    "withdraw_dispute": (mediation.withdraw_dispute, {"by": FREELANCER}, ()),
    "accept_claim": (mediation.accept_claim, {"by": CLIENT}, ()),
    "decline_claim": (mediation.decline_claim, {"by": CLIENT}, ()),
    "propose": (mediation.propose, {}, ("to_freelancer",)),
    "answer_proposal": (mediation.answer_proposal, {}, ("by", "agrees")),
    "answer_arbitration": (arbitration.answer_arbitration, {}, ("by", "pays")),
    "award": (arbitration.award, {}, ("to_freelancer",)),
    "owe": (owe, {}, ()),
    "settle": (settle, {}, ()),
}
AMOUNTS = st.builds(Money, st.one_of(st.sampled_from([0, 250_00, 600_00]), st.integers(0, 900_00)))
DRAWN = st.fixed_dictionaries(
    {
        "number": st.integers(1, 3),
        "amount": AMOUNTS,
        "pay": AMOUNTS,
        "to_freelancer": AMOUNTS,
        "by": st.sampled_from([CLIENT, FREELANCER]),
        "agrees": st.booleans(),
        "pays": st.booleans(),
    }
)
# Likely ways into the depths of a life; whatever is refused is skipped.
OPENINGS = st.sampled_from(
    [
        [],
        ["accept"],
        ["accept", "submit"],
        ["accept", "submit", "request_changes"],
        ["accept", "request_refund"],
        ["accept", "request_refund", "open_dispute"],
        ["accept", "submit", "open_dispute", "decline_claim"],
        ["accept", "open_dispute", "decline_claim", "propose"],
    ]
)
WAITS = st.sampled_from([timedelta(0), timedelta(0), timedelta(hours=7), DAY, 2 * DAY, 5 * DAY, 7 * DAY, 14 * DAY])
HOW = st.sampled_from(["once", "once", "once", "twice", "crash"])
STEPS = st.lists(st.tuples(st.sampled_from(sorted(MOVES)), DRAWN, WAITS, HOW), min_size=3, max_size=20)


class CrashError(Exception):
    """The process dies between the move and its commit."""


def die() -> None:
    raise CrashError


@pytest.fixture
async def parties(database, clock):
    Terms(initiation_fee=Money(4_99), client_fee=300, service_fee=1_000).agree(database)
    await open_both(database, at=clock.now())
    return database


async def attempt(database, contract, name, drawn, *, at, how):
    move, told, needed = MOVES[name]
    chosen = {each: drawn[each] for each in needed}
    for _ in range(2 if how == "twice" else 1):
        try:
            async with database.transaction() as session:
                await move(session, contract=contract, at=at, **told, **chosen)
                if how == "crash":
                    await session.flush()
                    die()
        except (Refused, CrashError):
            continue


async def run_clocks(database, *, now):
    """Two workers at once."""
    await asyncio.gather(*(clockwork.settle_due(database, now) for _ in range(2)))
    while await clockwork.settle_due(database, now):
        pass
    await asyncio.gather(*(clockwork.write_nudges(database, now) for _ in range(2)))


async def adds_up(session, contract: Contract) -> None:
    rows = (await session.scalars(select(Transfer).where(Transfer.contract_id == contract.id))).all()

    def total(*postings, target=None, source=None):
        return sum(
            row.amount_minor
            for row in rows
            if row.posting in postings and target in {None, row.target} and source in {None, row.source}
        )

    escrow = places.escrow(contract.id)
    held = (await ledger.balance(session, escrow)).minor
    deposits = total(Posting.DEPOSIT, target=escrow)
    releases, returned = total(Posting.RELEASE, source=escrow), total(Posting.REFUND, source=escrow)
    assert held == deposits - releases - returned >= 0
    into: Counter[str] = Counter()
    for row in rows:
        into[row.target] += row.amount_minor
        into[row.source] -= row.amount_minor
    assert into[escrow] == held
    assert into[places.client(CLIENT)] == 0
    assert all(minor >= 0 for place, minor in into.items() if not places.may_owe(place))
    if contract.status in {ContractStatus.ENDED, ContractStatus.OFFER_CLOSED}:
        assert held == 0
    bonus = select(func.sum(Bonus.amount_minor)).where(Bonus.contract_id == contract.id, Bonus.charged_at.is_not(None))
    charged = int(await session.scalar(bonus) or 0)
    assert total(Posting.BONUS, target=places.pending(FREELANCER)) == charged
    funded = [milestone for milestone in contract.milestones if milestone.status in FUNDED]
    assert len(funded) <= 1
    assert held >= sum(milestone.amount_minor for milestone in funded)
    if total(Posting.FEE_RETURN):
        assert releases == 0


async def clocks_fit(session, contract: Contract) -> None:
    """The clocks that run are those, and only those, that the records call for."""
    running = (await session.scalars(select(RunningClock).where(RunningClock.contract_id == contract.id))).all()
    due = {(clock.kind, clock.about): clock.due_at for clock in running if clock.held_at is None}
    expected = {}
    if contract.status is ContractStatus.OFFERED:
        expected[ClockKind.OFFER, ""] = contract.expires_at
    for milestone in contract.milestones:
        if milestone.status is MilestoneStatus.SUBMITTED and contract.status is ContractStatus.ACTIVE:
            expected[ClockKind.REVIEW, ""] = milestone.review_due_at
    asked = select(RefundRequest).where(RefundRequest.contract_id == contract.id, RefundRequest.outcome.is_(None))
    request = await session.scalar(asked)
    assert (request is not None) == (contract.status is ContractStatus.REFUND_REQUESTED)
    if request:
        expected[ClockKind.REFUND_ANSWER, ""] = request.respond_by
    dispute = await session.scalar(
        select(Dispute).where(Dispute.contract_id == contract.id, Dispute.closed_at.is_(None))
    )
    assert (dispute is not None) == (contract.status is ContractStatus.DISPUTED)
    if dispute:
        silent = [
            role
            for role, said in (("client", dispute.client_agrees), ("freelancer", dispute.freelancer_agrees))
            if said is None
        ]
        expected |= {
            Stage.ANSWERING: {(ClockKind.DISPUTE_ANSWER, ""): dispute.answer_by},
            Stage.PROPOSING: {(ClockKind.PROPOSAL, ""): dispute.answer_by},
            Stage.PROPOSED: {(ClockKind.PROPOSAL_ANSWER, role): dispute.answer_by for role in silent},
            Stage.ARBITRATION: {(ClockKind.ARBITRATION, role): dispute.answer_by for role in silent},
            Stage.ARBITRATING: {},
        }[dispute.stage]
    money = {ClockKind.BONUS, ClockKind.SECURITY}
    assert {key: at for key, at in due.items() if key[0] not in money} == expected
    assert all(clock.attempts == 0 for clock in running)


async def keeps_to_the_tables(session, contract: Contract) -> None:
    entries = (
        await session.scalars(select(AuditEntry).where(AuditEntry.subject == contract.id).order_by(AuditEntry.id))
    ).all()
    of_contract = [entry.status for entry in entries if entry.status in set(ContractStatus)]
    for before, after in itertools.pairwise(of_contract):
        assert after == before or ContractStatus(after) in CONTRACT[ContractStatus(before)]
    for milestone in contract.milestones:
        own = [e for e in entries if e.milestone == milestone.number and e.status in set(MilestoneStatus)]
        for before, after in itertools.pairwise(entry.status for entry in own):
            assert MilestoneStatus(after) in MILESTONE[MilestoneStatus(before)]
    events = select(func.count()).select_from(MarketplaceEvent).where(MarketplaceEvent.contract_id == contract.id)
    assert await session.scalar(events) == len(entries)


async def is_sound(database, contract_id: str) -> None:
    async with database.reading() as session:
        contract = await session.get_one(Contract, contract_id)
        milestones = select(Milestone).where(Milestone.contract_id == contract_id).order_by(Milestone.number)
        rows = (await session.scalars(milestones)).all()
        contract.__dict__["milestones"] = list(rows)
        await adds_up(session, contract)
        await clocks_fit(session, contract)
        await keeps_to_the_tables(session, contract)


def lives(share: float):
    """So many of the profile's examples; a life is some ten steps, so that there are thousands of them."""
    return settings(
        max_examples=int(settings().max_examples * share),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@lives(2.2)
@given(opening=OPENINGS, drawn=DRAWN, steps=STEPS)
async def test_a_contracts_life_stays_sound(parties, clock, opening, drawn, steps):
    await live(parties, clock, opening=opening, drawn=drawn, steps=steps)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@lives(0.2)
@given(opening=OPENINGS, drawn=DRAWN, steps=STEPS)
async def test_a_contracts_life_stays_sound_where_writers_meet(parties, clock, opening, drawn, steps):
    await live(parties, clock, opening=opening, drawn=drawn, steps=steps)


async def live(parties, clock, *, opening, drawn, steps):
    contract = f"K-{next(CONTRACTS)}"
    await hire(parties, contract, 600_00, 300_00, at=clock.now(), accepted=False)
    for name in opening:
        await attempt(parties, contract, name, drawn | {"number": 1}, at=clock.now(), how="once")
    for name, chosen, wait, how in steps:
        now = clock.forward(wait)
        if wait:
            await run_clocks(parties, now=now)
        await attempt(parties, contract, name, chosen, at=now, how=how)
        await is_sound(parties, contract)
    # In the end everything that time alone decides is decided, and what was earned is available.
    await run_clocks(parties, now=clock.forward(60 * DAY))
    await is_sound(parties, contract)
    async with parties.transaction() as session:
        for debt in await session.scalars(select(past_dues.PastDue).where(past_dues.PastDue.settled_at.is_(None))):
            debt.settled_at = clock.now()
        # The next life has the same parties, and their debts pause whatever of theirs is active.
        (await session.get_one(Contract, contract)).status = ContractStatus.ENDED
    assert await pending_of(parties, contract) == 0


async def pending_of(database, contract):
    async with database.reading() as session:
        return (await ledger.balance(session, places.pending(FREELANCER), contract=contract)).minor
