"""The JSON Schema that the code reads by: derived from the views, for holding docs/marketplace-api.yaml to them."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import get_args, get_origin, get_type_hints

from bot.marketplace.commands import Quote, Receipt
from bot.marketplace.port import IncidentView, Records, TransactionView
from bot.marketplace.quotes import COMMANDS
from bot.remote.views import DAY, FORMS, TIME, WORDS

SIMPLE = {
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"$ref": "#/components/schemas/Time"},
    date: {"$ref": "#/components/schemas/Day"},
}
ROOTS = (Records, TransactionView, IncidentView, Quote, Receipt)


def schemas():
    """Every view and enum by name, and one schema for each command, with its `action`."""
    found = {
        "Time": {"type": "string", "format": "date-time", "pattern": anchored(TIME)},
        "Day": {"type": "string", "format": "date", "pattern": anchored(DAY)},
    }
    for kind in ROOTS:
        collect(kind, found)
    for action, command in COMMANDS.items():
        collect(command, found)
        own = found[command.__name__]
        found[command.__name__] = {
            "type": "object",
            "required": ["action", *own["required"]],
            "properties": {"action": {"const": action.value}, **own["properties"]},
        }
    return found


def collect(kind, found):
    if kind.__name__ in found:
        return
    if issubclass(kind, StrEnum):
        found[kind.__name__] = {"type": "string", "enum": [member.value for member in kind]}
        return
    hints = get_type_hints(kind)
    found[kind.__name__] = {
        "type": "object",
        "required": [field.name for field in fields(kind)],
        "properties": {field.name: of(hints[field.name], (kind, field.name)) for field in fields(kind)},
    }
    for hint in hints.values():
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and (is_dataclass(inner) or issubclass(inner, StrEnum)):
                collect(inner, found)


def of(hint, place):
    if isinstance(hint, UnionType):
        [present] = [each for each in get_args(hint) if each is not type(None)]
        return {"anyOf": [of(present, place), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": of(get_args(hint)[0], place)}
    if hint in SIMPLE:
        return SIMPLE[hint]
    if hint is str:
        told = {"type": "string"}
        if place in WORDS:
            told["enum"] = [str(word) for word in WORDS[place]]
        if place in FORMS:
            told["pattern"] = anchored(FORMS[place])
        return told
    return {"$ref": f"#/components/schemas/{hint.__name__}"}


def anchored(form):
    return f"^(?:{form.pattern})$"
