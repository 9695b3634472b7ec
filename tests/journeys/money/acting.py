"""An assistant that understands what a test tells it to, and answers with the real actions."""

import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import func, select

from bot.actions.catalogue import actions
from bot.actions.words import Words, entries
from bot.assistant import Utterance
from bot.clock import Clock
from bot.db import Database
from bot.desk.hours import WEEKDAYS, Hours
from bot.marketplace.commands import Commands
from bot.marketplace.ledger import Transfer
from bot.marketplace.port import Marketplace
from bot.settings import ROOT, Settings

sys.path.append(str(ROOT / "runtime"))

from milepost_runtime.nlu.references.found import references

WORDS = Words(entries(), **Settings().wording)
NOT_UNDERSTOOD = "not_understood"
APPROVE = "approve the logo files"


@dataclass
class ActingAssistant:
    """Rasa's part in a test: which topic a text is about is in `topics`; anything else is not understood."""

    marketplace: Marketplace
    commands: Commands | None
    clock: Clock
    topics: dict[str, str] = field(default_factory=dict)
    slots: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hours = Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS)
        made = actions(marketplace=self.marketplace, commands=self.commands, words=WORDS, clock=self.clock, hours=hours)
        self.actions = {action.name(): action for action in made}

    async def ask(self, question: Mapping[str, Any]) -> AsyncGenerator[Utterance]:
        text, payload = question["message"], question.get("payload")
        if payload:
            topic = payload["intent"]
            found = [{"entity": name, "value": value} for name, value in payload["entities"].items()]
        else:
            topic = self.topics.get(text, NOT_UNDERSTOOD)
            found = [
                {"entity": it.kind, "value": it.value, "start": it.start, "end": it.end, **it.more}
                for it in references(text)
            ]
        slots = self.slots.setdefault(question["sender"], {})
        latest = {"text": text, "entities": found, "intent_ranking": [], "metadata": dict(question["metadata"])}
        tracker = Tracker.from_dict({"sender_id": "c", "slots": dict(slots), "latest_message": latest, "events": []})
        dispatcher = CollectingDispatcher()
        for event in await self.actions[f"action_{topic}"].run(dispatcher, tracker, {}):
            slots[event["name"]] = event["value"]
        for message in dispatcher.messages:
            custom = message["custom"]
            yield Utterance(
                message["text"], blocks=tuple(custom["blocks"]), topic=custom["topic"], personal=custom["personal"]
            )

    async def close(self, conversation: str) -> None:
        self.slots.pop(conversation, None)

    async def ready(self) -> bool:
        return True


def of_type(message, kind):
    return [block for block in message["blocks"] if block["type"] == kind]


async def quoted(browser, number=1):
    """Wait for the answer that shows a quote, and return the quote."""
    answer = await browser.answered(number)
    [quote] = of_type(answer, "quote")
    return quote


async def walk(browser, assistant, steps):
    """Go from the first sentence to the quote, and return it. A step is (topic, text), or a form's values."""
    for number, step in enumerate(steps, start=1):
        if isinstance(step, tuple):
            topic, text = step
            assistant.topics[text] = topic
            await browser.say(text)
        else:
            asked = browser.thread[-1]
            [form] = of_type(asked, "form")
            answer = {"id": str(uuid4()), "message": asked["seq"], "form": form["form"], "values": step}
            assert (await browser.sends("submit", answer))["ok"]
        await browser.answered(number)
    return await quoted(browser, len(steps))


async def transfers(database: Database) -> int:
    """Count the lines of the ledger."""
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(Transfer)) or 0


async def press(browser, quote, press_id=None):
    return await browser.sends("confirm", {"id": press_id or str(uuid4()), "quote": quote["quote"]})


async def receipt(browser, seq):
    """Wait for the receipt of the press with this number."""
    thread = await browser.reads(seq + 1)
    return thread[seq]
