"""The shapes that values on the wire have: short texts, numbers of messages, ids."""

import re
from typing import Any, Final

SEQ_MAX: Final = 2**31 - 1
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_text(value: Any, longest: int) -> bool:
    """Tell whether it is a text of 1 to `longest` characters."""
    return isinstance(value, str) and 0 < len(value) <= longest


def is_seq(value: Any, *, least: int = 1) -> bool:
    """Tell whether it can be a message's number; a bool is none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= SEQ_MAX


def storable(text: str) -> str:
    """Take out what no database keeps: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
