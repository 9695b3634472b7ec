"""The one handler that Rasa calls, and the actions behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import follow_ups, open_form, tangled
from bot.actions.answer import Answer, Reads, Topic, said
from bot.actions.asked import Asked, Meaning, Needs, Subject
from bot.actions.buttons import joined
from bot.actions.likely import DEBT
from bot.actions.quoting import quoted
from bot.actions.words import Words
from bot.clock import Clock
from bot.desk.glance import Desk, Glance
from bot.desk.hours import Hours
from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace, MarketplaceUnavailable
from bot.safety.reports import Reports
from bot.safety.rulebook import Rulebook
from bot.verification.glance import Calls

UTC_ZONE = ZoneInfo("UTC")

#: How many lines of Transaction History an answer looks at.
TRANSACTIONS_READ = 20


class TopicAction(Action):
    """Rasa's action for one topic: reads who asks and what, and says the topic's answer."""

    def __init__(
        self,
        topic: Topic,
        *,
        marketplace: Marketplace,
        words: Words,
        clock: Clock,
        hours: Hours,
        commands: Commands | None = None,
        topics: Mapping[str, Topic] = MappingProxyType({}),
        rules: Rulebook | None = None,
        reports: Reports | None = None,
        desk: Desk | None = None,
        calls: Calls | None = None,
        takes_cases: bool = False,
    ) -> None:
        """Serve `topic` from `marketplace` with `words`. Without `commands` nothing can be done here.

        With `takes_cases` appeals and requests are filed here, for the desk to decide.
        `topics` are all that may have a form open, by name.
        """
        self._topic = topic
        self._topics = topics
        self._marketplace = marketplace
        self._commands = commands
        self._words = words
        self._rules = rules or Rulebook()
        self._reports = reports
        self._desk = desk
        self._calls = calls
        self._takes_cases = takes_cases
        self._clock = clock
        self._hours = hours

    def name(self) -> str:
        """Return the name that Rasa calls it by."""
        return self._topic.action

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: Mapping[str, Any],  # noqa: ARG002
    ) -> list[EventType]:
        """Say the answer, and remember what it was about."""
        asked, topic = self._asked(tracker), self._topic
        words = self._words.speaking(asked.locale)
        if open_form.answers(asked):
            asked = open_form.as_answer(asked)
            topic = self._topics.get(asked.topic, topic)
        elif open_form.drops(asked):
            topic = self._topics.get(open_form.LEAVES, topic)
        elif (meant := tangled.picked(asked)) is not None:
            asked = _meaning(asked, meant)
            topic = self._topics.get(meant.topic, topic)
        elif tangled.only_points(asked):
            topic = self._topics.get(follow_ups.NAME, topic)
        try:
            on_a_debt = tangled.asks_on_about_a_debt(asked)
            asked = await self._informed(asked, self._read_for(asked, topic, on_a_debt=on_a_debt))
            if on_a_debt and asked.records is not None and asked.records.account.past_due is not None:
                topic = self._topics.get(DEBT, topic)
                asked = replace(asked, topic=topic.name)
            answer = tangled.with_the_rest(await topic.answer(asked, words), asked, words)
            if answer.command is not None and self._commands is not None:
                answer = await quoted(answer, asked, words, self._commands)
        except MarketplaceUnavailable:
            answer = said(words, "records_unavailable")
        dispatcher.utter_message(
            text=answer.text,
            json_message={
                "topic": answer.topic or topic.name,
                "blocks": list(joined(answer.blocks)),
                "personal": answer.personal,
                **({"file": dict(answer.file)} if answer.file is not None else {}),
                **({"handoff": dict(answer.handoff)} if answer.handoff is not None else {}),
            },
        )
        return _remembered(answer, topic, asked)

    def _asked(self, tracker: Tracker) -> Asked:
        latest = tracker.latest_message
        given = latest.get("metadata") or {}
        expired = bool(given.get("sign_in_expired"))
        entities = tuple(latest.get("entities") or ())
        return Asked(
            topic=self._topic.name,
            text=given.get("text") or latest.get("text") or "",
            now=self._clock.now(),
            zone=_zone(given.get("zone")),
            locale=given.get("locale") or "en",
            account=None if expired else given.get("account"),
            sign_in_expired=expired,
            hours=self._hours,
            records=None,
            named=_named(entities),
            entities=entities,
            before=Subject(tracker.get_slot("contract_before"), _number(tracker.get_slot("milestone_before"))),
            offered=tuple(Subject(*offer) for offer in tracker.get_slot("offered_before") or ()),
            asked_back=tuple(
                Meaning(name, Subject(contract, number))
                for name, contract, number in tracker.get_slot("asked_back") or ()
            ),
            topic_before=tracker.get_slot("topic_before"),
            failures_before=_number(tracker.get_slot("failures_before")) or 0,
            form=given.get("form"),
            pressed=bool(entities) and not any("start" in entity for entity in entities),
            acts=self._commands is not None,
            takes_cases=self._takes_cases,
            asking=open_form.recalled(tracker.get_slot("asking")),
            conversation=tracker.sender_id,
            message=latest.get("message_id") or "",
            rules=self._rules,
            asks_back=latest.get("band") == "ask_back",
            ranking=tuple(latest.get("intent_ranking") or ()),
            also=tuple(latest.get("also") or ()),
            articles=tuple(latest.get("articles", tracker.get_slot("articles_before")) or ()),
        )

    def _read_for(self, asked: Asked, topic: Topic, *, on_a_debt: bool) -> Reads:
        """Return what is looked up: what leans on the answer before needs all that that one did."""
        before = self._topics.get(asked.topic_before or "") if topic.name in follow_ups.LEANING else None
        reads = topic.reads | (before.reads if before is not None else Reads.NOTHING)
        return reads | (Reads.RECORDS if on_a_debt else Reads.NOTHING)

    async def _informed(self, asked: Asked, reads: Reads) -> Asked:
        """Look up what the topic needs."""
        account = asked.account
        return replace(
            asked,
            records=await self._marketplace.records(account) if account and Reads.RECORDS in reads else None,
            transactions=(
                await self._marketplace.transactions(account, limit=TRANSACTIONS_READ)
                if account and Reads.TRANSACTIONS in reads
                else ()
            ),
            incident=await self._marketplace.incident() if Reads.INCIDENT in reads else None,
            reports=(
                await self._reports.of(account=account, conversation=asked.conversation)
                if self._reports is not None and Reads.REPORTS in reads and not asked.sign_in_expired
                else ()
            ),
            desk=await self._glance(asked) if Reads.DESK in reads else None,
            calls=(
                await self._calls.glance(account=account, now=asked.now)
                if self._calls is not None and Reads.CALLS in reads
                else None
            ),
        )

    async def _glance(self, asked: Asked) -> Glance | None:
        if self._desk is None:
            return None
        seen = await self._desk.glance(conversation=asked.conversation, now=asked.now)
        # What is the account's own is not shown while nobody vouches for who sits there.
        return replace(seen, follow_ups=(), address=None, draft=None) if asked.sign_in_expired else seen


def _remembered(answer: Answer, topic: Topic, asked: Asked) -> list[EventType]:
    remembered: dict[str, Any] = {
        "asked_back": [[meant.topic, meant.about.contract, meant.about.milestone] for meant in answer.asked_back]
    }
    if answer.understood:
        remembered["offered_before"] = [[offer.contract, offer.milestone] for offer in answer.offered]
        remembered["failures_before"] = 0
        if not topic.passing:
            remembered["topic_before"] = answer.topic or topic.name
    else:
        remembered["failures_before"] = asked.failures_before + 1
        remembered["articles_before"] = list(asked.articles)
    if answer.about.contract:
        remembered["contract_before"] = answer.about.contract
        remembered["milestone_before"] = answer.about.milestone
    amended = asked.asking is not None and asked.asking.needs is Needs.OTHER_AMOUNT and not topic.passing
    if answer.asking is not None or answer.command is not None or amended or topic.name == open_form.LEAVES:
        remembered["asking"] = open_form.remembered(open_form.left_open(answer, topic.name, asked))
    return [SlotSet(slot, value) for slot, value in remembered.items()]


def _meaning(asked: Asked, meant: Meaning) -> Asked:
    """Take the message for a press of the button that it picks."""
    return replace(asked, topic=meant.topic, named=meant.about, entities=(), pressed=True)


def _named(entities: Iterable[Mapping[str, Any]]) -> Subject:
    found: dict[str | None, Any] = {}
    for entity in entities:
        found.setdefault(entity.get("entity"), entity.get("value"))
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
