"""Senders: whether the server that took a mail vouches that it comes from whom it says (RFC 8601).

Only that server's own results count, the topmost of its fields, by the name that the settings give it: a sender can
write such fields, too, and every server on the way may.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LABELS = 2  # of the shorter of two domains that are akin; the top level is akin to nobody

_RESULT = re.compile(r"([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)")
_PROPERTY = re.compile(r"([a-z]+)\.([a-z0-9-]+)\s*=\s*(\"[^\"]*\"|\S+)")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method found."""

    method: str
    result: str
    properties: dict[str, str]


def is_authenticated(sender: str, fields: Sequence[str], *, server: str) -> bool:
    """Tell whether the server vouches for the sender's domain.

    DMARC decides where there is a result. Where the domain has no policy, it must be a DKIM signature of the
    domain or a path that SPF allows it, and the domain that passed must be the sender's own or akin.
    """
    field = next((each for each in fields if _server_of(each) == server.lower()), None)
    if not server or field is None:
        return False
    results = list(_results(field))
    dmarc = {each.result for each in results if each.method == "dmarc"}
    if dmarc - {"none"}:
        return dmarc == {"pass"}
    domain = sender.rpartition("@")[2].lower()
    return any(each.result == "pass" and _akin(domain, passed) for each in results for passed in _domains(each))


def _server_of(field: str) -> str:
    return (_pieces(field)[0].split() or [""])[0].lower()


def _results(field: str) -> Iterator[Result]:
    for piece in _pieces(field.lower())[1:]:
        found = _RESULT.match(piece.strip())
        if found is not None:
            properties = {f"{kind}.{name}": value.strip('"') for kind, name, value in _PROPERTY.findall(piece)}
            yield Result(found[1], found[2], properties)


def _domains(result: Result) -> Iterator[str]:
    match result.method:
        case "dkim":
            yield result.properties.get("header.d", "")
            yield result.properties.get("header.i", "").rpartition("@")[2]
        case "spf":
            yield result.properties.get("smtp.mailfrom", "").rpartition("@")[2]


def _akin(domain: str, passed: str) -> bool:
    """Tell whether one is the other or stands above it, as DMARC's relaxed alignment has it."""
    shorter, longer = sorted((domain, passed), key=len)
    if shorter.count(".") + 1 < LABELS:
        return False
    return longer == shorter or longer.endswith(f".{shorter}")


def _pieces(field: str) -> list[str]:
    """Split a field at its semicolons, comments taken out; what stands in quotes splits nothing."""
    pieces = [""]
    depth, quoted, escaped = 0, False, False
    for sign in field:
        plain = not escaped
        escaped = plain and sign == "\\" and (quoted or depth > 0)
        if plain and sign == '"' and not depth:
            quoted = not quoted
        if plain and not quoted and sign == "(":
            depth += 1
        elif plain and not quoted and sign == ")" and depth:
            depth -= 1
        elif plain and not quoted and not depth and sign == ";":
            pieces.append("")
        elif not depth:
            pieces[-1] += sign
    return pieces
