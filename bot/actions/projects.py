"""Kinds of projects: known by their words, with the people that they need."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("projects.toml")


@dataclass(frozen=True, slots=True)
class Project:
    """One kind of project."""

    name: str
    words: re.Pattern[str]
    people: tuple[str, ...]
    handed_over: str
    skills: str
    category: str | None = None  # a word in the name of a category of the desk


@cache
def projects() -> Mapping[str, Project]:
    """Read the kinds of projects, by name. Raises ValueError and KeyError for a file that is not as it should be."""
    given = tomllib.loads(FILE.read_text("utf-8"))
    return {
        name: Project(
            name=name,
            words=re.compile(rf"\b(?:{'|'.join(map(re.escape, kind['words']))})s?\b", re.IGNORECASE),
            people=tuple(kind["people"]),
            handed_over=kind["handed_over"],
            skills=kind["skills"],
            category=kind.get("category"),
        )
        for name, kind in given.items()
    }


def named(text: str) -> Project | None:
    """Find the kind that a message names first; None if it names none."""
    found = [(match.start(), kind) for kind in projects().values() if (match := kind.words.search(text))]
    return min(found, key=lambda each: each[0], default=(0, None))[1]
