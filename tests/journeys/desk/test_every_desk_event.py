"""Every event of a console, from everybody and with anything in it, is answered; nobody does what is not theirs."""

from uuid import uuid4

import pytest

from bot.desk.staff import members
from bot.desk.staff.roles import Role, may
from bot.gateway.desk.protocol import CLIENT_EVENTS
from tests.journeys.desk.conftest import HELP, PASSWORD, PERSON, password_hash
from tests.journeys.wrong_types import fields_named, wrongly_typed

ID = str(uuid4())
SOMEBODYS = {"conversation": ID}
WORDS = {"conversation": ID, "id": ID, "text": "hello"}

#: A payload that is well formed, with every field that there may be, and about what does not exist: whatever comes
#: back, the role was let through.
FITTING = {
    "presence": {"status": "away"},
    "capacity": {"capacity": 2},
    "accept": {"handoff": ID},
    "decline": {"handoff": ID},
    "say": WORDS,
    "note": WORDS,
    "typing": {**SOMEBODYS, "on": True},
    "seen": {**SOMEBODYS, "seq": 1},
    "transfer": {**SOMEBODYS, "to": {"category": "Design & Creative"}, "note": "x"},
    "return_to_assistant": {**SOMEBODYS, "note": "x"},
    "wrap_up": {**SOMEBODYS, "reason": "solved", "note": "x"},
    "draft": {**SOMEBODYS, "base": 0, "fields": {"title": "x"}},
    "promise": {**SOMEBODYS, "what": "look", "kind": "check", "due_at": "2126-03-09T10:00:00Z"},
    "keep_promise": {"follow_up": ID},
    "reply_by_mail": {"follow_up": ID, "id": ID, "text": "hello"},
    "open": SOMEBODYS,
    "history": {**SOMEBODYS, "before": 2, "limit": 1},
    "search": {"query": "logo"},
    "canned": {},
    "reassign": {"handoff": ID, "to": "specialist-web"},
    "reports": {},
    "requests": {},
    "decide": {"reference": "A-1", "decision": "granted", "reason": "Because."},
}
LONG = "x" * 5000
MALFORMED = {
    "presence": [{}, {"status": "offline"}, {"status": 1}],
    "capacity": [{}, {"capacity": 0}, {"capacity": 11}, {"capacity": "2"}, {"capacity": True}],
    "accept": [{}, {"handoff": 1}, {"handoff": ""}, {"handoff": "x" * 37}],
    "decline": [{}, {"handoff": None}],
    "say": [{}, SOMEBODYS, {**WORDS, "id": "no uuid"}, {**WORDS, "text": " "}, {**WORDS, "text": 7}],
    "note": [{}, SOMEBODYS, {**WORDS, "id": "no uuid"}, {**WORDS, "text": ""}],
    "typing": [{}, SOMEBODYS, {**SOMEBODYS, "on": "yes"}, {"on": True}],
    "seen": [{}, SOMEBODYS, {**SOMEBODYS, "seq": -1}, {"seq": 1}],
    "transfer": [
        {}, SOMEBODYS, {**SOMEBODYS, "to": {}}, {**SOMEBODYS, "to": "me"}, {**SOMEBODYS, "to": {"category": ""}},
        {**SOMEBODYS, "to": {"specialist": "a", "category": "b"}}, {"to": {"specialist": "a"}},
    ],
    "return_to_assistant": [{}, {**SOMEBODYS, "note": 7}],
    "wrap_up": [{}, SOMEBODYS, {**SOMEBODYS, "reason": 1}],
    "draft": [{}, SOMEBODYS, {**SOMEBODYS, "base": -1, "fields": {"title": "x"}}, {**SOMEBODYS, "base": 0, "fields": {}}],
    "promise": [
        {}, SOMEBODYS, {**SOMEBODYS, "what": "", "kind": "check"}, {**SOMEBODYS, "what": "x", "kind": "message"},
        {**SOMEBODYS, "what": "x", "kind": "check", "due_at": "soon"},
        {**SOMEBODYS, "what": "x", "kind": "check", "due_at": "2026-03-09T10:00:00"},
        {**SOMEBODYS, "what": "x", "kind": "check", "due_at": "0001-01-01T00:00:00+10:00"},
    ],
    "keep_promise": [{}, {"follow_up": 1}],
    "reply_by_mail": [{}, {"follow_up": ID, "id": "x", "text": "y"}, {"follow_up": ID, "id": ID, "text": ""}],
    "open": [{}, {"conversation": 1}],
    "history": [{}, SOMEBODYS, {**SOMEBODYS, "before": 0}, {**SOMEBODYS, "before": 2, "limit": 101}],
    "search": [{}, {"query": ""}, {"query": 7}],
    "canned": [],
    "reassign": [{}, {"handoff": ID}, {"to": "x"}],
    "reports": [],
    "requests": [],
    "decide": [{}, {"reference": "A-1"}],
}  # fmt: skip
NEVER = [None, 7, True, "text", [], [{}], b"bytes"]
TOO_LONG = {
    "say": {**WORDS, "text": LONG},
    "note": {**WORDS, "text": LONG},
    "promise": {**SOMEBODYS, "what": LONG, "kind": "check"},
    "search": {"query": LONG},
}


@pytest.fixture
async def of_role(console, database, clock, gateway):
    """Sign somebody in who has one role and nothing else."""

    async def opened(role: Role):
        async with database.transaction() as session:
            await members.add(
                session,
                handle=f"only-{role}",
                name=str(role),
                password_hash=password_hash(),
                roles=[role],
                now=clock.now(),
            )
        return await console(f"only-{role}", status=None)

    return opened


def test_every_event_has_a_payload_that_fits_and_some_that_do_not():
    assert set(FITTING) == set(MALFORMED) == set(CLIENT_EVENTS)
    assert {name: set(payload) for name, payload in FITTING.items()} == {
        name: fields_named(event) for name, event in CLIENT_EVENTS.items()
    }


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_may_send_what_the_table_says_and_nothing_else(of_role, role):
    console = await of_role(role)
    allowed = {}
    for name, data in FITTING.items():
        answer = await console.sends(name, data)
        assert answer.get("code") != "internal", (name, answer)
        allowed[name] = answer.get("code") != "not_allowed"
    assert allowed == {name: may([role], event.act) for name, event in CLIENT_EVENTS.items()}


async def test_a_malformed_event_is_refused_by_code(lead):
    for name, wrong in MALFORMED.items():
        for data in (*wrong, *NEVER, *wrongly_typed(FITTING[name])):
            answer = await lead.sends(name, data)
            assert (answer["ok"], answer["code"]) == (False, "bad_payload"), (name, data, answer)
        assert (await lead.sends(name))["code"] == "bad_payload"
    for name, data in TOO_LONG.items():
        assert (await lead.sends(name, data))["code"] == "too_long"
    assert (await lead.sends("search", {"query": "x", "padding": "x" * 70_000}))["code"] == "too_long"


@pytest.mark.parametrize("event", ["connect", "disconnect", "welcome", "", "__init__", "chats", "verify"])
async def test_an_unknown_event_is_refused(lead, event):
    assert (await lead.sends(event, {}))["code"] == "unknown_event"


@pytest.fixture
async def elsewhere(client, design):
    """A conversation about design that specialist-design holds, with a note in it, and a promise."""
    await client.say(HELP)
    offer = await design.hears("offer")
    await design.does("accept", handoff=offer["handoff"])
    conversation = offer["conversation"]
    await design.does("note", conversation=conversation, id=str(uuid4()), text="A note.")
    made = await design.does("promise", conversation=conversation, what="look", kind="check")
    return conversation, made["follow_up"]


#: Somebody else's conversation: those who look after the desk see it, colleagues do not, admins nothing at all.
SEES = {
    Role.SPECIALIST: {"queue"},
    Role.VERIFIER: {"reports", "requests"},
    Role.SUPERVISOR: {"conversation", "history", "note", "promise", "search", "reports", "requests", "queue"},
    Role.ADMIN: set(),
}


@pytest.mark.parametrize("role", list(Role))
async def test_who_sees_which_conversation_note_promise_report_request_and_line(
    browse, gateway, of_role, elsewhere, role
):
    conversation, follow_up = elsewhere
    other = await browse(token=gateway.token("freelancer-demo"))
    await other.say(PERSON)
    console = await of_role(role)
    welcome = await console.hears("welcome")
    opened = await console.sends("open", {"conversation": conversation})
    sees = {
        "conversation": opened["ok"],
        "history": (await console.sends("history", {"conversation": conversation, "before": 3}))["ok"],
        "note": opened["ok"] and [note["text"] for note in opened["result"]["notes"]] == ["A note."],
        "promise": follow_up in [item["id"] for item in welcome["follow_ups"]],
        "search": bool((await console.sends("search", {"query": "job post"})).get("result", {}).get("results")),
        "reports": (await console.sends("reports", {}))["ok"],
        "requests": (await console.sends("requests", {}))["ok"],
        "queue": bool(welcome["queue"]),
    }
    assert {thing for thing, is_seen in sees.items() if is_seen} == SEES[role]


async def test_a_colleague_does_nothing_in_a_conversation_that_is_not_theirs(web, elsewhere):
    conversation, _ = elsewhere
    about = {"conversation": conversation}
    for event in (
        "say", "note", "typing", "seen", "transfer", "return_to_assistant", "wrap_up", "open", "history", "draft", "promise",
    ):  # fmt: skip
        answer = await web.sends(event, {**FITTING[event], **about})
        assert answer["code"] == "not_yours", event
    assert PASSWORD not in str(web.told)
