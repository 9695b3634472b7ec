"""Payloads in which one field is of another type than the protocol says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.gateway.protocol import ClientEvent

ANYTHING = ("text", 7, True, 1.5, [], ["text"], {"x": 1}, b"bytes")


def wrongly_typed(fitting: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Put into each field of a payload, one after the other, what is of another type."""
    for name, value in fitting.items():
        for other in ANYTHING:
            if type(other) is not type(value):
                yield {**fitting, name: other}


def fields_named(event: ClientEvent) -> set[str]:
    """Return the fields that an event's shape names, those inside of other fields not among them."""
    innermost = re.compile(r"(?<=: )\{[^{}]*\}( or \{[^{}]*\})*")
    return set(re.findall(r'[{,] ?"(\w+)"\??(?=[:,}])', innermost.sub("", event.shape)))


def fields_of(payloads: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the fields that some payloads have between them."""
    return {name for payload in payloads for name in payload}
