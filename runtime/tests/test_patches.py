"""What of Rasa is replaced is still what it was when the replacement was written, and does what that did."""

from __future__ import annotations

import copy
import hashlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import ValidationError
from milepost_runtime import patches
from milepost_runtime.patches import action_results, empty_domain, event_types, graph_runs, rules
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

SOURCES: dict[str, tuple[Callable[..., Any], str]] = {
    "check of an action's result": (
        action_results.REPLACED, "f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42"
    ),
    "lookup of an event's class": (
        event_types.REPLACED, "b5cf570fa7f286c7059ec73d8880528d03a78b28cf4e80285a46079c0fa65968"
    ),
    "look for an empty domain": (empty_domain.REPLACED, "884be90ef485f1d2c0f140657a47f106a7d2785b63b03e46cd699b4072e95369"),
    "run of a graph": (graph_runs.REPLACED.run, "45f0f52f574f3aa9546a552bf671183e171092c18b66e97f5771a7fa295de37e"),
    "making of a graph's nodes": (graph_runs.REPLACED._instantiate_nodes, "1617dc20d9307e81139a7ccd854e8641dc8882aa36640dc608b0a87a0aeba415"),
    "prediction by rules": (rules.REPLACED, "f5182d8a10639e14d2643795210767a17fc4c8b5c2852b946f41c6c9f1a8a4e0"),
    "search among the rules": (RulePolicy._find_action_from_rules, "be6da6ee0f5429bd9bbded9f22186f3729469e5b392949493fd34a00ef9531d9"),
    "match of a rule and a state": (RulePolicy._does_rule_match_state, "d3109c1a97de319ceee17570d2d96b51c2fa0006379c5a491d5ed7df136666a7"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_rasas_own_is_the_one_that_was_replaced(name: str) -> None:
    replaced, digest = SOURCES[name]
    assert hashlib.sha256(inspect.getsource(replaced).encode()).hexdigest() == digest


def test_the_remembered_lookup_finds_what_rasas_own_finds() -> None:
    patches.apply()
    for name in ("user", "bot", "slot", "action", "active_loop", "topic"):
        assert Event.resolve_by_type(name) is event_types.REPLACED(name)
    assert Event.resolve_by_type("no such event", UserUttered) is UserUttered
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


GOOD = (
    {"events": [], "responses": [{"text": "hello"}]},
    {},
    {"events": [{"event": "slot", "name": "topic_before", "value": [1], "timestamp": None}]},
    *({"events": [{"event": kind["properties"]["event"]["const"]}]} for kind in EVENT_SCHEMA["oneOf"]),
)
WRONG = (
    {"events": [{"event": 7}]},
    {"events": [{"event": "no such event"}]},
    {"events": ["slot"]},
    {"events": [{"name": "topic_before"}]},
    {"events": [{"event": "slot", "timestamp": "noon"}]},
    {"events": [{"event": "slot", "name": 7}]},
    {"events": [{"event": "user", "text": 7}]},
    {"events": {}},
    {"responses": "hello"},
    {"responses": ["hello"]},
    [],
)


@pytest.mark.parametrize("result", [*GOOD, *WRONG], ids=str)
def test_the_compiled_check_refuses_what_rasas_own_refuses(result: Any) -> None:
    from rasa.core.actions.action import RemoteAction  # noqa: PLC0415 - what is there before the patch

    patches.apply()
    action = RemoteAction("action_x", None)

    def passes(check: Callable[[RemoteAction, Any], bool]) -> bool:
        try:
            return check(action, result)
        except ValidationError:
            return False

    assert passes(RemoteAction._validate_action_result) == passes(action_results.REPLACED)
    assert result not in WRONG or not passes(RemoteAction._validate_action_result)


@pytest.fixture(scope="session")
def patched(model: Any) -> Agent:
    """The tiny project's model, loaded with the patches in place."""
    patches.apply()
    return Agent.load(str(model))


def test_the_remembered_empty_domain_is_as_empty_as_rasas_own(patched: Agent) -> None:
    for domain in (Domain.empty(), patched.processor.domain, Domain.from_dict({"intents": ["greet"]})):
        assert domain.is_empty() == empty_domain.REPLACED(domain) == (domain.intents == Domain.empty().intents)


async def test_a_graph_run_in_order_comes_to_what_dask_comes_to(
    patched: Agent, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(patched.processor.graph_runner, graph_runs.InOrder)
    monkeypatch.setattr("rasa.core.processor.DaskGraphRunner", graph_runs.REPLACED)
    stock = Agent.load(str(model))
    assert isinstance(stock.processor.graph_runner, DaskGraphRunner)
    for text in ("hello there", "is milestone 2 of C-1001 paid?", "qwertz"):
        message = UserMessage(text)
        assert await patched.processor.parse_message(message) == await stock.processor.parse_message(message)


@pytest.fixture
def policy(patched: Agent) -> RulePolicy:
    """The tiny project's rules, without the one of two steps."""
    learnt = copy.copy(patched.processor.graph_runner._nodes["run_RulePolicy0"]._component)
    kept = {key: action for key, action in learnt.lookup[RULES].items() if "goodbye" not in key}
    learnt.lookup = {**learnt.lookup, RULES: kept}
    return learnt


STARTS = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
ANSWERED = [UserUttered("no", {"name": "deny"}), ActionExecuted("action_deny"), ActionExecuted("action_listen")]
GREETS = UserUttered("hello", {"name": "greet", "confidence": 1.0})
GREETED = ActionExecuted("action_greet")
#: What happened in a conversation, and whether the table knows what comes next.
CONVERSATIONS = {
    "a person speaks": ([*STARTS, GREETS], True),
    "a person speaks again": ([*STARTS, *ANSWERED, GREETS], True),
    "an action has answered": ([*STARTS, GREETS, GREETED], True),
    "an action has answered and set a slot": ([*STARTS, GREETS, GREETED, SlotSet("topic_before", "greet")], True),
    "another action has answered": ([*STARTS, GREETS, ActionExecuted("action_deny")], False),
    "two actions have answered": ([*STARTS, GREETS, GREETED, GREETED], False),
    "an action was rejected": ([*STARTS, GREETS, ActionExecutionRejected("action_greet")], False),
    "nothing has happened": ([], False),
    "nobody has spoken": (STARTS, False),
    "everything was restarted": ([*STARTS, GREETS, GREETED, Restarted()], False),
    "a loop is active": ([*STARTS, ActiveLoop("action_deny"), GREETS], False),
    "a person says what no rule is for": ([*STARTS, UserUttered("bye", {"name": "goodbye"})], False),
    "a person asks Rasa itself to start again": ([*STARTS, UserUttered("/restart", {"name": "restart"})], False),
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_rules_that_are_looked_up_predict_what_rasa_finds_by_searching(
    name: str, policy: RulePolicy, patched: Agent
) -> None:
    events, known = CONVERSATIONS[name]
    domain = patched.processor.domain
    tracker = DialogueStateTracker.from_events("c", copy.deepcopy(events), slots=domain.slots)
    assert (rules._looked_up(policy, tracker) is not None) == known

    def told(prediction: tuple[PolicyPrediction, str | None]) -> tuple[Any, ...]:
        return (*vars(prediction[0]).items(), prediction[1])

    assert told(policy._predict(tracker, domain)) == told(rules.REPLACED(policy, tracker, domain))


def test_a_rule_of_two_actions_leaves_all_rules_to_rasas_own_search(patched: Agent) -> None:
    learnt = patched.processor.graph_runner._nodes["run_RulePolicy0"]._component
    tracker = DialogueStateTracker.from_events("c", [*STARTS, GREETS])
    assert rules._looked_up(learnt, tracker) is None
