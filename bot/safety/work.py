"""Kinds of work: which are forbidden and which are known to be fine. A table that a marketplace can replace."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).with_name("work.toml")


class WrongWorkRules(ValueError):  # noqa: N818 - as people say it
    """A table of kinds of work that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class KindOfWork:
    """A kind of work, and how it is recognised. `rule` says why it is forbidden; a supported kind has none."""

    name: str
    words: re.Pattern[str]
    but_not: re.Pattern[str] | None = None
    rule: str | None = None

    def found_in(self, text: str) -> str | None:
        """Return the word that names this kind of work in a text."""
        if self.but_not is not None:
            text = self.but_not.sub(" ", text)
        match = self.words.search(text)
        return match[0] if match else None


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of work that a text names, and the text's own word for it."""

    kind: KindOfWork
    word: str


@dataclass(frozen=True, slots=True)
class WorkRules:
    """All kinds of work that the table knows."""

    forbidden: tuple[KindOfWork, ...] = ()
    supported: tuple[KindOfWork, ...] = field(default=())

    def forbidden_in(self, text: str) -> tuple[Named, ...]:
        """Find the forbidden kinds of work that a text names."""
        return _named(self.forbidden, text)

    def supported_in(self, text: str) -> tuple[Named, ...]:
        """Find the supported kinds of work that a text names."""
        return _named(self.supported, text)


@cache
def work_rules(path: Path = DEFAULT) -> WorkRules:
    """Read a table. Raises OSError, WrongWorkRules."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise WrongWorkRules(str(wrong)) from wrong
    unknown = set(table) - {"forbidden", "supported"}
    if unknown:
        raise WrongWorkRules(f"unknown tables: {', '.join(sorted(unknown))}")
    return WorkRules(
        tuple(_kind(entry, needs_rule=True) for entry in table.get("forbidden", ())),
        tuple(_kind(entry, needs_rule=False) for entry in table.get("supported", ())),
    )


def _named(kinds: tuple[KindOfWork, ...], text: str) -> tuple[Named, ...]:
    return tuple(Named(kind, word) for kind in kinds if (word := kind.found_in(text)) is not None)


def _kind(entry: Any, *, needs_rule: bool) -> KindOfWork:
    match entry:
        case {"name": str(name), "words": [_, *_] as words} if name:
            rule = entry.get("rule")
            if needs_rule and not (isinstance(rule, str) and rule):
                raise WrongWorkRules(f"{name}: a forbidden kind of work needs a rule")
            but_not = entry.get("not_words") or []
            return KindOfWork(name, _whole(name, words), _whole(name, but_not) if but_not else None, rule)
    raise WrongWorkRules("every kind of work needs a name and words")


def _whole(name: str, words: list[Any]) -> re.Pattern[str]:
    if not all(isinstance(word, str) and word.strip("* ") for word in words):
        raise WrongWorkRules(f"{name}: words must be texts")
    alternatives = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)
