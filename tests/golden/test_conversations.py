"""Golden conversations: everyone who is locked out, hidden or in debt, held over the socket with the trained model."""

import re
from pathlib import Path

import pytest
import yaml

from tests.golden.market import Market
from tests.golden.person import Message, Person

FOLDER = Path(__file__).parent / "conversations"
FILES = sorted(FOLDER.glob("*.yml"))

#: What no answer to somebody who is locked out may sound like: a guess, how it was found out, a promise, a lecture.
NEVER = re.compile(
    r"\b(?:probably|most likely|maybe|must have|presumably|we detected|our systems?|algorithm|flagged|fraud\w*|suspicious activity"
    r"|guarantee\w*|definitely|certainly|for sure|will (?:surely )?be (?:lifted|restored|reinstated|unblocked|approved|granted)"
    r"|don't worry|calm down|unfortunately)\b",
    re.IGNORECASE,
)
#: A moment to the minute, and the same one in UTC.
MOMENT = re.compile(r"\d{4}, \d\d:\d\d(?! (?:UTC|\((?:\w{3} \d+ \w{3} \d{4}, )?\d\d:\d\d UTC\)))")
PEOPLE = frozenset({"A person", "Reach a person"})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_conversation_goes_as_written(market: Market, file: Path) -> None:
    written = read(file)
    person = await market.open_chat(written["who"], zone=written["zone"], locale="en")
    assert set(written.get("can", ())) <= set(person.can)
    assert set(written.get("cannot", ())).isdisjoint(person.can)
    for step in written["talk"]:
        message = await take(step, person, market, written["who"])
        if message is not None:
            hold_against(message, step)
            if message["from"]["kind"] == "assistant":
                hold_against_rules(message, elsewhere={"talk_to_specialist", *written.get("elsewhere", ())})
    assert await market.letters(written["who"]) == written["letters"]


def read(file: Path) -> dict:
    """Read a conversation."""
    return yaml.safe_load(file.read_text("utf-8"))


async def take(step: dict, person: Person, market: Market, account: str) -> Message | None:
    """Do what a step says, and return the message that follows."""
    match step:
        case {"say": text}:
            return await person.say(text)
        case {"press": label}:
            return await person.press(label)
        case {"submit": values}:
            return await person.submit(values)
        case {"told": text}:
            return await person.is_told(text)
        case {"wait": minutes}:
            market.wait(minutes)
        case {"decide": decision, "reason": reason}:
            await market.decide(decision, account=account, reason=reason)
    return None


def hold_against(message: Message, step: dict) -> None:
    """Hold a message against what is written of it."""
    text = message["text"]
    assert step.get("topic") in {None, message.get("topic")}, f"{message.get('topic')}: {text}"
    assert text.startswith(step.get("first", "")), text
    for part in step.get("holds", ()):
        assert part in text
    for part in step.get("lacks", ()):
        assert part not in text
    if "blocks" in step:
        assert [block["type"] for block in message["blocks"]] == step["blocks"], text
    assert set(step.get("buttons", ())) <= labels(message), text


def hold_against_rules(message: Message, *, elsewhere: set[str]) -> None:
    """Hold an answer against what must be true of each."""
    text = message["text"]
    assert not NEVER.search(text), text
    assert not MOMENT.search(text), text
    links = {link["url"] for block in message["blocks"] if block["type"] == "links" for link in block["links"]}
    in_reach = labels(message) & PEOPLE or any(url.endswith("/support") for url in links)
    assert in_reach or message["topic"] in elsewhere, f"nobody is in reach: {text}"


def labels(message: Message) -> set[str]:
    """Name the buttons of a message."""
    return {each["label"] for block in message["blocks"] if block["type"] == "choices" for each in block["choices"]}
