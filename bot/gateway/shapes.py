"""The shapes that values on the wire have: short texts, numbers of messages, ids."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

SEQ_MAX: Final = 2**31 - 1
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: What stands for a value that is nothing a form asks for: no kind of field takes it.
UNFIT: Final[Mapping[str, Any]] = MappingProxyType({})


def is_text(value: Any, longest: int) -> bool:
    """Tell whether it is a text of 1 to `longest` characters."""
    return isinstance(value, str) and 0 < len(value) <= longest


def is_seq(value: Any, *, least: int = 1) -> bool:
    """Tell whether it can be a message's number; a bool is none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= SEQ_MAX


def moment(value: Any) -> datetime | None:
    """Read an ISO 8601 time that names its zone; None where it is none."""
    try:
        at = datetime.fromisoformat(value)
        return None if at.tzinfo is None else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def storable(text: str) -> str:
    """Take out what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def form_value(value: Any) -> Any:
    """Keep a form's scalars and amounts of money; anything deeper is left for the form to refuse, not left out."""
    match value:
        case str():
            return storable(value)
        case float() if not math.isfinite(value):
            return UNFIT
        case {"minor": int(minor)}:
            return {"minor": minor, "currency": str(value.get("currency", "USD"))}
        case bool() | int() | float() | None:
            return value
    return UNFIT
