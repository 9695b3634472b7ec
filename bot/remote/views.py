"""The port's views as JSON and back: every field is there and of its type, or the document is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from bot.marketplace.money import Money
from bot.marketplace.port import AccountView, CaseView, IncidentView, ProfileView, TransactionView
from bot.marketplace.standing import Act

TEXT_LENGTH = 10_000
LIST_LENGTH = 1_000
WHOLE = 2**53 - 1  # what every reader of JSON takes exactly

TIME = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)
TEXT = re.compile(r"[^\x00]*")  # Postgres keeps no NUL

#: Texts that answers are chosen by, or that are more than text: what the port's comments say of them.
WORDS: Mapping[tuple[type, str], tuple[str, ...]] = {
    (AccountView, "can"): tuple(Act),
    (CaseView, "state"): ("submitted", "granted", "declined", "overtaken"),
    (IncidentView, "impact"): ("degraded", "partial_outage", "major_outage", "maintenance"),
    (ProfileView, "visibility"): ("public", "private"),
    (ProfileView, "set_by"): ("self", "system"),
    (TransactionView, "kind"): ("fixed_price_charge", "release", "payment", "bonus", "refund", "fee"),
}
FORMS: Mapping[tuple[type, str], re.Pattern[str]] = {
    (Money, "currency"): re.compile(r"[A-Z]{3}"),
    (IncidentView, "url"): re.compile(r"https?://[^\x00-\x20]+"),
}

type Reader = Callable[[object], Any]


class Unreadable(Exception):  # noqa: N818 - as people say it
    """A document is not as the contract says. `place` is where, in names only: no value is ever told."""

    def __init__(self, *place: str) -> None:
        self.place = ".".join(place)
        super().__init__(self.place)

    def within(self, name: str) -> "Unreadable":
        """Say the same, seen from one level above."""
        return Unreadable(name, self.place) if self.place else Unreadable(name)


def written(view: object) -> Any:
    """Write a view, or anything in one, as JSON has it."""
    match view:
        case datetime():
            return view.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return view.isoformat()
        case StrEnum():
            return view.value
        case tuple():
            return [written(each) for each in view]
        case _ if is_dataclass(view):
            return {field.name: written(getattr(view, field.name)) for field in fields(view)}
    return view


def read[T](kind: type[T], given: object) -> T:
    """Read a view of `kind`. Fields that it does not know are passed over. Raises Unreadable."""
    shape: Any = kind
    view: T = _view(shape)(given)
    return view


def read_time(given: object) -> datetime:
    """Read a moment: ISO 8601 in UTC with `Z`. Raises Unreadable."""
    if not isinstance(given, str) or not TIME.fullmatch(given):
        raise Unreadable
    try:
        return datetime.fromisoformat(given)
    except ValueError as impossible:  # the 31st of February
        raise Unreadable from impossible


def _day(given: object) -> date:
    if not isinstance(given, str) or not DAY.fullmatch(given):
        raise Unreadable
    try:
        return date.fromisoformat(given)
    except ValueError as impossible:
        raise Unreadable from impossible


@cache
def _view(kind: type) -> Reader:
    hints = get_type_hints(kind)
    readers = {
        field.name: _reader(hints[field.name], WORDS.get((kind, field.name)), FORMS.get((kind, field.name), TEXT))
        for field in fields(kind)
    }

    def reading(given: object) -> Any:
        if not isinstance(given, dict):
            raise Unreadable
        values: dict[str, Any] = {}
        for name, reader in readers.items():
            # A field that is left out is no `null`: half a record would be answered as a whole one.
            if name not in given:
                raise Unreadable(name)
            try:
                values[name] = reader(given[name])
            except Unreadable as wrong:
                raise wrong.within(name) from None
        return kind(**values)

    return reading


def _reader(hint: Any, words: tuple[str, ...] | None, form: re.Pattern[str]) -> Reader:
    if isinstance(hint, UnionType):
        [present] = [each for each in get_args(hint) if each is not type(None)]
        reader = _reader(present, words, form)
        return lambda given: None if given is None else reader(given)
    if get_origin(hint) is tuple:
        return _list(_reader(get_args(hint)[0], words, form))
    if hint is str:
        return _text(words, form)
    if issubclass(hint, StrEnum):
        return _member(hint)
    return SIMPLE.get(hint) or _view(hint)


def _list(each: Reader) -> Reader:
    def reading(given: object) -> tuple[Any, ...]:
        if not isinstance(given, list) or len(given) > LIST_LENGTH:
            raise Unreadable
        return tuple(each(item) for item in given)

    return reading


def _text(words: tuple[str, ...] | None, form: re.Pattern[str]) -> Reader:
    def reading(given: object) -> str:
        if not isinstance(given, str) or len(given) > TEXT_LENGTH or not form.fullmatch(given):
            raise Unreadable
        if words is not None and given not in words:
            raise Unreadable
        return given

    return reading


def _member(kind: type[StrEnum]) -> Reader:
    members = {member.value: member for member in kind}

    def reading(given: object) -> StrEnum:
        if not isinstance(given, str) or given not in members:
            raise Unreadable
        return members[given]

    return reading


def _number(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > WHOLE:
        raise Unreadable
    return given


def _flag(given: object) -> bool:
    if not isinstance(given, bool):
        raise Unreadable
    return given


SIMPLE: Mapping[type, Reader] = {int: _number, bool: _flag, datetime: read_time, date: _day}
