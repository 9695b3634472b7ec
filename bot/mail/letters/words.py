"""The words of letters: one file per language, the same keys in each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parent / "words"
FALLBACK = "en"
SHARED = "letter"  # words that every kind may use


@cache
def words(language: str) -> Mapping[str, Mapping[str, str]]:
    """Read the words of a language, by kind and key."""
    read: Mapping[str, Mapping[str, str]] = yaml.safe_load((FOLDER / f"{language}.yml").read_text("utf-8"))
    return read


@cache
def languages() -> frozenset[str]:
    """Name the languages that letters are written in."""
    return frozenset(path.stem for path in FOLDER.glob("*.yml"))


def language_of(locale: str | None) -> str:
    """Choose the language for a reader's locale: `es-MX` reads `es`, and whom we know nothing of reads English."""
    first = (locale or FALLBACK).replace("_", "-").partition("-")[0].lower()
    return first if first in languages() else FALLBACK
