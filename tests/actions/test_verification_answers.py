"""What is said of the video verification: from the asker's own record, where calls are held here and where they are not."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.actions.verification import STANDS
from bot.desk.timetable import Opening
from bot.verification.glance import CallGlance
from bot.verification.preflight import Check
from bot.verification.states import OVER, State
from tests.actions.conversation import WORDS, Conversation
from tests.clock import NOON

OPEN = Opening(open=True, live=True, closes_at=NOON + timedelta(hours=5), opens_at=None, zone="America/Los_Angeles")
CLOSED = replace(OPEN, open=False, live=False, closes_at=None, opens_at=NOON + timedelta(hours=2))
DUE = NOON + timedelta(days=7)
OURS = CallGlance(OPEN, verifiers=1, waiting=0, asked=True, due_at=DUE)


@dataclass
class SeenCalls:
    """The calls as they stand for `account`."""

    account: str
    own: CallGlance

    async def glance(self, *, account, now):
        return self.own if account == self.account else replace(self.own, asked=False)


@pytest.fixture
def held(marketplace):
    def conversation(**how):
        return Conversation(marketplace, "suspended-demo", calls=SeenCalls("suspended-demo", replace(OURS, **how)))

    return conversation


def test_every_state_that_is_not_over_has_its_words():
    assert set(STANDS) == set(State) - OVER
    assert {check.value for check in Check if f"call_fix.{check}" not in WORDS} == set()


async def test_a_held_person_is_given_the_way_to_the_call(held):
    said = await held().ask("start_video_verification", "start my verification")
    assert said.of_type("call") == [
        {"type": "call", "title": "Video verification", "due_at": "2026-03-09T12:00:00.000Z"}
    ]
    assert said.personal
    assert "until Mon 9 Mar 2026" in said.text


@pytest.mark.parametrize("account", ["client-demo", "blocked-demo", "inactive-demo", None])
@pytest.mark.parametrize("topic", ["start_video_verification", "ask_video_queue", "report_video_problem"])
async def test_nobody_else_is(marketplace, topic, account):
    conversation = Conversation(marketplace, account, calls=SeenCalls("suspended-demo", OURS))
    assert (await conversation.ask(topic, "video")).of_type("call") == []


@pytest.mark.parametrize("topic", ["start_video_verification", "ask_video_queue", "report_video_problem"])
async def test_where_calls_are_not_held_nobody_is(marketplace, topic):
    said = await Conversation(marketplace, "suspended-demo").ask(topic, "video")
    assert said.of_type("call") == []
    assert "button" not in said.text


@pytest.mark.parametrize(("state", "key"), STANDS.items())
async def test_each_state_is_told_as_it_is(held, state, key):
    said = await held(state=state).ask("ask_video_queue", "where am I in the queue")
    assert WORDS.text(key) in said.text


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"position": 3, "wait_s": 301}, "You are number 3 in line. Going by the last calls that is about 6 minutes"),
        ({"position": 3}, "too few calls lately"),
        ({}, "Calls are taken now, until"),
        ({"verifiers": 0}, "nobody is there to take one"),
        ({"opening": CLOSED}, "No calls are taken now; the next ones are from"),
        ({"opening": replace(CLOSED, opens_at=None)}, "I know of no day"),
        ({"call_back_at": NOON + timedelta(hours=3)}, "You have booked Mon 2 Mar 2026"),
        ({}, "you can choose a time"),
    ],
)
async def test_place_wait_hours_and_appointment_come_from_the_record(held, how, told):
    assert told in (await held(**how).ask("ask_video_queue", "how long do I wait")).text


async def test_a_call_that_rings_is_told_without_the_hours(held):
    said = await held(state=State.RINGING).ask("ask_video_queue", "is it my turn")
    assert "until" not in said.text.partition("asked for until")[0]


async def test_a_failed_check_is_told_with_its_fix_for_either_browser(held):
    checks = {"camera": "failed", "relay": "failed", "sound": "passed", "popups": "skipped"}
    said = await held(checks=checks).ask("report_video_problem", "my camera does not work")
    assert "not a failed verification" in said.text
    assert WORDS.text("call_fix.camera") in said.text
    assert WORDS.text("call_fix.relay") in said.text
    assert WORDS.text("call_fix.sound") not in said.text
    assert WORDS.text("call_fix.popups") not in said.text
    assert said.of_type("call")


async def test_without_a_failed_check_what_most_often_helps_is_told(held):
    said = await held(checks={"camera": "passed"}).ask("report_video_problem", "it does not work")
    assert said.of_type("steps")


async def test_somebody_elses_verification_is_not_told_once_the_sign_in_has_run_out(marketplace):
    conversation = Conversation(
        marketplace, "suspended-demo", sign_in_expired=True, calls=SeenCalls("suspended-demo", OURS)
    )
    said = await conversation.ask("ask_video_queue", "where am I in the queue")
    assert said.of_type("call") == []
    assert not said.personal
