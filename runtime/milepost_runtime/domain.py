"""Rasa's domain, put together from bot/intents without the assistant's words."""

from __future__ import annotations

from typing import Any

import yaml

from milepost_runtime import project

FOLDER = "bot/intents"
# Filled in by the actions, in another process. Left in, Rasa would carry them along in every model.
WORDS = "words"
VERSION = "3.1"


class DomainConflict(Exception):  # noqa: N818 - says what happened
    """Two files of the domain say different things about one name."""


def composed() -> str:
    """Return the domain as YAML: every file's keys together. Raises DomainConflict."""
    domain: dict[str, Any] = {}
    for path in sorted((project.root() / FOLDER).glob("*.yml")):
        for key, value in (yaml.safe_load(path.read_text("utf-8")) or {}).items():
            if key not in (WORDS, "version"):
                domain[key] = _joined(domain.get(key), value, f"{path.name}: {key}")
    return yaml.safe_dump({"version": VERSION, **domain}, sort_keys=True)


def _joined(known: Any, more: Any, where: str) -> Any:
    if known is None:
        return more
    if isinstance(known, list) and isinstance(more, list):
        return known + more
    if isinstance(known, dict) and isinstance(more, dict) and not known.keys() & more.keys():
        return known | more
    msg = f"{where} is said in another file too"
    raise DomainConflict(msg)
