"""E-mail addresses, and ids of anything that is no contract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milepost_runtime.nlu.references.reference import Reference

_EMAIL = re.compile(r"\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b", re.IGNORECASE)
_ID = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"  # a UUID
    r"|\b[A-Z]{1,5}-\d{2,12}\b"  # T-48213
    r"|(?<=#)\d{4,20}\b"
    r"|\b\d{6,20}\b",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Reference]:
    """Find e-mail addresses, in lower case."""
    for match in _EMAIL.finditer(text):
        yield Reference("email", match.group().lower(), *match.span())


def ids(text: str) -> Iterator[Reference]:
    """Find ids: UUIDs, letters-dash-digits, and long numbers."""
    for match in _ID.finditer(text):
        yield Reference("id", match.group(), *match.span())
