"""A conversation with the actions as Rasa leads it: messages in, slots kept, answers out."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.catalogue import TOPICS
from bot.actions.webhook import TopicAction
from bot.actions.words import Words, entries
from bot.desk.hours import WEEKDAYS, Hours
from bot.marketplace.port import IncidentView, Records, TransactionView
from bot.settings import ROOT, Settings
from tests.clock import NOON, SettableClock

sys.path.append(str(ROOT / "runtime"))

from milepost_runtime.nlu.references.found import references

#: Not a topic of its own: not understood, with some topics that are likely.
ASKED_BACK = "ask_back"

BY_NAME = {topic.name: topic for topic in TOPICS}
WORDS = Words(entries(), **Settings().wording)
HOURS = Hours(ZoneInfo("America/Los_Angeles"), WEEKDAYS)


@dataclass
class ReadMarketplace:
    """The demo marketplace, read once: what each account may see of itself."""

    seen: Mapping[str, Records]
    history: Mapping[str, tuple[TransactionView, ...]]
    open_incident: IncidentView | None = None

    async def records(self, account: str) -> Records | None:
        return self.seen.get(account)

    async def transactions(self, account: str, *, limit: int) -> tuple[TransactionView, ...]:
        return self.history.get(account, ())[:limit]

    async def incident(self) -> IncidentView | None:
        return self.open_incident


@dataclass
class Said:
    """One answer, as the gateway receives it."""

    text: str
    topic: str
    blocks: list[dict[str, Any]]
    personal: bool
    file: Mapping[str, Any] | None = None
    handoff: Mapping[str, str] | None = None

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [block for block in self.blocks if block["type"] == kind]

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        return {choice["label"]: choice["then"] for block in self.of_type("choices") for choice in block["choices"]}


@dataclass
class Conversation:
    """Somebody's conversation. `account` None is a stranger."""

    marketplace: Any
    account: str | None = None
    sign_in_expired: bool = False
    zone: str | None = "America/Los_Angeles"
    clock: SettableClock = field(default_factory=lambda: SettableClock(NOON))
    slots: dict[str, Any] = field(default_factory=dict)
    reports: Any = None
    desk: Any = None
    calls: Any = None
    form: Mapping[str, Any] | None = None  # filled in with the next message

    async def ask(self, topic: str, text: str = "", *, ranking: tuple[str, ...] = (), **parsed: Any) -> Said:
        """Say `text`, understood as `topic`; `parsed` is what else the NLU found (`also`, `articles`)."""
        found = [
            {"entity": it.kind, "value": it.value, "start": it.start, "end": it.end, **it.more}
            for it in references(text)
        ]
        return await self._turn(topic, text, found, ranking, **parsed)

    async def press(self, then: Mapping[str, Any]) -> Said:
        """Press a button; its `then` is what the gateway kept of it."""
        found = [{"entity": entity, "value": value} for entity, value in then["entities"].items()]
        return await self._turn(then["topic"], "", found, ())

    async def fill_in(self, topic: str, message: str = "", /, **values: Any) -> Said:
        """Submit the form that `topic` takes, with values that the gateway has checked."""
        self.form = values
        try:
            return await self._turn(topic, "", [], (), message_id=message)
        finally:
            self.form = None

    async def _turn(
        self, topic: str, text: str, found: list[dict[str, Any]], ranking: tuple[str, ...], **parsed: Any
    ) -> Said:
        if topic == ASKED_BACK:
            topic, parsed = "not_understood", {**parsed, "band": ASKED_BACK}
        action = TopicAction(
            BY_NAME[topic],
            marketplace=self.marketplace,
            words=WORDS,
            clock=self.clock,
            hours=HOURS,
            topics=BY_NAME,
            reports=self.reports,
            desk=self.desk,
            calls=self.calls,
            takes_cases=True,
        )
        tracker = Tracker.from_dict(
            {
                "sender_id": "c",
                "slots": dict(self.slots),
                "latest_message": {
                    "text": text,
                    "entities": found,
                    "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking],
                    **parsed,
                    "metadata": {
                        "account": self.account,
                        "sign_in_expired": self.sign_in_expired,
                        "locale": "en",
                        "zone": self.zone,
                        "text": text,
                        "form": self.form,
                    },
                },
                "events": [],
            }
        )
        dispatcher = CollectingDispatcher()
        for event in await action.run(dispatcher, tracker, {}):
            self.slots[event["name"]] = event["value"]
        [message] = dispatcher.messages
        return Said(message["text"], **message["custom"])
