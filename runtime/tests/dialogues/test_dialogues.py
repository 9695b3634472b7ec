"""Conversations through the trained model and the real actions, one table for each group of topics."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from talk import Talk

TABLES = sorted(Path(__file__).parent.glob("*.yml"))
DIALOGUES = [
    pytest.param(dialogue, id=f"{table.stem}: {dialogue['name']}")
    for table in TABLES
    for dialogue in yaml.safe_load(table.read_text("utf-8"))
]


@pytest.mark.parametrize("dialogue", DIALOGUES)
async def test_a_conversation_goes_as_written(talk: Talk, dialogue: dict[str, Any]) -> None:
    talk.account = dialogue.get("account")
    for turn in dialogue["turns"]:
        expected = dict(turn)
        if "press" in expected:
            await talk.press(expected.pop("press"))
        else:
            await talk.say(expected.pop("say"))
        lists: dict[str, list[str]] = {name: expected.pop(name, []) for name in ("says", "never", "buttons", "links")}
        talk.expect(**lists, **expected)
