"""What a console may send, parsed at the edge into frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from bot.desk.messages import PAGE
from bot.desk.models import ID_LENGTH, NAME_LENGTH
from bot.desk.staff.member import CAPACITY_MAX
from bot.gateway.protocol import BadPayload, TooLong
from bot.gateway.shapes import UUID, form_value, is_seq, is_text, moment, storable
from bot.marketplace.cases.case import REASON_LENGTH
from bot.marketplace.cases.deciding import DECISIONS

TEXT_LENGTH: Final = 4000  # specialists explain; twice what a person may say
NOTE_LENGTH: Final = 4000
WHAT_LENGTH: Final = 500
QUERY_LENGTH: Final = 200
DRAFT_FIELDS: Final = 20
STATUSES: Final = ("online", "away")
REFERENCE_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is at the desk, or steps away from it."""

    status: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"status": str(status)} if status in STATUSES:
                return cls(status)
        raise BadPayload("presence needs a status: online or away")


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many chats somebody takes at once."""

    capacity: int

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"capacity": capacity} if is_seq(capacity) and capacity <= CAPACITY_MAX:
                return cls(capacity)
        raise BadPayload(f"capacity needs a number from 1 to {CAPACITY_MAX}")


@dataclass(frozen=True, slots=True)
class Decision:
    """An appeal or a request is granted or declined, for a reason that its asker reads."""

    reference: str
    decision: str
    reason: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        decision = _id(data, "decision")
        if decision not in DECISIONS:
            raise BadPayload(f"a decision is {' or '.join(DECISIONS)}")
        return cls(_id(data, "reference", REFERENCE_LENGTH), decision, _text(data, "reason", REASON_LENGTH))


@dataclass(frozen=True, slots=True)
class OfHandoff:
    """Something about one hand-off: to accept or to decline it."""

    handoff: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        return cls(_id(data, "handoff"))


@dataclass(frozen=True, slots=True)
class Reassign:
    """A supervisor gives a hand-off to a specialist."""

    handoff: str
    to: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        return cls(_id(data, "handoff"), _id(data, "to", NAME_LENGTH))


@dataclass(frozen=True, slots=True)
class OfConversation:
    """A console opens a conversation."""

    conversation: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        return cls(_id(data, "conversation"))


@dataclass(frozen=True, slots=True)
class Words:
    """Something written into a conversation: for its person, or as a note among colleagues."""

    conversation: str
    id: str
    text: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        return cls(_id(data, "conversation"), _uuid(data), _text(data, "text", TEXT_LENGTH))


@dataclass(frozen=True, slots=True)
class Typing:
    """A specialist types, or stops."""

    conversation: str
    on: bool

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"on": bool(on)}:
                return cls(_id(data, "conversation"), on)
        raise BadPayload("typing needs a conversation and on: true or false")


@dataclass(frozen=True, slots=True)
class Seen:
    """A specialist has read everything up to a message."""

    conversation: str
    seq: int

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"seq": seq} if is_seq(seq, least=0):
                return cls(_id(data, "conversation"), seq)
        raise BadPayload("seen needs a conversation and a message's number")


@dataclass(frozen=True, slots=True)
class History:
    """A console asks for messages before one."""

    conversation: str
    before: int
    limit: int

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        match data:
            case {"before": before} if is_seq(before):
                limit = data.get("limit", PAGE)
                if is_seq(limit) and limit <= PAGE:
                    return cls(_id(data, "conversation"), before, limit)
        raise BadPayload(f"history needs a conversation, before and a limit of at most {PAGE}")


@dataclass(frozen=True, slots=True)
class Transfer:
    """A specialist hands a conversation on: to a colleague, or to a category; exactly one of them is set."""

    conversation: str
    specialist: str | None
    category: str | None
    note: str | None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        match data:
            case {"to": {"specialist": str(), **others} as to} if "category" not in others:
                return cls(_id(data, "conversation"), _id(to, "specialist", NAME_LENGTH), None, _note(data))
            case {"to": {"category": category, **others}} if "specialist" not in others:
                if is_text(category, NAME_LENGTH):
                    return cls(_id(data, "conversation"), None, storable(category), _note(data))
        raise BadPayload("transfer needs a conversation and to: a specialist or a category")


@dataclass(frozen=True, slots=True)
class Return:
    """A specialist gives a conversation back to the assistant."""

    conversation: str
    note: str | None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        return cls(_id(data, "conversation"), _note(data))


@dataclass(frozen=True, slots=True)
class WrapUp:
    """A specialist ends a chat and says how it went."""

    conversation: str
    reason: str
    note: str | None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        return cls(_id(data, "conversation"), _id(data, "reason"), _note(data))


@dataclass(frozen=True, slots=True)
class DraftOfPost:
    """A job post as a specialist has written it, on top of the version `base` (0: there was none)."""

    conversation: str
    base: int
    fields: Mapping[str, Any]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it; the fields themselves are checked by the subject. Raises BadPayload, TooLong."""
        match data:
            case {"base": base, "fields": dict(fields)} if is_seq(base, least=0) and 0 < len(fields) <= DRAFT_FIELDS:
                return cls(_id(data, "conversation"), base, {name: form_value(value) for name, value in fields.items()})
        raise BadPayload("draft needs a conversation, the version it is based on and fields")


@dataclass(frozen=True, slots=True)
class Promise:
    """A specialist commits to something; without `due_at` the desk's own time limit holds."""

    conversation: str
    what: str
    kind: str
    due_at: datetime | None

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        due_at = data.get("due_at") if isinstance(data, dict) else None
        return cls(
            _id(data, "conversation"), _text(data, "what", WHAT_LENGTH), _id(data, "kind"),
            None if due_at is None else _moment(due_at),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfFollowUp:
    """A specialist has kept a promise."""

    follow_up: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload."""
        return cls(_id(data, "follow_up"))


@dataclass(frozen=True, slots=True)
class ReplyByMail:
    """A specialist answers a message that was left."""

    follow_up: str
    id: str
    text: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        return cls(_id(data, "follow_up"), _uuid(data), _text(data, "text", TEXT_LENGTH))


@dataclass(frozen=True, slots=True)
class Search:
    """A specialist looks for a conversation."""

    query: str

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Read it. Raises BadPayload, TooLong."""
        return cls(_text(data, "query", QUERY_LENGTH))


def _id(data: Any, name: str, longest: int = ID_LENGTH) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not is_text(value, longest):
        raise BadPayload(f"{name} is needed")
    return storable(str(value))


def _uuid(data: Any) -> str:
    value = _id(data, "id")
    if not UUID.fullmatch(value):
        raise BadPayload("id must be a UUID")
    return value.lower()


def _text(data: Any, name: str, longest: int) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    text = storable(value).strip() if isinstance(value, str) else ""
    if not text:
        raise BadPayload(f"{name} needs some text")
    if len(text) > longest:
        raise TooLong(f"This may have at most {longest} characters.")
    return text


def _note(data: Any) -> str | None:
    """Return what is noted down with it, None where nothing is."""
    return None if data.get("note") in (None, "") else _text(data, "note", NOTE_LENGTH)


def _moment(value: Any) -> datetime:
    at = moment(value)
    if at is None:
        raise BadPayload("a moment must be ISO 8601, with its zone")
    return at
