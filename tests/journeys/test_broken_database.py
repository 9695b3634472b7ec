"""When the database fails, every event is refused by a code and a sentence; nobody's words get out, and it heals."""

import json
from uuid import uuid4

import pytest
import socketio
import structlog
from sqlalchemy.exc import OperationalError

from bot.gateway.protocol import CLIENT_EVENTS
from tests.journeys.browser import Browser

WORDS = "my bank account is 1234"
ID = str(uuid4())
PAYLOADS = {
    "say": {"id": ID, "text": WORDS},
    "choose": {"id": ID, "message": 1, "choice": WORDS},
    "submit": {"id": ID, "message": 1, "form": "f", "values": {"why": WORDS}},
    "confirm": {"id": ID, "quote": "q"},
    "typing": {"on": True},
    "seen": {"seq": 1},
    "history": {"before": 1},
    "token": {"token": WORDS},
    "rate": {"score": 5, "comment": WORDS},
    "transcript": {},
    "restart": {},
    "call": {},
}
# confirm, call: no commands and no calls are set up here
NEEDS_NO_DATABASE = {"typing", "token", "confirm", "call"}


def test_every_event_is_tried():
    assert set(PAYLOADS) == set(CLIENT_EVENTS)


class Failing:
    """What SQLAlchemy raises when a server has gone: with the statement, and the words in its parameters."""

    def __call__(self):
        return self

    async def __aenter__(self):
        raise OperationalError(
            "INSERT INTO message", {"text": WORDS}, RuntimeError("server gone"), hide_parameters=True
        )

    async def __aexit__(self, *_):
        return None


@pytest.fixture
def broken(database, monkeypatch):
    def break_it():
        monkeypatch.setattr(database, "transaction", Failing())
        monkeypatch.setattr(database, "reading", Failing())

    yield break_it
    monkeypatch.undo()  # before the gateway stops


async def test_every_event_has_a_code_and_a_sentence_and_no_trace(client, broken, monkeypatch):
    broken()
    with structlog.testing.capture_logs() as logs:
        for event, payload in PAYLOADS.items():
            answer = await client.sends(event, payload)
            if event not in NEEDS_NO_DATABASE:
                assert (answer["ok"], answer["code"]) == (False, "internal"), event
                assert answer["message"].endswith("try again.")
            for hidden in ("Traceback", "INSERT", "server gone", "sqlalchemy", WORDS):
                assert hidden not in json.dumps(answer), event
    assert {each["event_name"] for each in logs if each["event"] == "event_failed"} == set(PAYLOADS) - NEEDS_NO_DATABASE
    assert WORDS not in str([{name: value for name, value in each.items() if name != "exc_info"} for each in logs])
    monkeypatch.undo()
    assert (await client.say("and now?"))["ok"]
    assert (await client.answered())["text"] == "You said: and now?"


async def test_a_connect_is_refused_by_code(gateway, broken):
    broken()
    browser = Browser(gateway.url, origin=gateway.url)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await browser.connect()
    assert browser.refusal["data"] == {"code": "internal"}
    await browser.leave()


async def test_a_database_error_hides_its_parameters(database):
    assert database.engine.sync_engine.hide_parameters
