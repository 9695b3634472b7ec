"""What is sent to `/call`, each event read into a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

import orjson

from bot.gateway.protocol import BadPayload, TooLong
from bot.gateway.shapes import UUID, is_text, moment, storable
from bot.verification import preflight
from bot.verification.preflight import Outcome
from bot.verification.verifiers import REASON_LENGTH, VERDICTS
from bot.verification.visit import KEY_LENGTH

TEXT_LENGTH: Final = 1_000
SIGNAL_BYTES: Final = 16 * 1024
TOKEN_LENGTH: Final = 128
PAGE_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class Hello:
    """What a page says when it connects. `page` is its own mark: the same after a lost connection, another after a reload."""

    ticket: str | None = None
    session: str | None = None
    csrf: str | None = None
    page: str | None = None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it: exactly one of ticket, session and csrf. Raises BadPayload."""
        if isinstance(data, dict):
            given = {name: data.get(name) for name in ("ticket", "session", "csrf") if data.get(name) is not None}
            page = data.get("page")
            fits = len(given) == 1 and all(is_text(value, TOKEN_LENGTH) for value in given.values())
            if fits and (page is None or is_text(page, PAGE_LENGTH)):
                return cls(**given, page=page)
        raise BadPayload("auth must be one of ticket, session and csrf, and may have a page")


@dataclass(frozen=True, slots=True)
class Preflight:
    """How the checks of the person's machine went."""

    results: Mapping[str, Outcome]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, WrongChecks."""
        match data:
            case {"results": dict(results)}:
                return cls(preflight.read(results))
        raise BadPayload("preflight needs results")


@dataclass(frozen=True, slots=True)
class Book:
    """The time at which somebody will come."""

    at: datetime

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"at": at} if (found := moment(at)) is not None:
                return cls(found)
        raise BadPayload("book needs a time with its zone")


@dataclass(frozen=True, slots=True)
class OfVisit:
    """A call that a verifier puts back."""

    visit: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"visit": str(visit)} if is_text(visit, KEY_LENGTH):
                return cls(storable(visit))
        raise BadPayload("visit is needed")


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, with the reason that the person will read."""

    visit: str
    verdict: str
    reason: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        match data:
            case {"visit": str(visit), "verdict": str(verdict), "reason": str(reason)} if (
                is_text(visit, KEY_LENGTH) and verdict in VERDICTS and storable(reason).strip()
            ):
                if len(reason) > REASON_LENGTH:
                    raise TooLong(f"A reason may have at most {REASON_LENGTH} characters.")
                return cls(storable(visit), verdict, storable(reason))
        raise BadPayload(f"decide needs a visit, a verdict ({', '.join(VERDICTS)}) and a reason")


@dataclass(frozen=True, slots=True)
class Text:
    """Something written beside the call. It is passed on and kept nowhere."""

    id: str
    text: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        match data:
            case {"id": str(key), "text": str(text)} if UUID.fullmatch(key) and storable(text).strip():
                if len(text) > TEXT_LENGTH:
                    raise TooLong(f"A text may have at most {TEXT_LENGTH} characters.")
                return cls(key.lower(), storable(text.strip()))
        raise BadPayload(f"text needs an id (a UUID) and 1 to {TEXT_LENGTH} characters")


@dataclass(frozen=True, slots=True)
class Signal:
    """A word from browser to browser. Its shape is looked at, its content is theirs."""

    wire: Mapping[str, Any]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it: a description or a candidate. Raises BadPayload, TooLong."""
        match data:
            case {"description": {"type": str()} as description, **others} if "candidate" not in others:
                if isinstance(description.get("sdp", ""), str):
                    return cls(_small({"description": description}))
            case {"candidate": dict() | None as candidate, **others} if "description" not in others:
                return cls(_small({"candidate": candidate}))
        raise BadPayload("a signal is a description or a candidate")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a page has heard of the other: all signals up to one, or a text. Their sender brings what is not heard again."""

    wire: Mapping[str, Any]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it: which signal, as its sender has marked it, or the id of a text. Raises BadPayload, TooLong."""
        match data:
            case {"signal": dict(signal), **others} if "text" not in others:
                return cls(_small({"signal": signal}))
            case {"text": str(key), **others} if "signal" not in others and UUID.fullmatch(key):
                return cls({"text": key.lower()})
        raise BadPayload("heard needs the mark of a signal, or the id of a text")


def _small(wire: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        size = len(orjson.dumps(wire))
    except (orjson.JSONEncodeError, TypeError):  # bytes, for instance, which Socket.IO can carry
        raise BadPayload("a signal is JSON") from None
    if size > SIGNAL_BYTES:
        raise TooLong(f"A signal may have at most {SIGNAL_BYTES // 1024} KB.")
    return wire
