"""Canned replies: what specialists say often, with fields to fill in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from bot.errors import Refused

REPLIES = Path(__file__).with_name("canned.toml")


class FieldsMissing(Refused):
    """Some fields of the reply are not filled in; `fields` names them."""

    code = "fields_missing"
    sentence = "Please fill in every field of the reply."


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply with `{fields}` in its text, in the order in which they come."""

    id: str
    title: str
    text: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, each once."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.text) if name))


@cache
def replies(path: Path = REPLIES) -> tuple[CannedReply, ...]:
    """Read the replies, in the order of their file."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(CannedReply(each["id"], each["title"], each["text"]) for each in told["reply"])


def filled(reply: CannedReply, values: Mapping[str, str]) -> str:
    """Fill a reply in; what a value says is never read as a field. Raises FieldsMissing."""
    missing = [name for name in reply.fields if not values.get(name, "").strip()]
    if missing:
        raise FieldsMissing(fields=missing)
    return "".join(text + (values[name].strip() if name else "") for text, name, _, _ in Formatter().parse(reply.text))
