"""Who may come, the checks before it, the line, appointments, and what time does to those who are gone."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.desk.hours import WEEKDAYS, Hours
from bot.errors import Refused
from bot.mail.outbox import Letter
from bot.marketplace import demo, membership
from bot.marketplace.sql import SqlMarketplace
from bot.verification import appointments, leases, line, slots, verifiers, visits
from bot.verification.leases import CALL_KEPT, CALL_MOST, PLACE_KEPT, VERIFIER_LOST
from bot.verification.moving import UnknownVisit
from bot.verification.preflight import REQUIRED_CHECKS, Outcome, WrongChecks, read
from bot.verification.states import Move, State, WrongMove
from bot.verification.verifiers import RING_TIME, CallUnderWay, NobodyWaits, WrongVerdict
from tests.patience import PATIENCE_S
from tests.verification.conftest import PASSED

SECOND = timedelta(seconds=1)
HOURS = Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS)


async def in_call(people, account="ann", by="vera"):
    await people.queue(account)
    await people.does(verifiers.call_next, by=by)
    return (await people.does(visits.answer, account=account)).visit


async def state_of(people, account):
    async with people.database.reading() as session:
        return (await visits.latest(session, account=account)).state


async def waiting(people):
    async with people.database.reading() as session:
        return [place.visit.account for place in await line.line(session, verifiers=1)]


ASKED = [("suspended-demo", True)] + [
    (each, False) for each in ("client-demo", "freelancer-demo", "blocked-demo", "inactive-demo", "private-demo")
]


@pytest.mark.parametrize(("account", "asked"), ASKED)
async def test_only_those_come_whose_record_asks_for_it(people, account, asked):
    await demo.ensure(people.database, now=people.clock.now())
    deeds = [(visits.begin, {}), (visits.check, {"checks": PASSED})]
    for deed, given in deeds:
        if asked:
            await people.does(deed, account=account, **given)
        else:
            with pytest.raises(Refused) as refusal:
                await people.does(deed, account=account, **given)
            assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.SKIPPED, None])
async def test_nobody_joins_the_line_without_a_check_that_is_needed(people, outcome):
    await people.open(*REQUIRED_CHECKS)
    for missing in REQUIRED_CHECKS:
        checks = {name: it for name, it in {**PASSED, missing: outcome}.items() if it is not None}
        await people.does(visits.check, account=missing, checks=checks)
        with pytest.raises(visits.NotReady) as refusal:
            await people.does(visits.join, account=missing)
        assert refusal.value.details["checks"] == [missing]
    assert await waiting(people) == []


async def test_a_check_that_can_be_done_without_keeps_nobody_out(people):
    await people.open("ann")
    checks = {name: PASSED[name] if name in REQUIRED_CHECKS else Outcome.FAILED for name in PASSED}
    await people.does(visits.check, account="ann", checks=checks)
    await people.does(visits.join, account="ann")
    assert await waiting(people) == ["ann"]


@pytest.mark.parametrize("given", [None, [], {"camera": "perhaps"}, {"camera": 1}, {"soul": "passed"}, {1: "passed"}])
def test_results_of_another_kind_are_refused(given):
    with pytest.raises(WrongChecks):
        read(given)


async def test_the_line_is_first_come_first_served(people):
    await people.open("ann", "bob", "cy")
    for account in ("bob", "ann", "cy"):
        await people.queue(account)
        people.clock.forward(SECOND)
    assert await waiting(people) == ["bob", "ann", "cy"]
    assert (await people.does(verifiers.call_next, by="vera")).visit.account == "bob"


async def test_a_verifier_has_one_call_and_an_empty_line_is_said_to_be_empty(people):
    await people.open("ann", "bob")
    with pytest.raises(NobodyWaits):
        await people.does(verifiers.call_next, by="vera")
    await people.queue("ann")
    await people.queue("bob")
    await people.does(verifiers.call_next, by="vera")
    with pytest.raises(CallUnderWay):
        await people.does(verifiers.call_next, by="vera")


async def test_two_verifiers_at_once_get_two_people(people):
    names = [f"p{number}" for number in range(6)]
    await people.open(*names)
    for name in names:
        await people.queue(name)

    async def next_for(by):
        for _ in range(len(names)):  # whoever was slower tries again, as a console does
            try:
                return (await people.does(verifiers.call_next, by=by)).visit.account
            except WrongMove:
                continue
        return None

    called = await asyncio.gather(*(next_for(f"v{number}") for number in range(6)))
    assert sorted(called) == names


@pytest.mark.parametrize(
    ("verdict", "state", "standing"),
    [("passed", State.PASSED, "good"), ("failed", State.FAILED, "on_hold"), ("retry", State.RETRY, "on_hold")],
)
async def test_a_verdict_changes_the_standing_as_the_table_says_and_is_told_by_mail(people, verdict, state, standing):
    await people.open("ann")
    visit = await in_call(people)
    await people.does(verifiers.decide, visit=visit.id, verdict=verdict, reason="As seen.", by="vera")
    assert await state_of(people, "ann") is state
    records = await SqlMarketplace(people.database, people.clock, deadline_s=PATIENCE_S).records("ann")
    assert records.account.standing == standing
    async with people.database.reading() as session:
        [letter] = await session.scalars(select(Letter).where(Letter.kind == "verification_outcome"))
    assert (letter.address, letter.subject_data) == ("ann@example.com", {"outcome": verdict, "reason": "As seen."})


@pytest.mark.parametrize(
    ("verdict", "reason"), [("perhaps", "x"), ("passed", ""), ("failed", " "), ("retry", "x" * 1001)]
)
async def test_a_verdict_is_one_of_three_and_has_a_reason(people, verdict, reason):
    await people.open("ann")
    visit = await in_call(people)
    with pytest.raises(WrongVerdict):
        await people.does(verifiers.decide, visit=visit.id, verdict=verdict, reason=reason, by="vera")
    assert await state_of(people, "ann") is State.IN_CALL


async def test_nobody_decides_or_puts_back_a_call_that_is_not_theirs(people):
    await people.open("ann")
    visit = await in_call(people)
    with pytest.raises(UnknownVisit):
        await people.does(verifiers.decide, visit=visit.id, verdict="passed", reason="x", by="vic")
    with pytest.raises(UnknownVisit):
        await people.does(verifiers.put_back, visit=visit.id, by="vic")
    assert await state_of(people, "ann") is State.IN_CALL


async def test_who_does_not_pick_up_has_not_shown_up_and_may_come_again(people):
    await people.open("ann")
    await people.queue("ann")
    await people.does(verifiers.call_next, by="vera")
    people.clock.forward(RING_TIME)
    [missed] = await people.does(leases.sweep)
    assert (missed.move, missed.released, missed.visit.no_shows) == (Move.MISS, "vera", 1)
    await people.queue("ann")
    assert await waiting(people) == ["ann"]


@pytest.mark.parametrize("answered", [False, True])
async def test_a_verifier_who_is_gone_leaves_the_person_at_the_head_of_the_line(people, answered):
    await people.open("ann", "bob")
    await people.queue("ann")
    await people.does(verifiers.call_next, by="vera")
    if answered:
        await people.does(visits.answer, account="ann")
    await people.queue("bob")
    people.clock.forward(VERIFIER_LOST)
    await people.does(visits.beat, accounts=["ann", "bob"])
    [lost] = await people.does(leases.sweep)
    assert (lost.move, lost.released) == (Move.LOSE, "vera")
    assert await waiting(people) == ["ann", "bob"]


async def test_a_verifier_whose_console_beats_keeps_the_call(people):
    await people.open("ann")
    await in_call(people)
    for _ in range(10):
        people.clock.forward(VERIFIER_LOST - SECOND)
        await people.does(verifiers.beat, verifiers=["vera"])
        await people.does(visits.beat, accounts=["ann"])
        assert await people.does(leases.sweep) == []


async def test_a_place_in_line_outlives_a_reload_and_not_an_absence(people):
    await people.open("ann")
    await people.queue("ann")
    people.clock.forward(PLACE_KEPT - SECOND)
    assert await people.does(leases.sweep) == []
    people.clock.forward(SECOND)
    [gone] = await people.does(leases.sweep)
    assert gone.visit.state is State.ABANDONED


async def test_a_call_outlives_a_lost_connection_and_not_an_absence(people):
    await people.open("ann")
    await in_call(people)
    people.clock.forward(CALL_KEPT - SECOND)
    await people.does(verifiers.beat, verifiers=["vera"])
    assert await people.does(leases.sweep) == []
    people.clock.forward(SECOND)
    [gone] = await people.does(leases.sweep)
    assert (gone.visit.state, gone.released) == (State.ABANDONED, "vera")


async def test_a_call_that_nobody_ends_is_ended_without_a_verdict(people):
    await people.open("ann")
    await in_call(people)
    people.clock.forward(CALL_MOST)
    await people.does(verifiers.beat, verifiers=["vera"])
    await people.does(visits.beat, accounts=["ann"])
    [over] = await people.does(leases.sweep)
    assert over.visit.state is State.RETRY


async def test_a_gateway_that_starts_again_gives_everybody_time_to_come_back(people):
    await people.open("ann", "bob")
    await in_call(people)
    await people.queue("bob")
    people.clock.forward(timedelta(hours=1))
    await people.does(leases.resume)
    assert [each.visit.state for each in await people.does(leases.sweep)] == [State.RETRY]  # its time was over
    assert await waiting(people) == ["bob"]


async def test_an_account_that_is_reinstated_in_another_way_is_called_no_more(people):
    await people.open("ann")
    await people.queue("ann")
    async with people.database.transaction() as session:
        await membership.reinstate(session, account="ann", at=people.clock.now())
    await people.does(visits.lift, account="ann")
    assert await waiting(people) == []
    with pytest.raises(visits.NotAsked):
        await people.does(visits.join, account="ann")


async def test_the_estimate_is_honest_and_silent_where_nothing_is_known(people):
    names = [f"p{number}" for number in range(line.SAMPLE_MIN + 4)]
    await people.open(*names)
    for name in names[: line.SAMPLE_MIN]:
        async with people.database.reading() as session:
            assert all(each.wait_s is None for each in await line.line(session, verifiers=1))
        visit = await in_call(people, name)
        people.clock.forward(timedelta(minutes=10))
        await people.does(verifiers.decide, visit=visit.id, verdict="passed", reason="x", by="vera")
    for name in names[line.SAMPLE_MIN :]:
        await people.queue(name)
    async with people.database.reading() as session:
        assert [each.wait_s for each in await line.line(session, verifiers=1)] == [300, 900, 1500, 2100]
        assert [each.wait_s for each in await line.line(session, verifiers=2)] == [300, 300, 900, 900]
        assert [each.wait_s for each in await line.line(session, verifiers=0)] == [None] * 4


def test_times_are_offered_within_the_hours_only():
    friday_evening = datetime(2026, 3, 6, 16, 20, tzinfo=ZoneInfo("America/Los_Angeles"))
    found = [at.astimezone(HOURS.zone) for at in slots.offered(HOURS, friday_evening)]
    assert found[0].strftime("%a %H:%M") == "Mon 06:00"  # the half hour before closing is too near
    assert all(HOURS.is_open(at) for at in found)
    assert len(found) == slots.SLOTS_MAX
    assert all(at.tzinfo is UTC for at in slots.offered(HOURS, friday_evening))


async def test_who_comes_at_a_booked_time_goes_ahead_of_the_line(people):
    await people.open("ann", "bob")
    async with people.database.reading() as session:
        [at, *_] = await appointments.free(session, hours=HOURS, now=people.clock.now())
    await people.does(appointments.book, account="ann", at=at, hours=HOURS)
    people.clock.forward(at - people.clock.now() - slots.EARLY)
    await people.queue("bob")
    people.clock.forward(slots.EARLY)
    await people.queue("ann")
    assert await waiting(people) == ["ann", "bob"]


async def test_who_comes_late_to_a_booked_time_waits_as_everybody_does(people):
    await people.open("ann", "bob")
    async with people.database.reading() as session:
        [at, *_] = await appointments.free(session, hours=HOURS, now=people.clock.now())
    await people.does(appointments.book, account="ann", at=at, hours=HOURS)
    people.clock.forward(at - people.clock.now() + slots.LATE + SECOND)
    await people.queue("bob")
    people.clock.forward(SECOND)
    await people.queue("ann")
    assert await waiting(people) == ["bob", "ann"]


async def test_a_time_is_booked_by_as_many_as_it_holds(people):
    names = [f"p{number}" for number in range(appointments.PEOPLE_EACH + 1)]
    await people.open(*names)
    async with people.database.reading() as session:
        [at, *_] = await appointments.free(session, hours=HOURS, now=people.clock.now())
    for name in names[:-1]:
        await people.does(appointments.book, account=name, at=at, hours=HOURS)
    with pytest.raises(appointments.SlotTaken):
        await people.does(appointments.book, account=names[-1], at=at, hours=HOURS)
    with pytest.raises(appointments.SlotTaken):
        await people.does(appointments.book, account=names[-1], at=at + SECOND, hours=HOURS)
    async with people.database.reading() as session:
        invited = await session.scalars(select(Letter).where(Letter.kind == "verification_invitation"))
        assert len(list(invited)) == appointments.PEOPLE_EACH
