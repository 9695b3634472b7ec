"""What the trained model makes of lines of text, without a server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

NOT_UNDERSTOOD = "not_understood"
SHOWN = 5  # topics of a ranking


class BadLine(Exception):  # noqa: N818 - says what happened
    """A line of input that is no JSON object with a text."""


async def understand(agent: Agent, text: str) -> dict[str, Any]:
    """Return topic, confidence, ranking, band, entities, the corrected text and the nearest examples."""
    # parse_message itself would keep to what the tracker stores.
    parsed = await agent.processor.parse_message(UserMessage(text.lstrip("/ \t") or " "), only_output_properties=False)
    ranking = [{"topic": r["name"], "confidence": round(r["confidence"], 4)} for r in parsed.get("intent_ranking", [])]
    band = parsed.get("band", NOT_UNDERSTOOD)
    understood = bool(ranking) and band != NOT_UNDERSTOOD
    return {
        "text": text,
        "topic": ranking[0]["topic"] if understood else NOT_UNDERSTOOD,
        "confidence": ranking[0]["confidence"] if ranking else 0.0,
        "ranking": ranking[:SHOWN],
        "band": band,
        "gate": round(parsed.get("gate", 0.0), 4),
        "also": parsed.get("also", []),
        "entities": parsed["entities"],
        "corrected": parsed.get("corrected", text),
        "nearest": [{**near, "cosine": round(near["cosine"], 3)} for near in parsed.get("nearest", [])],
    }


async def understand_lines(model: Path, lines: Iterable[str]) -> AsyncIterator[str]:
    """Answer JSON lines {"text"} with JSON lines, in their order. Raises BadLine."""
    agent = Agent.load(str(model))
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(await understand(agent, _text(line, number)), ensure_ascii=False)


def _text(line: str, number: int) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, TypeError, KeyError):
        text = None
    if not isinstance(text, str):
        msg = f'line {number} is no JSON object with a "text"'
        raise BadLine(msg)
    return text
