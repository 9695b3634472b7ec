"""The one handler that Rasa calls, and the actions behind it."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import Answer, Topic, said
from bot.actions.asked import Asked, Subject
from bot.actions.words import Words
from bot.clock import Clock
from bot.marketplace.port import Marketplace, MarketplaceUnavailable

UTC_ZONE = ZoneInfo("UTC")


class TopicAction(Action):
    """Rasa's action for one topic: reads who asks and what, and says the topic's answer."""

    def __init__(self, topic: Topic, *, marketplace: Marketplace, words: Words, clock: Clock) -> None:
        """Serve `topic` from `marketplace` with `words`."""
        self._topic = topic
        self._marketplace = marketplace
        self._words = words
        self._clock = clock

    def name(self) -> str:
        """Return the name that Rasa calls it by."""
        return self._topic.action

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]  # noqa: ARG002
    ) -> list[EventType]:
        """Say the answer, and remember what it was about."""
        try:
            asked = await self._asked(tracker)
            answer = await self._topic.answer(asked, self._words)
        except MarketplaceUnavailable:
            answer = said(self._words, "records_unavailable")
        dispatcher.utter_message(
            text=answer.text,
            json_message={
                "topic": answer.topic or self._topic.name,
                "blocks": list(answer.blocks),
                "personal": answer.personal,
            },
        )
        return _remembered(answer, self._topic)

    async def _asked(self, tracker: Tracker) -> Asked:
        latest = tracker.latest_message
        given = latest.get("metadata") or {}
        account = given.get("account")
        records = None
        if account and self._topic.reads_records:
            records = await self._marketplace.records(account)
        return Asked(
            topic=self._topic.name,
            text=given.get("text") or latest.get("text") or "",
            now=self._clock.now(),
            zone=_zone(given.get("zone")),
            locale=given.get("locale") or "en",
            account=account,
            sign_in_expired=bool(given.get("sign_in_expired")),
            records=records,
            named=_named(latest.get("entities") or []),
            entities=tuple(latest.get("entities") or []),
            before=Subject(tracker.get_slot("contract_before"), _number(tracker.get_slot("milestone_before"))),
            topic_before=tracker.get_slot("topic_before"),
            form=given.get("form"),
            ranking=tuple(latest.get("intent_ranking") or []),
        )


def _remembered(answer: Answer, topic: Topic) -> list[EventType]:
    events: list[EventType] = [SlotSet("topic_before", answer.topic or topic.name)]
    if answer.about.contract:
        events += [
            SlotSet("contract_before", answer.about.contract),
            SlotSet("milestone_before", answer.about.milestone),
        ]
    return events


def _named(entities: Iterable[Mapping[str, Any]]) -> Subject:
    found = {entity.get("entity"): entity.get("value") for entity in entities}
    contract = found.get("contract")
    return Subject(str(contract).upper() if contract else None, _number(found.get("milestone")))


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name)) if name else UTC_ZONE
    except (ZoneInfoNotFoundError, ValueError):
        return UTC_ZONE
