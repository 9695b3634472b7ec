"""Fifty people, three verifiers, and crashes at random: the order is fair, and nobody is lost or called twice."""

import itertools
import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.marketplace.sql import SqlMarketplace
from bot.verification import leases, line, verifiers, visits
from bot.verification.leases import CALL_KEPT, PLACE_KEPT, VERIFIER_LOST
from bot.verification.states import HELD, Move, State
from bot.verification.visit import Visit, VisitMove
from tests.patience import PATIENCE_S

PEOPLE, VERIFIERS = 50, 3
TICK = timedelta(seconds=20)
TICKS_MOST = 600
COMES, CRASHES, HANGS = 0.1, 0.03, 0.02  # of somebody, in a tick
CALL_TICKS = 2
LONG = int(max(PLACE_KEPT, CALL_KEPT, VERIFIER_LOST) / TICK) + 2


@pytest.fixture
def database_url(sqlite_files):
    return sqlite_files.fresh()


class Day:
    """Plays everybody. What each of them does next is decided by the seed alone."""

    def __init__(self, people, seed):
        self.people, self.random = people, random.Random(seed)  # noqa: S311 - a play, not a secret
        self.accounts = [f"p{number:02}" for number in range(PEOPLE)]
        self.staff = [f"v{number}" for number in range(VERIFIERS)]
        self.gone = {}  # by name: ticks until they are back
        self.talked = Counter()

    def here(self, names):
        return [name for name in names if name not in self.gone]

    def crash(self):
        self.gone = {name: left - 1 for name, left in self.gone.items() if left > 1}
        for name in self.here([*self.accounts, *self.staff]):
            if self.random.random() < CRASHES:
                self.gone[name] = self.random.choice([1, 2, LONG])

    async def states(self):
        async with self.people.database.reading() as session:
            rows = await session.scalars(select(Visit).execution_options(populate_existing=True))
            return {row.account_id: row for row in rows}

    async def tick(self):
        self.people.clock.forward(TICK)
        self.crash()
        await self.people.does(visits.beat, accounts=self.here(self.accounts))
        await self.people.does(verifiers.beat, verifiers=self.here(self.staff))
        await self.people.does(leases.sweep)
        seen = await self.states()
        for account in self.here(self.accounts):
            await self.person(account, seen.get(account))
        for handle in self.here(self.staff):
            await self.verifier(handle)

    async def person(self, account, visit):
        state = None if visit is None else State(visit.state)
        if (state is None and self.random.random() < COMES) or state in {State.ABANDONED, State.NO_SHOW, State.RETRY}:
            await self.people.queue(account)
        elif state is State.RINGING:
            await self.people.does(visits.answer, account=account)
        elif state in {State.WAITING, State.IN_CALL} and self.random.random() < HANGS:
            await self.people.does(visits.leave, account=account)

    async def verifier(self, handle):
        async with self.people.database.reading() as session:
            held = await verifiers.of_verifier(session, by=handle)
            waiting = await line.line(session, verifiers=VERIFIERS)
        if held is None:
            if waiting:
                self.fair(waiting)
                called = (await self.people.does(verifiers.call_next, by=handle)).visit
                assert called.id == waiting[0].visit.id
        elif held.state is State.IN_CALL:
            self.talked[held.id, held.version] += 1
            if self.talked[held.id, held.version] >= CALL_TICKS:
                verdict = self.random.choice(["passed", "passed", "passed", "retry"])
                await self.people.does(verifiers.decide, visit=held.id, verdict=verdict, reason="x", by=handle)

    @staticmethod
    def fair(waiting):
        """Those who were being served come first; among the others nobody goes before one who came earlier."""
        order = [(not place.visit.ahead, place.visit.waiting_since) for place in waiting]
        assert order == sorted(order)

    async def whole(self):
        """Nobody is in two calls, and no verifier has two people."""
        held = [row for row in (await self.states()).values() if State(row.state) in HELD]
        assert all(count == 1 for count in Counter(row.verifier for row in held).values())
        assert len(held) <= VERIFIERS


@pytest.fixture
def seeded_ids(monkeypatch):
    """Who came in the same moment goes by the ids of their visits; so these too are decided by a seed."""
    drawn = random.Random(1)  # noqa: S311 - a play, not a secret
    monkeypatch.setattr(visits, "uuid4", lambda: UUID(int=drawn.getrandbits(128), version=4))


async def test_nobody_is_lost_or_called_twice_on_a_busy_day(people, seeded_ids):
    day = Day(people, seed=1)
    await people.open(*day.accounts)
    for _ in range(TICKS_MOST):
        await day.tick()
        await day.whole()
        if [row.state for row in (await day.states()).values()].count(State.PASSED) == PEOPLE:
            break
    async with people.database.reading() as session:
        moves = list(await session.scalars(select(VisitMove).order_by(VisitMove.visit, VisitMove.version)))
        owners = {row.id: row.account_id for row in await session.scalars(select(Visit))}
    passed = Counter(owners[move.visit] for move in moves if move.move == Move.PASS)
    assert passed == dict.fromkeys(day.accounts, 1)
    for before, after in itertools.pairwise(moves):
        if before.visit == after.visit:
            assert (after.version, after.was) == (before.version + 1, before.state)
    marketplace = SqlMarketplace(people.database, people.clock, deadline_s=PATIENCE_S)
    assert (await marketplace.records(day.accounts[-1])).account.standing == "good"
    assert {move.move for move in moves} >= {Move.LOSE, Move.LAPSE, Move.MISS, Move.LEAVE, Move.TRY_AGAIN}
