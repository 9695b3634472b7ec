"""The desk, as an answer tells of it: calling a person, hours, messages, planning and a job post."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions.projects import named, projects
from bot.desk.availability import Availability
from bot.desk.drafting import DraftAuthorKind, DraftState
from bot.desk.drafts import FIELDS, DraftAuthor, JobDraft
from bot.desk.follow_ups import FollowUp
from bot.desk.glance import Glance
from bot.desk.handoffs.queue import Waiting
from bot.desk.handoffs.states import Reason, State
from bot.desk.promise import FollowUpState, Kind
from tests.actions.conversation import WORDS, Conversation
from tests.clock import NOON

WEB, DESIGN = "Web & Mobile Development", "Design & Creative"
OPEN = Availability(True, True, True, NOON + timedelta(hours=13), None, "America/Los_Angeles")
CLOSED = Availability(False, False, False, None, NOON + timedelta(hours=2), "America/Los_Angeles")
POST = {
    "title": "A website for a bakery",
    "goal": "Orders by phone should become orders online.",
    "deliverables": "Five pages and a form.",
    "skills": "web development",
    "budget_kind": "fixed",
    "budget": {"minor": 80_000, "currency": "USD"},
}


class Desk:
    def __init__(self, **seen):
        both = {"categories": (DESIGN, WEB), "staffed": frozenset({DESIGN, WEB})}
        self.seen = Glance(**{"availability": OPEN, **both, **seen})

    async def glance(self, *, conversation, now):
        return self.seen


def talk(marketplace, account="newclient-demo", *, sign_in_expired=False, zone="America/Los_Angeles", **seen):
    return Conversation(marketplace, account, desk=Desk(**seen), sign_in_expired=sign_in_expired, zone=zone)


def promise(state=FollowUpState.OWED, **more):
    known = {
        "id": "f", "reference": "M-7KPF-Q9TD", "kind": Kind.MESSAGE, "what": "My draft", "conversation": "c",
        "handoff": None, "account": "newclient-demo", "visitor": None, "category": None, "address": None,
        "made_by": "desk", "assigned_to": None, "created_at": NOON - timedelta(days=3), "alert_at": NOON,
        "due_at": NOON + timedelta(hours=6), "broken_at": None, "state": state,
        "settled_at": None if state is FollowUpState.OWED else NOON, "settled_by": None,
    }  # fmt: skip
    return FollowUp(**(known | more))


async def test_asking_for_a_person_calls_one(marketplace):
    said = await talk(marketplace).ask("talk_to_specialist", "I want to talk to a human")
    assert said.handoff == {"reason": "asked"}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("can I talk to a design specialist", DESIGN),
        ("somebody for mobile apps please", WEB),
        ("a web person", WEB),
        ("a person for design and web", None),  # both are named: anybody
        ("a human for development", None),
    ],
)
async def test_the_category_that_is_named_is_called(marketplace, text, category):
    said = await talk(marketplace).ask("talk_to_specialist", text)
    assert said.handoff.get("category") == category


async def test_a_category_without_anybody_there_is_not_waited_for_while_others_are(marketplace):
    said = await talk(marketplace, staffed=frozenset({WEB})).ask("talk_to_specialist", "a design specialist")
    assert "category" not in said.handoff


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_button_says_why_a_person_is_called(marketplace, reason):
    pressed = await talk(marketplace).press({"topic": "talk_to_specialist", "entities": {"id": reason.value}})
    assert pressed.handoff == {"reason": reason.value}


async def test_two_failures_are_the_reason_where_they_came_before(marketplace):
    conversation = talk(marketplace)
    await conversation.ask("not_understood", "blah")
    again = await conversation.ask("not_understood", "bleh")
    then = again.buttons["A person"]
    assert (await conversation.press(then)).handoff == {"reason": "two_failures"}


async def test_a_warning_sign_is_the_reason_where_it_was_talked_about(marketplace):
    conversation = talk(marketplace)
    await conversation.ask("report_suspicious", "somebody wants my password")
    assert (await conversation.ask("talk_to_specialist", "get me a person")).handoff == {"reason": "safety"}


async def test_who_waits_already_is_told_their_place_and_calls_nobody_twice(marketplace):
    waiting = Waiting("h", "c", None, "en", "asked", State.QUEUED, NOON, 3, None, None)
    said = await talk(marketplace, waiting=waiting).ask("talk_to_specialist", "a person!")
    assert said.handoff is None
    assert "number 3" in said.text


@pytest.mark.parametrize(
    ("stands", "says"),
    [
        (OPEN, "until"),
        (replace(OPEN, live=False), "too soon for a chat"),
        (replace(OPEN, staffed=False), "nobody is there right now"),
        (CLOSED, "They open Monday 6:00 their time"),
        (replace(CLOSED, opens_at=None), "away now"),
    ],
)
async def test_the_hours_are_told_with_what_is_missing(marketplace, stands, says):
    said = await talk(marketplace, availability=stands, zone="Europe/Berlin").ask("ask_specialist_hours", "when")
    assert says in said.text
    assert said.handoff is None


async def test_the_opening_is_told_on_the_readers_clock_too(marketplace):
    said = await talk(marketplace, availability=CLOSED, zone="Europe/Berlin").ask("ask_specialist_hours", "when")
    assert "Mon 2 Mar 2026, 15:00 (14:00 UTC) for you" in said.text


async def test_a_message_is_taken_by_a_form_that_asks_for_an_unknown_address(marketplace):
    conversation = talk(marketplace, None)
    [form] = (await conversation.ask("leave_message", "I want to leave a message")).of_type("form")
    assert [field["name"] for field in form["fields"]] == ["what", "email"]
    said = await conversation.fill_in("leave_message", what="Call me about the shop.", email="a@example.org")
    assert said.file == {"message": {"what": "Call me about the shop.", "email": "a@example.org"}}


async def test_a_message_is_taken_without_asking_for_an_address_that_is_known(marketplace):
    said = await talk(marketplace, address="n•••@e•••.com").ask("leave_message", "leave a message")
    assert [field["name"] for field in said.of_type("form")[0]["fields"]] == ["what"]
    assert "n•••@e•••.com" in said.text
    assert said.personal


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (promise(), "not answered yet"),
        (promise(due_at=NOON - timedelta(hours=1)), "is late"),
        (promise(FollowUpState.KEPT), "was answered"),
        (promise(FollowUpState.WITHDRAWN), "closed"),
    ],
)
async def test_any_news_is_answered_from_the_record(marketplace, one, says):
    said = await talk(marketplace, follow_ups=(one,)).ask("ask_message_followup", "any news on my message")
    assert "M-7KPF-Q9TD" in said.text
    assert says in said.text
    assert said.personal


async def test_without_a_record_no_news_is_made_up(marketplace):
    said = await talk(marketplace).ask("ask_message_followup", "any news on my message")
    assert "No message of yours is recorded here" in said.text


async def test_what_is_the_accounts_own_is_not_told_after_the_sign_in_ran_out(marketplace):
    draft = JobDraft(
        id="d", conversation="c", version=2, state=DraftState.OPEN, request=None, fields=POST,
        author=DraftAuthor(DraftAuthorKind.CLIENT, "x"), at=NOON,
    )  # fmt: skip
    own = {"follow_ups": (promise(),), "address": "n•••@e•••.com", "draft": draft}
    conversation = talk(marketplace, sign_in_expired=True, **own)
    for topic in ("ask_message_followup", "leave_message", "draft_job_post"):
        said = await conversation.ask(topic, "x")
        assert not any(secret in str(said) for secret in ("M-7KPF", "n•••@", "bakery"))


PROJECTS = [
    ("I need a website for my bakery", "website"),
    ("who do I need to build a mobile app for walking dogs", "app"),
    ("we want a new logo and a poster", "logo"),
    ("a trailer for my book cover exhibition", "video"),  # the first word decides
    ("translate my thesis", "translation"),
    ("shopify store with 20 products", "shop"),
    ("dig a hole in my garden", None),
]


@pytest.mark.parametrize(("text", "kind"), PROJECTS)
async def test_the_people_a_project_needs_are_told_by_its_kind(marketplace, text, kind):
    said = await talk(marketplace).ask("ask_specialist_help", text)
    project = named(text)
    assert (None if project is None else project.name) == kind
    if kind is None:
        assert WORDS.text("project.app") in said.buttons
    else:
        assert len(said.of_type("steps")[0]["steps"]) == len(projects()[kind].people)
        assert said.buttons[WORDS.text("plan_it")]["entities"] == {"id": kind}


@pytest.mark.parametrize("name", list(projects()))
async def test_every_kind_of_project_leads_to_a_form_that_knows_it(marketplace, name):
    conversation = talk(marketplace)
    told = await conversation.press({"topic": "ask_specialist_help", "entities": {"id": name}})
    [form] = (await conversation.press(told.buttons[WORDS.text("plan_it")])).of_type("form")
    shown = {field["name"]: field.get("value") for field in form["fields"]}
    assert shown["skills"] == projects()[name].skills
    assert list(shown) == [field.name for field in FIELDS]


async def test_a_filled_in_plan_is_handed_over_as_a_draft(marketplace):
    said = await talk(marketplace).fill_in("draft_job_post", **POST)
    assert said.file == {"draft": {"fields": POST}}
    assert "Nothing has been posted" in said.text


async def test_a_plan_is_resumed_with_what_was_written(marketplace):
    draft = JobDraft(
        id="d", conversation="c", version=2, state=DraftState.OPEN, request=None, fields=POST,
        author=DraftAuthor(DraftAuthorKind.SPECIALIST, "Web"), at=NOON,
    )  # fmt: skip
    conversation = talk(marketplace, draft=draft)
    [form] = (await conversation.ask("draft_job_post", "let's go on with my job post")).of_type("form")
    assert {field["name"]: field.get("value") for field in form["fields"]} == {
        **{name: value for name, value in POST.items() if name != "budget"},
        "budget": "800.00",
        "timeline": None,
    }


@pytest.mark.parametrize(("kind", "minor", "least"), [("fixed", 499, "5.00 USD"), ("hourly", 299, "3.00 USD")])
async def test_a_budget_below_the_least_is_asked_for_again_and_nothing_is_lost(marketplace, kind, minor, least):
    budget = {"minor": minor, "currency": "USD"}
    said = await talk(marketplace).fill_in("draft_job_post", **{**POST, "budget_kind": kind, "budget": budget})
    assert said.file is None
    assert least in said.text
    shown = {field["name"]: field.get("value") for field in said.of_type("form")[0]["fields"]}
    assert (shown["goal"], shown["budget"]) == (POST["goal"], f"{minor // 100}.{minor % 100:02d}")
