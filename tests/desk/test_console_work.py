"""What the console works with: notes, canned replies, the summary, the search, and who may open what."""

from datetime import timedelta

import pytest

from bot.desk import canned, conversations, follow_ups, messages_left, notes, search, summary
from bot.desk.handoffs import specialists
from bot.desk.messages import Stored
from bot.desk.staff import members
from bot.desk.staff.access import require_open
from bot.desk.staff.roles import NotAllowed, Role
from bot.desk.summary import Clock, Person
from bot.desk.summary import summary as summarised
from bot.errors import Refused
from tests.desk.scene import said
from tests.desk.staffed import DESIGN, SECOND, WEB

# Notes


async def test_a_note_is_written_once_and_read_in_order(desk):
    await desk.hire("ann")
    await desk.hire("bea")
    conversation, other = await desk.open("client"), await desk.open("other")
    async with desk() as session:
        for id_, by, text in (
            ("1", "ann", "First"),
            ("1", "ann", "Changed"),
            ("1", "bea", "Hers"),
            ("2", "ann", "x" * 5000),
        ):
            await notes.add(
                session, conversation=conversation, by=by, id=id_, text=text, now=desk.clock.forward(SECOND)
            )
        read = await notes.of(session, conversation=conversation)
        assert await notes.of(session, conversation=other) == []
    assert [(note.author_name, note.text[:10]) for note in read] == [
        ("Ann", "First"),
        ("Bea", "Hers"),
        ("Ann", "x" * 10),
    ]
    assert len(read[-1].text) == notes.TEXT_LENGTH


# Canned replies


@pytest.mark.parametrize("reply", canned.replies(), ids=lambda reply: reply.id)
def test_a_canned_reply_is_filled_in_and_leaves_no_field(reply):
    values = {name: f"<{name}>" for name in reply.fields}
    written = canned.filled(reply, values)
    assert "{" not in written
    assert all(value in written for value in values.values())
    for name in reply.fields:
        with pytest.raises(canned.FieldsMissing) as refusal:
            canned.filled(reply, {**values, name: " "})
        assert refusal.value.details == {"fields": [name]}


def test_canned_replies_have_names_of_their_own():
    ids = [reply.id for reply in canned.replies()]
    assert len(ids) == len(set(ids)) > 5


def test_what_is_filled_in_is_never_a_field_itself():
    reply = canned.CannedReply("x", "X", "Hello {name}, {name}. {{sic}}")
    assert reply.fields == ("name",)
    assert (
        canned.filled(reply, {"name": "{specialist.__class__}"})
        == "Hello {specialist.__class__}, {specialist.__class__}. {sic}"
    )


# The summary


def stored(seq, kind, text, topic=None, reply_to=None, at=None):
    return Stored("c", seq, at, kind, "Client", f"m{seq}", text, topic=topic, reply_to=reply_to)


async def test_the_summary_tells_who_asked_what_and_what_runs(desk):
    await desk.hire("ann", WEB)
    ticket = (await desk.ask("client", WEB)).ticket
    async with desk() as session:
        promised = await follow_ups.promise(
            session, conversation=ticket.conversation, kind="check", what="The invoice", made_by="ann",
            timetable=desk.timetable, now=desk.now,
        )  # fmt: skip
    log = [
        stored(1, "user", "Is my  milestone\npaid?"),
        stored(2, "assistant", "Not yet: 600.00 USD is in review.", "check_milestone_status"),
        stored(3, "user", "sdfkj"),
        stored(4, "user", "And my bonus?"),
        stored(5, "assistant", "I did not get that.", "not_understood", reply_to=3),
        stored(6, "assistant", "It is charged tonight.", "ask_bonus", reply_to=4),
    ]
    told = {
        "person": Person("Client Demo", "client", "client", "good"),
        "ticket": ticket,
        "log": log,
        "clocks": [
            Clock("Later", "freelancer", desk.now + timedelta(days=9)),
            Clock("Review of Logo", "client", desk.now + timedelta(days=5)),
        ],
        "promises": [promised],
    }
    lines = summarised(**told)
    assert [(line.label, line.text) for line in lines] == [
        ("Who", "Client Demo, client, client, standing good"),
        ("Called because", "asked"),
        ("Category", WEB),
        ("Asked", "Is my milestone paid?"),
        ("Asked", "sdfkj"),
        ("Asked", "And my bonus?"),
        ("Understood as", "check_milestone_status: Is my milestone paid?"),
        ("Understood as", "not_understood: sdfkj"),
        ("Understood as", "ask_bonus: And my bonus?"),
        ("Not understood", "1 of the person's last messages"),
        ("Last answer", "It is charged tonight."),
        ("Runs", "Review of Logo: client by 2026-03-07T18:00:00.000Z"),
        ("Runs", "Later: freelancer by 2026-03-11T18:00:00.000Z"),
        ("Promised", f"{promised.reference}: The invoice by 2026-03-02T22:00:00.000Z"),
    ]
    assert summarised(**told) == lines
    assert summary.wire(lines[:1]) == {
        "lines": [{"label": "Who", "text": "Client Demo, client, client, standing good"}]
    }


async def test_the_summary_of_a_stranger_is_short(desk):
    await desk.hire("ann", WEB)
    ticket = (await desk.ask("client")).ticket
    long = "word " * 200
    lines = summarised(person=Person("Visitor"), ticket=ticket, log=[stored(1, "user", long)])
    assert [line.label for line in lines] == ["Who", "Called because", "Asked"]
    assert lines[0].text == "Visitor, not signed in"
    assert len(lines[2].text) == summary.LINE_LENGTH


# Who may open what


async def everybody(desk):
    await desk.hire("ann", WEB)
    await desk.hire("dora", DESIGN)
    await desk.hire("vera", "Verification", role=Role.VERIFIER)
    await desk.hire("lead", role=Role.SUPERVISOR)
    await desk.hire("adam", role=Role.ADMIN)
    await desk.hire("gone", WEB, role=Role.SUPERVISOR)
    async with desk() as session:
        await members.change(session, handle="gone", active=False)
        return {
            handle: await members.find(session, handle=handle)
            for handle in ("ann", "dora", "vera", "lead", "adam", "gone")
        }


SITUATIONS = {
    "quiet": set(),  # with the assistant, and nobody was called
    "in line for Web": {"ann"},
    "in line for anybody": {"ann", "dora"},
    "of ann": {"ann"},
    "ann had it": {"ann"},
    "dora passed it on to Web": {"ann", "dora"},
    "left a message for Web": {"ann"},
    "left a message for anybody": {"ann", "dora"},
    "promise of dora's": {"dora"},
}


async def bring_about(desk, situation):
    conversation = await desk.open("client")
    match situation:
        case "in line for Web":
            await desk.ask("client", WEB)
        case "in line for anybody":
            await desk.ask("client")
        case "of ann" | "ann had it":
            await desk.accepted("client", "ann", WEB)
            if situation == "ann had it":
                await desk.make("wrap_up", conversation=conversation, by="ann", reason="solved")
        case "dora passed it on to Web":
            await desk.accepted("client", "dora", DESIGN)
            await desk.make("transfer", conversation=conversation, by="dora", to_category=WEB, note="x")
        case "left a message for Web" | "left a message for anybody":
            category = WEB if situation.endswith("Web") else None
            async with desk() as session:
                await messages_left.leave(
                    session,
                    conversation=conversation,
                    what="x",
                    category=category,
                    timetable=desk.timetable,
                    now=desk.now,
                )
        case "promise of dora's":
            async with desk() as session:
                await follow_ups.promise(
                    session, conversation=conversation, kind="check", what="x", made_by="lead", assigned_to="dora",
                    category="Verified", timetable=desk.timetable, now=desk.now,
                )  # fmt: skip
    return conversation


@pytest.mark.parametrize(("situation", "specialists_who_may"), SITUATIONS.items())
async def test_a_conversation_is_opened_by_those_whom_it_concerns_and_found_by_them(
    desk, situation, specialists_who_may
):
    staff = await everybody(desk)
    conversation = await bring_about(desk, situation)
    async with desk() as session:
        await conversations.say(session, conversation=conversation, draft=said(1), now=desk.now)
    may = specialists_who_may | {"lead"}
    for handle, member in staff.items():
        async with desk() as session:
            assert await opens(session, member, conversation) is (handle in may), handle
            assert not await opens(session, member, "none")
            try:
                found = {each.conversation for each in await search.search(session, member=member, query="message 1")}
            except NotAllowed:
                found = set()
            assert (conversation in found) is (handle in may), handle


async def opens(session, member, conversation):
    try:
        await require_open(session, member=member, conversation=conversation)
    except specialists.NotYours:
        return False
    return True


# The search


async def test_a_conversation_is_found_by_words_person_and_reference(desk):
    staff = await everybody(desk)
    first, second = await desk.open("client-demo"), await desk.open("other")
    async with desk() as session:
        for number in (1, 2):
            await conversations.say(session, conversation=first, draft=said(number), now=desk.clock.forward(SECOND))
        await conversations.say(session, conversation=second, draft=said(3), now=desk.clock.forward(SECOND))
        left = await messages_left.leave(session, conversation=second, what="x", timetable=desk.timetable, now=desk.now)

    async def found(query):
        async with desk() as session:
            return [
                (each.what, each.conversation)
                for each in await search.search(session, member=staff["lead"], query=query)
            ]

    assert await found("MESSAGE") == [("message", second), ("message", first)]
    assert await found("client-d") == [("person", first)]
    assert await found(first) == [("person", first)]
    assert await found(f" {left.follow_up.reference.lower()} ") == [("reference", second)]
    assert await found("100%") == await found("m_ssage") == await found("' OR 1=1 --") == []
    async with desk() as session:
        (newest,) = await search.search(session, member=staff["lead"], query="message 2")
    assert (newest.seq, newest.account, newest.excerpt) == (2, "client-demo", "message 2")
    for query in ("", " x "):
        async with desk() as session:
            with pytest.raises(search.QueryTooShort):
                await search.search(session, member=staff["lead"], query=query)
    async with desk() as session:
        with pytest.raises(Refused):
            await search.search(session, member=staff["adam"], query="message")


def test_an_excerpt_shows_what_was_found_with_some_words_around():
    text = "a " * 100 + "needle" + " b" * 100
    excerpt = search._excerpt(text, "NEEDLE")
    assert excerpt.startswith("…a")
    assert excerpt.endswith("b…")
    assert len(excerpt) <= 2 * search.AROUND + len("needle") + 2
