"""Word lists: what the rules look for, in the files of `words/`, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words")


@cache
def wordlist(rules: str) -> dict[str, dict[str, Any]]:
    """Return the lists of one set of rules, as its file has them."""
    return tomllib.loads((WORDS / f"{rules}.toml").read_text(encoding="utf-8"))


def words(rules: str, section: str, name: str) -> tuple[str, ...]:
    """Return one list."""
    return tuple(wordlist(rules)[section][name])


def every(rules: str, section: str) -> tuple[str, ...]:
    """Return the lists of a section, of all languages, as one; the longest first, so that a rule finds it first."""
    found = {word for names in wordlist(rules)[section].values() for word in names}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
