"""What of Rasa is replaced is still what it was when the replacement was written."""

from __future__ import annotations

import hashlib
import inspect

import pytest
from jsonschema import ValidationError
from milepost_runtime import patches

REPLACED = "f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42"


def test_rasas_own_check_of_an_actions_result_is_the_one_that_was_replaced() -> None:
    assert hashlib.sha256(inspect.getsource(patches.REPLACED).encode()).hexdigest() == REPLACED


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
