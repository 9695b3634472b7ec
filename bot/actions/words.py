"""The assistant's words: read from bot/intents, filled in strictly.

An entry under `words:` is a text, or a mapping with `text` and any of

* `steps`: a list of sentences, shown as a numbered list;
* `links`: `{label, url}`; the url may use the settings' placeholders;
* `choices`: `{label, topic}`, buttons that ask another topic (`about` is what its answer is to know), or `{label, act}`, buttons that the gateway itself acts on.

Texts are Python format strings. A missing value is an error, never an empty gap.

Another language is a folder beside the English files, named by its tag (`bot/intents/es/…yml`), with the same names under
`words:`. What it does not say is said in English.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

INTENTS = Path(__file__).resolve().parent.parent / "intents"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with the blocks that belong to it."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


class Words:
    """All entries of a language, and the values that stand in every one (brand, links)."""

    def __init__(
        self,
        entries: Mapping[str, Any],
        translated: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        **everywhere: object,
    ) -> None:
        """Take the entries, those of other languages by their tag, and the values that every text may use."""
        self._entries = entries
        self._everywhere = everywhere
        self._languages = {
            tag: Words(ChainMap(dict(own), dict(entries)), {}, **everywhere) for tag, own in translated.items()
        }

    def speaking(self, locale: str) -> "Words":
        """Return the words of the language nearest to the locale; these ones where there is none."""
        return self._languages.get(locale) or self._languages.get(locale.split("-", maxsplit=1)[0]) or self

    def __contains__(self, key: str) -> bool:
        """Tell whether there is an entry of this name."""
        return key in self._entries

    def text(self, key: str, **values: object) -> str:
        """Return the text of an entry, filled in."""
        entry = self._entries[key]
        return self._fill(entry if isinstance(entry, str) else entry["text"], values)

    def entry(self, key: str, **values: object) -> Entry:
        """Return an entry, filled in, with its blocks."""
        raw = self._entries[key]
        if isinstance(raw, str):
            return Entry(self._fill(raw, values))
        blocks: list[dict[str, Any]] = []
        if "steps" in raw:
            blocks.append({"type": "steps", "steps": [self._fill(step, values) for step in raw["steps"]]})
        if "links" in raw:
            links = [
                {"label": self._fill(link["label"], values), "url": self._fill(link["url"], values)}
                for link in raw["links"]
            ]
            blocks.append({"type": "links", "links": links})
        if "choices" in raw:
            offered = [{**choice, "label": self._fill(choice["label"], values)} for choice in raw["choices"]]
            blocks.append({"type": "choices", "choices": [_button(*each) for each in enumerate(offered, start=1)]})
        return Entry(self._fill(raw["text"], values), tuple(blocks))

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        return text.strip().format_map({**self._everywhere, **values})


def choices(*offered: tuple[str, str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make a block of buttons from (label, topic, entities).

    `then` is what the button does; the gateway keeps it and sends only id and label on.
    """
    return {
        "type": "choices",
        "choices": [
            {"id": str(number), "label": label, "then": {"topic": topic, "entities": dict(entities)}}
            for number, (label, topic, entities) in enumerate(offered, start=1)
        ],
    }


def _button(number: int, choice: Mapping[str, str]) -> dict[str, Any]:
    about = {"id": choice["about"]} if "about" in choice else {}
    then = {"act": choice["act"]} if "act" in choice else {"topic": choice["topic"], "entities": about}
    return {"id": str(number), "label": choice["label"], "then": then}


@cache
def entries(folder: Path = INTENTS) -> dict[str, Any]:
    """Read all entries of the folder. The same name in two files is an error."""
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.yml")):
        for key, entry in (yaml.safe_load(path.read_text("utf-8")).get("words") or {}).items():
            if key in found:
                msg = f"{path.name}: the words {key!r} are already said elsewhere"
                raise ValueError(msg)
            found[key] = entry
    return found


@cache
def translations(folder: Path = INTENTS) -> dict[str, dict[str, Any]]:
    """Read the other languages by their tags. A name that English does not have is an error."""
    english = entries(folder)
    found = {place.name: entries(place) for place in sorted(folder.iterdir()) if place.is_dir()}
    for tag, own in found.items():
        unknown = sorted(own.keys() - english.keys())
        if unknown:
            msg = f"{tag}: there are no such words in English: {', '.join(unknown)}"
            raise ValueError(msg)
    return found
