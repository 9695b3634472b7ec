"""The wire of `/chat`: every client event, parsed at the edge into a frozen value, and its limits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self
from zoneinfo import available_timezones

from bot.desk.messages import PAGE
from bot.desk.models import ID_LENGTH
from bot.desk.ratings import COMMENT_LENGTH
from bot.errors import Refused
from bot.gateway.shapes import UUID, form_value, is_seq, is_text, storable
from bot.gateway.signin import TokenInvalid

TEXT_LENGTH: Final = 2000
TOKEN_LENGTH: Final = 8192
VISITOR_LENGTH: Final = 128
CHOICE_LENGTH: Final = 64
FORM_LENGTH: Final = 64
QUOTE_LENGTH: Final = 64
FORM_FIELDS: Final = 50
LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
DEFAULT_LOCALE: Final = "en"

_ZONES = available_timezones()


class BadPayload(Refused):
    """The event's data is not what the protocol says."""

    code = "bad_payload"
    sentence = "The event's data is not as the protocol describes it."


class TooLong(Refused):
    """The event, or the text in it, is over its limit."""

    code = "too_long"
    sentence = f"A message may have at most {TEXT_LENGTH} characters."


class UnknownEvent(Refused):
    """There is no such event."""

    code = "unknown_event"
    sentence = "There is no such event."


@dataclass(frozen=True, slots=True)
class Hello:
    """What a browser says when it connects. Nothing in it decides whose data is read but the token."""

    token: str | None = None
    visitor: str | None = None
    after: int | None = None
    conversation: str | None = None
    locale: str = DEFAULT_LOCALE
    zone: str | None = None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read the connect's auth; a wish that makes no sense (locale, zone) is left out.

        Raises BadPayload, and TokenInvalid for whatever can be no token.
        """
        if data is None:
            return cls()
        if not isinstance(data, dict):
            raise BadPayload("auth must be an object")
        token, visitor = data.get("token"), data.get("visitor")
        if token is not None and not is_text(token, TOKEN_LENGTH):
            raise TokenInvalid
        if visitor is not None and not is_text(visitor, VISITOR_LENGTH):
            raise BadPayload("visitor must be text")
        after = data.get("after")
        if after is not None and not is_seq(after, least=0):
            raise BadPayload("after must be a sequence number")
        conversation, locale, zone = data.get("conversation"), data.get("locale"), data.get("zone")
        if conversation is not None and not is_text(conversation, ID_LENGTH):
            raise BadPayload("conversation must be an id")
        return cls(
            token=token,
            visitor=visitor,
            after=after,
            conversation=conversation,
            locale=locale if isinstance(locale, str) and LOCALE.fullmatch(locale) else DEFAULT_LOCALE,
            zone=zone if isinstance(zone, str) and zone in _ZONES else None,
        )


@dataclass(frozen=True, slots=True)
class Say:
    """A person says something."""

    id: str
    text: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        match data:
            case {"id": str(key), "text": str(text)} if UUID.fullmatch(key) and (said := storable(text).strip()):
                if len(said) > TEXT_LENGTH:
                    raise TooLong
                return cls(key.lower(), said)
        raise BadPayload(f"say needs an id (a UUID) and 1 to {TEXT_LENGTH} characters of text")


@dataclass(frozen=True, slots=True)
class Choose:
    """A person presses a button of a message."""

    id: str
    message: int
    choice: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"id": str(key), "message": message, "choice": str(choice)} if (
                UUID.fullmatch(key) and is_seq(message) and is_text(choice, CHOICE_LENGTH)
            ):
                return cls(key.lower(), message, choice)
        raise BadPayload("choose needs an id (a UUID), a message's number and a choice of it")


@dataclass(frozen=True, slots=True)
class Submit:
    """A person fills in a form of a message."""

    id: str
    message: int
    form: str
    values: Mapping[str, Any]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"id": str(key), "message": message, "form": str(form), "values": dict(values)} if (
                UUID.fullmatch(key) and is_seq(message) and is_text(form, FORM_LENGTH) and len(values) <= FORM_FIELDS
            ):
                return cls(key.lower(), message, form, {name: form_value(value) for name, value in values.items()})
        raise BadPayload("submit needs an id (a UUID), a message's number, a form of it and values")


@dataclass(frozen=True, slots=True)
class Confirm:
    """A person presses the button of a quote."""

    id: str
    quote: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"id": str(key), "quote": str(quote)} if UUID.fullmatch(key) and is_text(quote, QUOTE_LENGTH):
                return cls(key.lower(), storable(quote))
        raise BadPayload("confirm needs an id (a UUID) and a quote")


@dataclass(frozen=True, slots=True)
class Typing:
    """A person types, or stops."""

    on: bool

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"on": bool(on)}:
                return cls(on)
        raise BadPayload("typing needs on: true or false")


@dataclass(frozen=True, slots=True)
class Seen:
    """A person has seen everything up to a message."""

    seq: int

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"seq": seq} if is_seq(seq, least=0):
                return cls(seq)
        raise BadPayload("seen needs a message's number")


@dataclass(frozen=True, slots=True)
class History:
    """A browser asks for messages before one."""

    before: int
    limit: int
    conversation: str | None = None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"before": before} if is_seq(before):
                limit = data.get("limit", PAGE)
                conversation = data.get("conversation")
                if is_seq(limit) and limit <= PAGE and (conversation is None or is_text(conversation, ID_LENGTH)):
                    return cls(before, limit, None if conversation is None else storable(conversation))
        raise BadPayload(
            f"history needs before, a message's number, a limit of at most {PAGE}, and a conversation's id if any"
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A browser brings a fresh token."""

    token: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"token": str(token)} if is_text(token, TOKEN_LENGTH):
                return cls(token)
        raise BadPayload("token needs a token")


@dataclass(frozen=True, slots=True)
class Rate:
    """A person rates the conversation."""

    score: int
    comment: str | None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        match data:
            case {"score": int(score)} if not isinstance(score, bool) and 1 <= score <= 5:  # noqa: PLR2004 - stars
                comment = data.get("comment")
                if comment is None:
                    return cls(score, None)
                if isinstance(comment, str):
                    if len(comment) > COMMENT_LENGTH:
                        raise TooLong(f"A comment may have at most {COMMENT_LENGTH} characters.")
                    return cls(score, storable(comment.strip()) or None)
        raise BadPayload("rate needs a score from 1 to 5 and, if anything, a comment")


@dataclass(frozen=True, slots=True)
class Nothing:
    """An event that says everything by its name."""

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        if not isinstance(data, dict):
            raise BadPayload("this event needs an empty object")
        return cls()


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """What a client may send: how it is read, its shape for people, and the codes that may come back."""

    parse: Callable[[Any], Any]
    shape: str
    codes: tuple[str, ...] = ()


ALWAYS = ("bad_payload", "too_long", "rate_limited", "internal")

CLIENT_EVENTS: Mapping[str, ClientEvent] = MappingProxyType(
    {
        "say": ClientEvent(Say.parse, '{"id": uuid, "text": 1…2000 chars}', ("closed",)),
        "choose": ClientEvent(
            Choose.parse,
            '{"id": uuid, "message": seq, "choice": string}',
            ("closed", "unknown_choice", "choice_expired"),
        ),
        "submit": ClientEvent(
            Submit.parse,
            '{"id": uuid, "message": seq, "form": string, "values": {}}',
            ("closed", "unknown_form", "choice_expired", "invalid_fields"),
        ),
        "confirm": ClientEvent(
            Confirm.parse,
            '{"id": uuid, "quote": string}',
            (
                "closed",
                "quote_unknown",
                "quote_expired",
                "quote_void",
                "reauth_required",
                "not_allowed",
                "outcome_unknown",
            ),
        ),
        "typing": ClientEvent(Typing.parse, '{"on": bool}'),
        "seen": ClientEvent(Seen.parse, '{"seq": int}'),
        "history": ClientEvent(History.parse, '{"before": seq, "limit": ≤ 100, "conversation"?: id of an earlier one}'),
        "token": ClientEvent(Token.parse, '{"token": JWT}', ("token_invalid", "token_expired")),
        "rate": ClientEvent(Rate.parse, '{"score": 1…5, "comment"?: ≤ 1000}', ("not_rateable",)),
        "restart": ClientEvent(Nothing.parse, "{}", ("not_yours_to_end",)),
        "call": ClientEvent(Nothing.parse, "{}", ("not_allowed",)),
        "transcript": ClientEvent(Nothing.parse, "{}", ("no_address", "not_available", "nothing_said", "closed")),
    }
)

SERVER_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "welcome": '{"visitor"?, "me", "conversation", "at", "last_seq", "seen_seq", "state": State, "messages": [Message], "more": bool, "earlier"?}',
        "message": "Message",
        "state": "State",
        "typing": '{"from": "assistant" or "specialist", "on": bool}',
        "seen": '{"seq": int}',
        "beat": '{"last_seq": int}',
    }
)
