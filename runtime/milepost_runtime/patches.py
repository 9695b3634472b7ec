"""The few places where Rasa 3.6.21 itself is changed, each held by a test to the source that it replaces."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

# Rasa's own, as they were imported.
REPLACED = RemoteAction._validate_action_result  # noqa: SLF001 - the patched one
REPLACED_LOOKUP = Event.resolve_by_type


def apply() -> None:
    """Put all patches in place. Doing it twice is doing it once."""
    RemoteAction._validate_action_result = _validate_action_result  # noqa: SLF001 - the patch
    Event.resolve_by_type = staticmethod(_event_type)


@cache
def _event_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Find the class of an event's name. Raises ValueError.

    Rasa walks through all classes of events for each event that it reads; there are no new ones at run time.
    """
    return REPLACED_LOOKUP(type_name, default)


# Rasa hands the schema to jsonschema.validate at each call, which then checks the schema itself:
# up to 20 ms of a turn's time.
_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = jsonschema.validators.validator_for(_SCHEMA)(_SCHEMA)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:  # noqa: ARG001
    """Check what an action server sent. Raises jsonschema.ValidationError."""
    _VALIDATOR.validate(result)
    return True
