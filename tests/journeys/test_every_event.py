"""Every event, whatever is sent with it, is answered with a result or a code, and a bad one changes nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.desk.models import Message, Rating
from bot.gateway.protocol import CLIENT_EVENTS
from tests.journeys.wrong_types import fields_named, wrongly_typed

ID = str(uuid4())

#: Every field that an event may have, of the type that it should be.
FITTING = {
    "say": {"id": ID, "text": "hello"},
    "choose": {"id": ID, "message": 1, "choice": "1"},
    "submit": {"id": ID, "message": 1, "form": "f", "values": {}},
    "confirm": {"id": ID, "quote": "q"},
    "typing": {"on": True},
    "seen": {"seq": 1},
    "history": {"before": 1, "limit": 1, "conversation": ID},
    "token": {"token": "nonsense"},
    "rate": {"score": 5, "comment": "fine"},
    "transcript": {},
    "call": {},
    "restart": {},
}
MALFORMED = {
    "say": [
        {"id": ID},
        {"text": "hello"},
        {"id": "not a uuid", "text": "hello"},
        {"id": 7, "text": "hello"},
        {"id": ID, "text": ""},
        {"id": ID, "text": "  \n "},
        {"id": ID, "text": "\x00 "},
        {"id": ID, "text": 7},
        {"id": ID, "text": None},
        {"id": ID, "text": ["hello"]},
        {"id": ID, "text": b"hello"},
    ],
    "choose": [
        {"id": ID, "message": 1},
        {"id": ID, "message": "1", "choice": "1"},
        {"id": ID, "message": True, "choice": "1"},
        {"id": ID, "message": 0, "choice": "1"},
        {"id": ID, "message": 2**40, "choice": "1"},
        {"id": ID, "message": 1, "choice": 1},
        {"id": ID, "message": 1, "choice": "x" * 65},
    ],
    "submit": [
        {"id": ID, "message": 1, "form": "f"},
        {"id": ID, "message": 1, "form": "f", "values": []},
        {"id": ID, "message": 1, "form": "", "values": {}},
        {"id": ID, "message": 1, "form": "f", "values": {str(number): 1 for number in range(51)}},
    ],
    "confirm": [
        {"id": ID},
        {"quote": "q"},
        {"id": ID, "quote": ""},
        {"id": ID, "quote": "x" * 65},
        {"id": 7, "quote": "q"},
    ],
    "typing": [{}, {"on": "yes"}, {"on": 1}],
    "seen": [{}, {"seq": -1}, {"seq": "1"}, {"seq": 1.5}],
    "history": [
        {},
        {"before": 0},
        {"before": 1, "limit": 0},
        {"before": 1, "limit": 101},
        {"before": 1, "conversation": ""},
        {"before": 1, "conversation": "x" * 37},
    ],
    "token": [{}, {"token": ""}, {"token": 7}, {"token": "x" * 8193}],
    "rate": [{}, {"score": 0}, {"score": 6}, {"score": True}, {"score": 4.5}, {"score": 3, "comment": 7}],
    "transcript": [],
    "call": [],
    "restart": [],
}
NEVER = [None, 7, True, "text", [], [{}], b"bytes"]

REFUSALS = [
    ("choose", {"id": ID, "message": 1, "choice": "1"}, "unknown_choice"),
    ("submit", {"id": ID, "message": 1, "form": "f", "values": {}}, "unknown_form"),
    ("token", {"token": "nonsense"}, "token_invalid"),
    ("rate", {"score": 5}, "not_rateable"),
    ("transcript", {}, "no_address"),
    ("call", {}, "not_allowed"),
    ("say", {"id": ID, "text": "x" * 2001}, "too_long"),
    ("say", {"id": ID, "text": "x" * 100_000}, "too_long"),
    ("rate", {"score": 5, "comment": "x" * 1001}, "too_long"),
    ("history", {"before": 1, "padding": "x" * 70_000}, "too_long"),
]


def test_every_event_has_its_malformed_payloads():
    assert set(MALFORMED) == set(CLIENT_EVENTS)
    assert {name: set(payload) for name, payload in FITTING.items()} == {
        name: fields_named(event) for name, event in CLIENT_EVENTS.items()
    }


async def rows(database):
    async with database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) for table in (Message, Rating)]


@pytest.mark.parametrize("event", list(CLIENT_EVENTS))
async def test_a_malformed_event_is_refused_by_code_and_changes_nothing(visitor, database, assistant, event):
    for data in (*MALFORMED[event], *NEVER, *wrongly_typed(FITTING[event])):
        answer = await visitor.sends(event, data)
        assert answer["ok"] is False, data
        assert answer["code"] == "bad_payload", data
        assert answer["message"]
        assert set(answer) == {"ok", "code", "message"}
    assert await rows(database) == [0, 0]
    assert assistant.asked == []


@pytest.mark.parametrize("event", list(CLIENT_EVENTS))
async def test_an_event_without_data_is_refused_by_code(visitor, event):
    answer = await visitor.sends(event)
    assert (answer["ok"], answer["code"]) == (False, "bad_payload")


@pytest.mark.parametrize(
    "event",
    [
        "connect",
        "disconnect",
        "confirmed",
        "welcome",
        "",
        "__init__",
        "say ",
        "admit",
        "trigger_event",
        "\x00oversized",
    ],
)
async def test_an_unknown_event_is_refused_by_code(visitor, event):
    answer = await visitor.sends(event, {"token": "x"})
    assert (answer["ok"], answer["code"]) == (False, "unknown_event")
    assert (await visitor.say("still here"))["ok"]


@pytest.mark.parametrize(("event", "data", "code"), REFUSALS)
async def test_a_refusal_has_its_code_and_changes_nothing(visitor, database, assistant, event, data, code):
    answer = await visitor.sends(event, data)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert await rows(database) == [0, 0]
    assert assistant.asked == []


@pytest.mark.parametrize(("event", "data"), [("typing", {"on": True}), ("seen", {"seq": 0}), ("seen", {"seq": 99})])
async def test_what_has_no_result_is_acknowledged(visitor, event, data):
    assert await visitor.sends(event, {**data, "unknown": "is ignored"}) == {"ok": True, "result": {}}


async def test_history_reads_backwards_in_pages(client):
    for number in range(3):
        await client.say(str(number))
    await client.reads(6)
    newest = await client.sends("history", {"before": 7, "limit": 4})
    assert [message["seq"] for message in newest["result"]["messages"]] == [3, 4, 5, 6]
    assert newest["result"]["more"] is True
    oldest = await client.sends("history", {"before": 3})
    assert [message["seq"] for message in oldest["result"]["messages"]] == [1, 2]
    assert oldest["result"]["more"] is False


async def test_a_rating_is_kept_and_the_last_one_counts(client, database):
    await client.say("hello")
    await client.answered()
    assert await client.sends("rate", {"score": 2, "comment": " slow "}) == {"ok": True, "result": {}}
    assert await client.sends("rate", {"score": 5}) == {"ok": True, "result": {}}
    async with database.reading() as session:
        assert [(row.score, row.comment) for row in await session.scalars(select(Rating))] == [(5, None)]
