"""Forms: the fields that were shown, and whether the values sent back fit them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.errors import Refused

TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 2000
EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3
MINOR_DIGITS = 12  # more than any amount, less than any column
MINOR_UNIT = Decimal("0.01")
CURRENCY = "USD"

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")

type Value = str | int | float | dict[str, Any]


class InvalidFields(Refused):
    """Some values do not fit; `fields` has a sentence for each."""

    code = "invalid_fields"
    sentence = "Please correct the marked fields."


class Unfit(Exception):  # noqa: N818 - a remark on one field, gathered into InvalidFields
    """A value does not fit its field; the message is the sentence to show beside it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it was shown.

    `smallest` and `greatest` bound numbers, money (minor units), the length of texts, and dates (ISO).
    """

    name: str
    label: str
    kind: str
    required: bool = False
    smallest: Any = None
    greatest: Any = None
    options: tuple[str, ...] = ()


def fields_of(shown: Iterable[Mapping[str, Any]]) -> tuple[Field, ...]:
    """Read the fields of a form block."""
    return tuple(
        Field(
            name=field["name"],
            label=field["label"],
            kind=field["kind"],
            required=bool(field.get("required")),
            smallest=field.get("min"),
            greatest=field.get("max"),
            options=tuple(_option(option) for option in field.get("options") or ()),
        )
        for field in shown
    )


def check(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values of the known fields, tidied. Raises InvalidFields with a sentence per field."""
    fit: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for field in fields:
        value = values.get(field.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if field.required:
                wrong[field.name] = f"{field.label} is needed."
            continue
        try:
            fit[field.name] = KINDS[field.kind](field, value)
        except Unfit as unfit:
            wrong[field.name] = str(unfit)
    if wrong:
        raise InvalidFields(fields=wrong)
    return fit


def written(fields: Iterable[Field], values: Mapping[str, Value]) -> str:
    """Write the values as a person would read them, a line per field."""
    return "\n".join(f"{field.label}: {_readable(values[field.name])}" for field in fields if field.name in values)


def _text(field: Field, value: Any, *, longest: int = TEXT_LENGTH) -> Value:
    if not isinstance(value, str):
        raise Unfit(f"{field.label} must be text.")
    text = value.strip()
    most = longest if field.greatest is None else min(int(field.greatest), LONG_TEXT_LENGTH)
    if len(text) > most:
        raise Unfit(f"{field.label} may have at most {most} characters.")
    if field.smallest is not None and len(text) < field.smallest:
        raise Unfit(f"{field.label} needs at least {field.smallest} characters.")
    return text


def _long_text(field: Field, value: Any) -> Value:
    return _text(field, value, longest=LONG_TEXT_LENGTH)


def _number(field: Field, value: Any) -> Value:
    number = _decimal(field, value, "must be a number")
    if field.smallest is not None and number < Decimal(str(field.smallest)):
        raise Unfit(f"{field.label} must be at least {field.smallest}.")
    if field.greatest is not None and number > Decimal(str(field.greatest)):
        raise Unfit(f"{field.label} must be at most {field.greatest}.")
    return int(number) if number == number.to_integral_value() else float(number)


def _money(field: Field, value: Any) -> Value:
    match value:
        case {"minor": int(minor)} if not isinstance(minor, bool):
            if value.get("currency", CURRENCY) != CURRENCY:
                raise Unfit(f"{field.label} must be in {CURRENCY}.")
        case _:
            amount = _decimal(field, value, "must be an amount such as 120.00")
            if amount != amount.quantize(MINOR_UNIT):
                raise Unfit(f"{field.label} may have two decimal places at most.")
            minor = int(amount / MINOR_UNIT)
    smallest = 1 if field.smallest is None else int(field.smallest)
    if minor < smallest:
        raise Unfit(f"{field.label} must be at least {_amount(smallest)}.")
    greatest = 10**MINOR_DIGITS if field.greatest is None else int(field.greatest)
    if minor > greatest:
        raise Unfit(f"{field.label} must be at most {_amount(greatest)}.")
    return {"minor": minor, "currency": CURRENCY}


def _choice(field: Field, value: Any) -> Value:
    if not isinstance(value, str) or value not in field.options:
        raise Unfit(f"{field.label} must be one of the options.")
    return value


def _email(field: Field, value: Any) -> Value:
    if not isinstance(value, str) or len(value) > EMAIL_LENGTH or not _EMAIL.fullmatch(value.strip()):
        raise Unfit(f"{field.label} must be an e-mail address.")
    return value.strip()


def _date(field: Field, value: Any) -> Value:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unfit(f"{field.label} must be a date such as 2026-11-30.") from None
    if field.smallest is not None and day < date.fromisoformat(field.smallest):
        raise Unfit(f"{field.label} must not be before {field.smallest}.")
    if field.greatest is not None and day > date.fromisoformat(field.greatest):
        raise Unfit(f"{field.label} must not be after {field.greatest}.")
    return day.isoformat()


KINDS: Mapping[str, Callable[[Field, Any], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "email": _email,
    "date": _date,
}


def _decimal(field: Field, value: Any, complaint: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unfit(f"{field.label} {complaint}.")
    try:
        number = Decimal(str(value).strip().replace(",", ""))
    except InvalidOperation:
        raise Unfit(f"{field.label} {complaint}.") from None
    if not number.is_finite() or number.adjusted() > MINOR_DIGITS:
        raise Unfit(f"{field.label} {complaint}.")
    return number


def _option(option: Any) -> str:
    return str(option.get("id", option.get("value"))) if isinstance(option, Mapping) else str(option)


def _readable(value: Value) -> str:
    return f"{_amount(value['minor'])} {value['currency']}" if isinstance(value, dict) else str(value)


def _amount(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02d}"
