"""What of Rasa is replaced is still what it was when the replacement was written."""

from __future__ import annotations

import hashlib
import inspect

import pytest
from jsonschema import ValidationError
from milepost_runtime import patches
from rasa.shared.core.events import Event, UserUttered

REPLACED = "f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42"
REPLACED_LOOKUP = "b5cf570fa7f286c7059ec73d8880528d03a78b28cf4e80285a46079c0fa65968"


def test_rasas_own_check_of_an_actions_result_is_the_one_that_was_replaced() -> None:
    assert hashlib.sha256(inspect.getsource(patches.REPLACED).encode()).hexdigest() == REPLACED


def test_rasas_own_lookup_of_an_events_class_is_the_one_that_is_remembered() -> None:
    assert hashlib.sha256(inspect.getsource(patches.REPLACED_LOOKUP).encode()).hexdigest() == REPLACED_LOOKUP


def test_the_remembered_lookup_finds_what_rasas_own_finds() -> None:
    patches.apply()
    for name in ("user", "bot", "slot", "action", "active_loop", "topic"):
        assert Event.resolve_by_type(name) is patches.REPLACED_LOOKUP(name)
    assert Event.resolve_by_type("no such event", UserUttered) is UserUttered
    with pytest.raises(ValueError, match="no such event"):
        Event.resolve_by_type("no such event")


def test_the_compiled_check_refuses_what_rasas_own_refuses() -> None:
    from rasa.core.actions.action import RemoteAction  # noqa: PLC0415 - what is there before the patch

    patches.apply()
    action = RemoteAction("action_x", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "hello"}]})
    for wrong in ({"events": [{"event": 7}]}, {"responses": "hello"}, {"events": {}}, []):
        with pytest.raises(ValidationError):
            action._validate_action_result(wrong)
        with pytest.raises(ValidationError):
            patches.REPLACED(action, wrong)
