"""Whatever is done in whatever order: one hand-off and one owner at a time, no place given twice, every move written."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.desk import availability, follow_ups, messages_left, roster
from bot.desk.handoffs import requests, routing, specialists, ticket
from bot.desk.handoffs.handoff import Handoff, HandoffMove
from bot.desk.handoffs.states import HELD, LIVE, MOVES, WAITING, Move, State
from bot.desk.models import Conversation, Owner
from bot.desk.notes import StaffNote
from bot.desk.presence import Console, Status
from bot.desk.promise import FollowUpRow, FollowUpState
from bot.desk.staff import members
from bot.desk.staff.roles import Role
from bot.errors import Refused
from tests.desk.staffed import DESIGN, OPEN, WEB

PEOPLE = ("p0", "p1", "p2", "p3")
HANDS = {"ann": (WEB,), "bea": (WEB, DESIGN), "lead": (DESIGN,)}
CAPACITY = 2


class Life:
    """One run: what can be done, by whom, and what must hold after each step."""

    def __init__(self, desk, conversations):
        self.desk = desk
        self.conversations = conversations
        self.beating = set(HANDS)

    async def ask(self, who, hand, category):
        await self.desk.ask(who, category)

    async def leave_queue(self, who, hand, category):
        await self.desk.make("leave_queue", conversation=self.conversations[who])

    async def end_it(self, who, hand, category):
        async with self.desk() as session:
            await requests.end(session, conversation=self.conversations[who], now=self.desk.now)

    async def keep_talking(self, who, hand, category):
        async with self.desk() as session:
            await requests.keep_talking(session, conversation=self.conversations[who])

    async def wait_quietly(self, who, hand, category):
        async with self.desk() as session:
            await requests.wait_quietly(session, conversation=self.conversations[who])

    async def leave_message(self, who, hand, category):
        async with self.desk() as session:
            await messages_left.leave(
                session, conversation=self.conversations[who], what="Help", category=category,
                timetable=self.desk.timetable, now=self.desk.now,
            )  # fmt: skip

    async def answer(self, who, hand, category):
        async with self.desk() as session:
            owed = await follow_ups.of_conversation(session, conversation=self.conversations[who])
            by = await members.find(session, handle=hand)
            for each in owed:
                await messages_left.answer(
                    session, follow_up=each.id, by=by, text="Yes", message_id=each.id, now=self.desk.now
                )

    async def route(self, who, hand, category):
        await self.desk.route(present={self.conversations[who]})
        await self._nothing_is_left_to_do()

    async def come(self, who, hand, category):
        self.beating.add(hand)
        await self.desk.come(hand)

    async def go_away(self, who, hand, category):
        await self.desk.come(hand, Status.AWAY)

    async def vanish(self, who, hand, category):
        self.beating.discard(hand)

    async def take(self, who, hand, category):
        """Accept an offer, or claim whoever is in line."""
        for each in await self.desk.line():
            if each.conversation == self.conversations[who]:
                what = "accept" if each.state is State.OFFERED else "claim"
                await self.desk.make(what, handoff=each.id, by=hand)

    async def decline(self, who, hand, category):
        for each in await self.desk.line():
            await self.desk.make("decline", handoff=each.id, by=hand)

    async def give_back(self, who, hand, category):
        await self.desk.make("give_back", conversation=self.conversations[who], by=hand)

    async def end(self, who, hand, category):
        await self.desk.make("end", conversation=self.conversations[who], by=hand)

    async def wrap_up(self, who, hand, category):
        await self.desk.make("wrap_up", conversation=self.conversations[who], by=hand, reason="solved")

    async def transfer(self, who, hand, category):
        to = {"to_category": category} if category else {"to_specialist": "bea"}
        await self.desk.make("transfer", conversation=self.conversations[who], by=hand, note="x", **to)

    async def reassign(self, who, hand, category):
        async with self.desk() as session:
            live = await ticket.live(session, conversation=self.conversations[who])
            await specialists.reassign(
                session, handoff=live.id if live else "none", to=hand, by="lead", now=self.desk.now
            )

    async def pass_time(self, by):
        """Move the clock; browsers that are there beat all the time."""
        self.desk.clock.forward(by)
        await self.desk.beat(*self.beating)

    async def holds(self):
        async with self.desk() as session:
            tickets = await ticket.in_states(session, State)
            owners = dict((await session.execute(select(Conversation.id, Conversation.owner))).all())
            moves = (
                await session.scalars(select(HandoffMove).order_by(HandoffMove.handoff, HandoffMove.version))
            ).all()
            owed = (await session.scalars(select(FollowUpRow))).all()
        self._one_at_a_time(tickets, owners)
        assert all(
            places <= CAPACITY for places in Counter(each.specialist for each in tickets if each.state in HELD).values()
        )
        for each in tickets:
            assert (each.specialist is not None) >= (each.state in HELD)
            assert (each.specialist is None) >= (each.state is State.QUEUED)
            self._is_written([move for move in moves if move.handoff == each.id], each)
            if each.state is State.AWAITING_REPLY:  # nobody waits for an answer that nobody owes
                assert any(one.handoff == each.id and one.state == FollowUpState.OWED for one in owed)

    @staticmethod
    def _one_at_a_time(tickets, owners):
        live = [each for each in tickets if each.state in LIVE]
        assert len({each.conversation for each in live}) == len(live)
        state = {each.conversation: each.state for each in live}
        for conversation, owner in owners.items():
            now = state.get(conversation)
            assert (owner == Owner.SPECIALIST) == (now is State.ACTIVE)
            assert owner != Owner.QUEUE or now in WAITING
            assert owner != Owner.NOBODY or now is State.AFTER_HOURS

    @staticmethod
    def _is_written(moves, each):
        assert [move.version for move in moves] == list(range(1, each.version + 1))
        assert moves[0].was == State.REQUESTED
        assert moves[-1].state == each.state
        assert all(earlier.state == later.was for earlier, later in pairwise(moves))
        assert all(State(move.was) in MOVES[Move(move.move)].starts for move in moves)

    async def _nothing_is_left_to_do(self):
        assert await self.desk.route() == []
        async with self.desk() as session:
            team = await roster.team(session, now=self.desk.now)
            tickets = await ticket.in_states(session, {State.QUEUED, State.OFFERED, State.ACTIVE})
        there = {each.member.handle for each in team if each.status is not Status.OFFLINE}
        for each in tickets:
            if each.state is not State.QUEUED:
                assert each.specialist in there
                continue
            assert self.desk.timetable.of(each.category).is_open(self.desk.now)
            if self.desk.now - each.seen_at > routing.GONE_AFTER:
                continue  # nobody is sent to who is not there
            could = [one for one in team if one.free and availability.could_serve(one, each.category)]
            assert all(one.member.handle in each.passed_by for one in could)


ACTS = sorted(name for name in vars(Life) if not name.startswith("_") and name not in {"holds", "pass_time"})
WAITS = st.sampled_from([0, 0, 0, 1, 31, 35, 200, 5 * 3600, 24 * 3600]).map(lambda seconds: timedelta(seconds=seconds))
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*ACTS, "ask", "route", "route", "take", "take"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(sorted(HANDS)),
        st.sampled_from([None, WEB, DESIGN]),
        WAITS,
    ),
    min_size=5,
    max_size=30,
)


@pytest.fixture
async def staffed(desk):
    for handle, categories in HANDS.items():
        role = Role.SUPERVISOR if handle == "lead" else Role.SPECIALIST
        await desk.hire(handle, *categories, role=role, capacity=CAPACITY)
    return desk


@settings(
    max_examples=settings().max_examples // 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
async def test_whatever_happens_one_owner_answers_and_every_move_is_written(staffed, steps):
    desk = staffed
    desk.clock.at = OPEN
    async with desk() as session:
        for row in (HandoffMove, FollowUpRow, StaffNote, Handoff, Console):
            await session.execute(delete(row))
    conversations = {who: await desk.open(who) for who in PEOPLE}
    async with desk() as session:
        await session.execute(Conversation.__table__.update().values(owner=Owner.ASSISTANT))
    for handle in HANDS:
        await desk.come(handle)
    life = Life(desk, conversations)
    for name, who, hand, category, wait in steps:
        await life.pass_time(wait)
        try:
            await getattr(life, name)(who, hand, category)
        except Refused:
            continue
        finally:
            await life.holds()
