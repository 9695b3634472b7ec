"""Rules of one step are looked up by their intent: Rasa holds each turn against every rule, four times.

A rule of one step says which action answers an intent, and that the person speaks next. All of ours are such. The
table only stands in where Rasa's own search could find nothing else: no loop is active, no other rule was learnt,
and since the person spoke nothing has happened but what such a rule makes happen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import takewhile
from typing import NamedTuple
from weakref import WeakKeyDictionary

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import DEFAULT_ACTION_MAPPINGS, RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

REPLACED = RulePolicy._predict  # noqa: SLF001 - the patched one

_LISTENS = {"action_name": ACTION_LISTEN_NAME}
_EXPECTED = (ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, SlotSet)


def apply() -> None:
    """Put the patch in place."""
    RulePolicy._predict = _predict  # noqa: SLF001 - the patch


class OneStep(NamedTuple):
    """A rule of one step: the action that answers, and the learnt keys of its two predictions."""

    action: str
    answers: str
    listens: str


_TABLES: WeakKeyDictionary[RulePolicy, Mapping[str, OneStep]] = WeakKeyDictionary()


def _predict(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> tuple[PolicyPrediction, str | None]:
    found = _looked_up(policy, tracker)
    if found is None:
        return REPLACED(policy, tracker, domain)
    action, key = found
    return policy._rule_prediction(policy._prediction_result(action, tracker, domain), key), key  # noqa: SLF001


def _looked_up(policy: RulePolicy, tracker: DialogueStateTracker) -> tuple[str, str] | None:
    """Find the action of a rule of one step and the rule's key; None where Rasa has to search."""
    if policy not in _TABLES:
        _TABLES[policy] = _table(policy.lookup)
    rule = _TABLES[policy].get(tracker.latest_message.intent.get("name")) if tracker.latest_message else None
    if rule is None or tracker.active_loop_name is not None:
        return None
    since = list(takewhile(lambda event: not isinstance(event, UserUttered), reversed(tracker.events)))
    if not all(isinstance(event, _EXPECTED) for event in since):
        return None
    match [event.action_name for event in since if isinstance(event, ActionExecuted)], tracker.latest_action_name:
        case [], "action_listen":
            return rule.action, rule.answers
        case [rule.action], rule.action:
            return ACTION_LISTEN_NAME, rule.listens
    return None


def _table(lookup: Mapping[str, Mapping[str, str]]) -> Mapping[str, OneStep]:
    """Return the rules by intent; none at all if there is any other rule, which might be the better one."""
    rules = lookup.get(RULES) or {}
    table: dict[str, OneStep] = {}
    for first, action in rules.items():
        match json.loads(first):
            case [{"prev_action": said, "user": {"intent": str(intent), **rest}, **more}] if said == _LISTENS:
                then = _key(intent, action)
                if rest or more or rules.get(then) != ACTION_LISTEN_NAME:
                    return {}
                table[intent] = OneStep(action, first, then)
    one_step = len(rules) == 2 * len(table) and not lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH)
    return {intent: rule for intent, rule in table.items() if intent not in DEFAULT_ACTION_MAPPINGS} if one_step else {}


def _key(intent: str, action: str) -> str:
    """Write the key under which Rasa learns that the person speaks after `action` has answered `intent`."""
    answered = {"prev_action": _LISTENS, "user": {"intent": intent}}
    return json.dumps([answered, {"prev_action": {"action_name": action}, "user": {"intent": intent}}], sort_keys=True)
