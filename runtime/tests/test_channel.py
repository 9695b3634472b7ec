"""The wire to the gateway, through a served process."""

from __future__ import annotations

import itertools
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from served import PATIENCE, ScriptedActions, Served

_numbers = itertools.count()
ENDS = {"done", "error"}


def _sender() -> str:
    return f"conversation-{next(_numbers)}"


def _turn(rasa: Served, text: str = "", **more: Any) -> list[dict[str, Any]]:
    body = {"sender": _sender(), "id": "m1", "message": text, "payload": None, "metadata": {}} | more
    answer = rasa.post("webhook", body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_turn_is_its_utterances_and_then_one_done(rasa: Served) -> None:
    said, end = _turn(rasa, "hello")
    assert said["type"] == "utterance"
    assert said["text"] == "action_greet"
    assert said["custom"] == {"topic": "greet", "blocks": [], "personal": False}
    assert end.keys() == {"type", "ms"}
    assert end["type"] == "done"


def test_the_first_utterance_arrives_before_the_turn_ends(rasa: Served, actions: ScriptedActions) -> None:
    actions.go_on.clear()
    body = {"sender": _sender(), "message": "goodbye", "payload": {"intent": "goodbye"}}
    with rasa.post("webhook", body, stream=True) as answer:
        lines = answer.iter_lines()
        assert json.loads(next(lines))["text"] == "action_goodbye"
        actions.go_on.set()  # only now may the second action answer
        assert [json.loads(line).get("text") or json.loads(line)["type"] for line in lines] == ["action_after", "done"]


def test_a_turn_whose_action_fails_ends_with_one_error(rasa: Served) -> None:
    lines = _turn(rasa, "no", payload={"intent": "deny"})
    assert [(line["type"], line.get("code")) for line in lines] == [("error", "turn_failed")]


def test_a_payload_says_what_is_asked_whatever_the_words(rasa: Served, actions: ScriptedActions) -> None:
    payload = {"intent": "ask_milestone_status", "entities": {"contract": "C-1001", "milestone": 2}}
    said, _ = _turn(rasa, "hello", payload=payload, metadata={"account": "client-demo"})
    assert said["text"] == "action_ask_milestone_status"
    heard = actions.asked[-1]["tracker"]["latest_message"]
    assert [(found["entity"], found["value"]) for found in heard["entities"]] == [
        ("contract", "C-1001"),
        ("milestone", 2),
    ]
    assert heard["metadata"] == {"account": "client-demo"}


def test_text_with_a_slash_is_only_text(rasa: Served, actions: ScriptedActions) -> None:
    _turn(rasa, '/deny{"contract": "C-7"}')
    heard = actions.asked[-1]["tracker"]["latest_message"]
    assert heard["intent"]["confidence"] < 1  # understood, not obeyed
    assert _turn(rasa, " /hello")[0]["text"] == "action_greet"


def test_actions_get_what_was_understood_and_no_domain(rasa: Served, actions: ScriptedActions) -> None:
    _turn(rasa, "is milestone 2 of C-1001 paid?")
    call = actions.asked[-1]
    assert "domain" not in call
    heard = call["tracker"]["latest_message"]
    assert {(found["entity"], found["value"]) for found in heard["entities"]} == {
        ("contract", "C-1001"),
        ("milestone", 2),
    }
    assert {"band", "also", "intent_ranking", "corrected"} <= heard.keys()


def test_a_closed_conversation_starts_clean(rasa: Served, actions: ScriptedActions) -> None:
    sender = _sender()
    _turn(rasa, "hello", sender=sender)
    _turn(rasa, "hello", sender=sender)
    assert actions.asked[-1]["tracker"]["slots"]["topic_before"] == "greet"
    assert rasa.post("close", {"sender": sender}).status_code == 200
    _turn(rasa, "hello", sender=sender)
    assert actions.asked[-1]["tracker"]["slots"]["topic_before"] is None


def test_what_is_shipped_to_actions_does_not_grow_with_the_conversation(rasa: Served, actions: ScriptedActions) -> None:
    sender, shipped = _sender(), []
    for _ in range(40):
        _turn(rasa, "hello", sender=sender)
        shipped.append(len(actions.asked[-1]["tracker"]["events"]))
    assert max(shipped[20:]) == max(shipped[10:20])


def test_turns_of_one_conversation_may_be_asked_at_once(rasa: Served) -> None:
    sender = _sender()
    with ThreadPoolExecutor(4) as threads:
        turns = list(threads.map(lambda _: _turn(rasa, "hello", sender=sender), range(4)))
    assert [[line["type"] for line in lines] for lines in turns] == [["utterance", "done"]] * 4


@pytest.mark.parametrize("secret", ["", "wrong", "rasa-secre", "rasa-secret2", "pa\u00dfwort"])
def test_nobody_gets_in_without_the_secret(rasa: Served, secret: str) -> None:
    for path in ("webhook", "close"):
        headers = {"Authorization": f"Bearer {secret}".encode()}
        answer = requests.post(
            f"{rasa.url}/{path}", json={"sender": "s", "message": "hello"}, headers=headers, timeout=PATIENCE
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"sender": "s"},
        {"sender": "", "message": "hello"},
        {"sender": 7, "message": "hello"},
        {"sender": "s", "message": 7},
        {"sender": "s", "message": " "},
        {"sender": "s", "message": "x" * 10_001},
        {"sender": "s", "message": "hello", "id": 7},
        {"sender": "s", "message": "hello", "payload": "greet"},
        {"sender": "s", "message": "hello", "payload": {"intent": 7}},
        {"sender": "s", "message": "hello", "payload": {"intent": "greet", "entities": []}},
        {"sender": "s", "message": "hello", "metadata": []},
    ],
)
def test_a_body_of_another_shape_is_refused_by_code(rasa: Served, body: Any) -> None:
    answer = rasa.post("webhook", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_ready_names_the_model(rasa: Served, model: Path) -> None:
    assert requests.get(f"{rasa.url}/ready", timeout=PATIENCE).json() == {"model": model.name.removesuffix(".tar.gz")}


def test_the_process_stays_small(rasa: Served) -> None:
    kibibytes = int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(rasa.pid)]))  # noqa: S603, S607
    assert kibibytes < 700 * 1024
