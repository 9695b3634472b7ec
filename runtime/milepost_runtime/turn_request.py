"""What the gateway asks of us, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_ID = 200
LONGEST_TEXT = 10_000


class BadRequest(Exception):  # noqa: N818 - says what happened
    """A request of a shape that was not agreed on."""


@dataclass(frozen=True)
class TurnRequest:
    """One message of a person: words, or a payload that says by itself what is asked."""

    sender: str
    text: str
    id: str | None = None
    intent: str | None = None
    entities: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def parse(cls, body: Any) -> TurnRequest:
        """Read a request's JSON. Raises BadRequest."""
        if not isinstance(body, dict):
            raise BadRequest("the body is a JSON object")
        payload = _given(body, "payload")
        text = body.get("message")
        _hold(isinstance(text, str) and len(text) <= LONGEST_TEXT, f"message is a string of at most {LONGEST_TEXT}")
        _hold(bool(text.strip()) or bool(payload), "message is not empty")
        identity = body.get("id")
        _hold(identity is None or (isinstance(identity, str) and len(identity) <= LONGEST_ID), "id is a string")
        intent, entities = payload.get("intent"), _given(payload, "entities")
        _hold(not payload or (isinstance(intent, str) and bool(intent)), "payload.intent is a string")
        return cls(parse_sender(body), text, identity, intent, entities, _given(body, "metadata"))

    def parse_data(self) -> dict[str, Any] | None:
        """Return what the NLU would have found, for a payload; None where the words are to be understood."""
        if self.intent is None:
            return None
        certain = {"name": self.intent, "confidence": 1.0}
        entities = [{"entity": name, "value": value} for name, value in self.entities.items() if value is not None]
        return {"text": self.text, "intent": certain, "intent_ranking": [certain], "entities": entities}

    def words(self) -> str:
        """Return the text for the NLU: Rasa would take a leading slash for a command."""
        return self.text if self.intent else (self.text.lstrip("/ \t\r\n") or " ")


def parse_sender(body: Any) -> str:
    """Read the conversation's id out of a request's JSON. Raises BadRequest."""
    sender = body.get("sender") if isinstance(body, dict) else None
    _hold(isinstance(sender, str) and 0 < len(sender) <= LONGEST_ID, "sender is a string")
    return str(sender)


def _given(body: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an object that may be left out."""
    value = body.get(name)
    _hold(value is None or isinstance(value, dict), f"{name} is an object")
    return value or {}


def _hold(agreed: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like an assertion
    if not agreed:
        raise BadRequest(otherwise)
