"""The wire of `/call`: every event, which side may send it, and what both are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from bot.gateway.call import payloads
from bot.gateway.protocol import ClientEvent, Nothing

NAMESPACE: Final = "/call"


class Side(StrEnum):
    """Who sits at a socket."""

    PERSON = "person"
    VERIFIER = "verifier"


BOTH: Final = frozenset(Side)
PERSON: Final = frozenset({Side.PERSON})
VERIFIER: Final = frozenset({Side.VERIFIER})


@dataclass(frozen=True, slots=True)
class CallEvent(ClientEvent):
    """An event, and the sides that may send it: none where nothing is said."""

    sides: frozenset[Side] = frozenset()


def _event(parse: Callable[[Any], Any], shape: str, sides: frozenset[Side], *codes: str) -> CallEvent:
    return CallEvent(parse, shape, codes, sides)


CLIENT_EVENTS: Mapping[str, CallEvent] = MappingProxyType(
    {
        "preflight": _event(
            payloads.Preflight.parse, '{"results": {check: "passed", "failed" or "skipped"}}', PERSON, "wrong_move"
        ),
        "join": _event(Nothing.parse, "{}", PERSON, "preflight_failed", "after_hours", "wrong_move"),
        "leave": _event(Nothing.parse, "{}", PERSON, "wrong_move"),
        "answer": _event(Nothing.parse, "{}", PERSON, "wrong_move"),
        "slots": _event(Nothing.parse, "{}", PERSON),
        "book": _event(payloads.Book.parse, '{"at": time}', PERSON, "slot_taken", "wrong_move"),
        "unbook": _event(Nothing.parse, "{}", PERSON),
        "next": _event(Nothing.parse, "{}", VERIFIER, "nobody_waits", "call_under_way", "wrong_move"),
        "put_back": _event(payloads.OfVisit.parse, '{"visit": id}', VERIFIER, "unknown_visit", "wrong_move"),
        "decide": _event(
            payloads.Decision.parse,
            '{"visit": id, "verdict": "passed", "failed" or "retry", "reason": 1…1000 chars}',
            VERIFIER,
            "unknown_visit", "invalid_fields", "wrong_move",
        ),
        "signal": _event(
            payloads.Signal.parse, '{"description"} or {"candidate"}, ≤ 16 KB', BOTH, "not_in_call", "peer_away"
        ),
        "heard": _event(
            payloads.Heard.parse, '{"signal": mark} or {"text": uuid}, ≤ 16 KB', BOTH, "not_in_call", "peer_away"
        ),
        "text": _event(
            payloads.Text.parse, '{"id": uuid, "text": 1…1000 chars}', BOTH, "not_in_call", "peer_away"
        ),
    }
)  # fmt: skip

SERVER_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "welcome": '{"side", "polite": bool, "at", "checks", "session"?, "expires_at"?, "required"?, "me"?, "verdicts"?, "reason_max"?}',
        "call_state": "CallState",
        "line": '{"waiting": [{"visit", "position", "name", "since", "wait_s", "checks"}], "verifiers": int, "open": bool, "opens_at"?}',
        "ice": '{"servers": [RTCIceServer]}',
        "signal": '{"description"} or {"candidate"}',
        "heard": '{"signal": mark} or {"text": uuid}',
        "text": '{"id", "from": "person" or "verifier", "name", "text", "at"}',
        "beat": "{}",
    }
)
