"""A job post is drafted in turns, keeps every version, and is the client's alone to accept."""

import asyncio

import pytest

from bot.db import Database
from bot.desk import drafts
from bot.desk.drafting import DraftAuthorKind, DraftState
from bot.desk.drafts import DraftAuthor, DraftConflict, NoDraft
from bot.desk.forms import InvalidFields
from tests.desk.staffed import SECOND, Desk

CLIENT = DraftAuthor(DraftAuthorKind.CLIENT, "Client")
ANN = DraftAuthor(DraftAuthorKind.SPECIALIST, "Ann")
FIELDS = {
    "title": "A logo",
    "goal": "Be known.",
    "deliverables": "Vector files",
    "skills": "Illustration",
    "budget_kind": "fixed",
    "budget": {"minor": 250_00, "currency": "USD"},
    "timeline": "Two weeks",
}


async def save(desk, conversation, base, author=ANN, **changed):
    async with desk() as session:
        return await drafts.save(
            session, conversation=conversation, base=base, fields={**FIELDS, **changed}, author=author, now=desk.now
        )


async def accept(desk, conversation, version):
    async with desk() as session:
        return await drafts.accept(session, conversation=conversation, version=version, now=desk.now)


async def ask_changes(desk, conversation, version, request="Shorter"):
    async with desk() as session:
        return await drafts.ask_changes(session, conversation=conversation, version=version, request=request)


async def test_a_draft_goes_to_and_fro_and_every_version_is_kept(desk):
    conversation = await desk.open("client")
    first = await save(desk, conversation, 0)
    assert (first.version, first.state, first.author) == (1, DraftState.OPEN, ANN)
    asked = await ask_changes(desk, conversation, 1)
    assert (asked.version, asked.state, asked.request) == (1, DraftState.CHANGES_REQUESTED, "Shorter")
    desk.clock.forward(SECOND)
    second = await save(desk, conversation, 1, title="Logo")
    assert (second.id, second.version, second.state, second.request) == (first.id, 2, DraftState.OPEN, None)
    third = await save(desk, conversation, 2, CLIENT, title="My logo")
    accepted = await accept(desk, conversation, 3)
    assert (accepted.state, accepted.author, accepted.fields["title"]) == (DraftState.ACCEPTED, CLIENT, "My logo")
    async with desk() as session:
        kept = await drafts.versions(session, draft=third.id)
        assert [(each.version, each.author.name, each.fields["title"]) for each in kept] == [
            (1, "Ann", "A logo"),
            (2, "Ann", "Logo"),
            (3, "Client", "My logo"),
        ]
        assert await drafts.current(session, conversation=conversation) is None
        assert (await drafts.latest(session, conversation=conversation)).version == 3
    desk.clock.forward(SECOND)
    another = await save(desk, conversation, 0)
    assert (another.id != first.id, another.version) == (True, 1)


async def test_whoever_edits_an_old_version_is_told_the_newest(desk):
    conversation = await desk.open("client")
    await save(desk, conversation, 0)
    await save(desk, conversation, 1)
    for base in (0, 1, 3):
        with pytest.raises(DraftConflict) as refusal:
            await save(desk, conversation, base)
        assert refusal.value.details == {"version": 2}
    for decide in (accept, ask_changes):
        with pytest.raises(DraftConflict):
            await decide(desk, conversation, 1)


async def test_of_two_who_save_at_once_one_is_told(desk, database_url):
    conversation = await desk.open("client")
    await save(desk, conversation, 0)
    others = [Database(database_url) for _ in range(2)]
    came = await asyncio.gather(
        *(save(Desk(other, desk.clock), conversation, 1) for other in others), save(desk, conversation, 1, CLIENT),
        return_exceptions=True,
    )  # fmt: skip
    await asyncio.gather(*(other.close() for other in others))
    assert sorted(isinstance(each, DraftConflict) for each in came) == [False, True, True]


@pytest.mark.parametrize("decide", [accept, ask_changes])
async def test_nothing_is_decided_without_a_draft_or_twice(desk, decide):
    conversation = await desk.open("client")
    with pytest.raises(NoDraft):
        await decide(desk, conversation, 1)
    await save(desk, conversation, 0)
    await accept(desk, conversation, 1)
    with pytest.raises(NoDraft):
        await decide(desk, conversation, 1)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"title": " "}, {"title": "Title is needed."}),
        ({"title": "a" * 81}, {"title": "Title may have at most 80 characters."}),
        ({"budget_kind": "barter"}, {"budget_kind": "Kind of budget must be one of the options."}),
        ({"budget": {"minor": 4_99, "currency": "USD"}}, {"budget": "Budget must be at least 5.00 USD, fixed price."}),
        ({"budget": "2.99", "budget_kind": "hourly"}, {"budget": "Budget must be at least 3.00 USD, per hour."}),
        ({"budget": "a lot"}, {"budget": "Budget must be an amount such as 120.00."}),
        ({"goal": None, "skills": 7}, {"goal": "Goal is needed.", "skills": "Skills must be text."}),
    ],
)
def test_what_does_not_fit_is_told_field_by_field(changed, wrong):
    with pytest.raises(InvalidFields) as refusal:
        drafts.check({**FIELDS, **changed})
    assert refusal.value.details == {"fields": wrong}


@pytest.mark.parametrize(("kind", "least"), drafts.MINIMUM_MINOR.items())
def test_the_least_that_may_be_offered_may_be_offered(kind, least):
    assert drafts.check({**FIELDS, "budget_kind": kind, "budget": {"minor": least}})["budget"] == {
        "minor": least,
        "currency": "USD",
    }


def test_a_draft_is_exported_as_the_text_of_a_post():
    assert drafts.exported(drafts.check(FIELDS)) == (
        "A logo\n\nGoal\nBe known.\n\nDeliverables\nVector files\n\nSkills\nIllustration\n\n"
        "Budget\n250.00 USD, fixed price\n\nTimeline\nTwo weeks"
    )
    bare = {name: value for name, value in FIELDS.items() if name not in {"budget", "timeline"}} | {
        "budget_kind": "hourly"
    }
    assert drafts.exported(drafts.check(bare)).endswith("Skills\nIllustration\n\nBudget\nOpen, per hour")


async def test_a_draft_is_shown_as_a_block(desk):
    saved = await save(desk, await desk.open("client"), 0)
    block = saved.block()
    assert (block["type"], block["version"], block["title"], block["author"]) == (
        "draft",
        1,
        "A logo",
        {"kind": "specialist", "name": "Ann"},
    )
    assert block["text"] == saved.text
