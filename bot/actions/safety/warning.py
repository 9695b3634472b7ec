"""Warnings: the signs that were seen in somebody's own words, why each matters, and what to do about it.

What was said is named; whoever said it is not judged.
"""

from collections.abc import Iterable
from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Asked
from bot.actions.buttons import joined
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.safety.reading import Level, Reading, Seen

SIGNS_SHOWN = 4  # the heaviest; more would bury what is to be done
STEPS_SHOWN = 8
STEPS = "steps"


def warned(voice: Voice, reading: Reading) -> tuple[Entry, ...]:
    """Say which signs were seen and which were asked about; nothing if there are none."""
    told = [_explained(voice, "sign_seen", seen) for seen in reading.told[:SIGNS_SHOWN]]
    asked = [_explained(voice, "sign_asked", seen) for seen in reading.asked[: SIGNS_SHOWN - len(told)]]
    if reading.level is Level.NONE:
        return tuple(asked)
    lead = voice.say("signs_strong" if reading.level is Level.STRONG else "signs_some")
    return (lead, *told, *asked, voice.say("signs_judge_nobody"))


def composed(entries: Iterable[Entry], *blocks: dict[str, Any] | None) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Put entries together: a paragraph for each text, one list of all steps, one set of buttons."""
    said = list(entries)
    given = [block for entry in said for block in entry.blocks]
    steps = list(dict.fromkeys(step for block in given if block["type"] == STEPS for step in block[STEPS]))
    others = [block for block in given if block["type"] != STEPS]
    first = [{"type": STEPS, STEPS: steps[:STEPS_SHOWN]}] if steps else []
    shown = joined([*first, *others, *(block for block in blocks if block is not None)])
    return "\n\n".join(entry.text for entry in said if entry.text), shown


async def tips(asked: Asked, words: Words) -> Answer:
    """Tell how to stay safe, and what was seen in the question itself."""
    voice = Voice(asked, words)
    text, shown = composed([*warned(voice, asked.rules.read(asked.text)), voice.say(asked.topic)])
    return Answer(text, shown)


def _explained(voice: Voice, key: str, seen: Seen) -> Entry:
    why = voice.say(f"sign.{seen.sign.name}")
    rule = voice.say(f"rule.{seen.sign.rule}").text
    said = voice.say(key, quote=seen.quote, why=why.text, rule=rule)
    return Entry(said.text, why.blocks)
