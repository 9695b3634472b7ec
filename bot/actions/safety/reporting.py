"""Reporting: a story is read for signs, a form takes it down, the gateway files it, and its state can be asked for."""

import re
from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Asked, Subject
from bot.actions.candidates import Candidate
from bot.actions.references import contract_meant
from bot.actions.safety.holding import advice, held, shown
from bot.actions.safety.warning import composed, warned
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words, choices
from bot.marketplace.port import ContractView
from bot.safety.reading import Level, Reading
from bot.safety.reports import reference_of
from bot.safety.statement import EVIDENCE_LENGTH, FORM, LINKS_LENGTH, WHAT_LENGTH, WHO_LENGTH, Statement

WHAT_LEAST = 20  # characters: less says nothing that anybody could look into
NO_CONTRACT = "none"
#: Where a report's state is asked for.
STATE_TOPIC = "ask_message_followup"

_ASKS_FOR_STATE = re.compile(
    r"\b(?:happen\w*|becam\w*|become|news|updates?|status|state|outcome|result|progress|heard back|looked (?:at|into)|decided)\b"
    r".{0,25}\b(?:my|the|that|last) (?:\w+ )?reports?\b"
    r"|\bmy (?:\w+ )?reports?\b.{0,25}\b(?:status|state|outcome|result|progress|handled|looked at|decided)\b"
    r"|\bSR-[A-Z2-7]{8}\b",
    re.IGNORECASE,
)


async def report(asked: Asked, words: Words) -> Answer:
    """File what was filled in; otherwise warn of what was seen, and show the form."""
    voice = Voice(asked, words)
    if asked.form is not None:
        return _expired(voice) if asked.sign_in_expired else _filed(voice, asked.form)
    if asks_for_state(asked.text):
        return state_of_reports(voice)
    reading = asked.rules.read(asked.text)
    one = _worried_about(voice)
    entries = [*warned(voice, reading), *_money(voice, one, reading), voice.say(asked.topic), voice.say("report_form")]
    return _said(voice, entries, one, _form(voice))


def asks_for_state(text: str) -> bool:
    """Tell whether a message asks what became of a report."""
    return bool(_ASKS_FOR_STATE.search(text))


def state_of_reports(voice: Voice) -> Answer:
    """Tell the state of the asker's own reports, and promise nothing. Others' are not there for them."""
    if not voice.asked.reports:
        why = ("sign_in_expired",) if voice.asked.sign_in_expired else ()
        text, blocks = composed([voice.say("report_none"), *map(voice.say, why)], _form(voice))
        return Answer(text, blocks, personal=voice.asked.records is not None)
    lines = [
        voice.say(f"report_state.{each.state}", reference=each.reference, filed=each.filed_at)
        for each in voice.asked.reports
    ]
    text, blocks = composed([*lines, voice.say("report_state")])
    return Answer(text, blocks, personal=voice.asked.account is not None)


def _filed(voice: Voice, form: Any) -> Answer:
    asked = voice.asked
    contract = _own_contract(asked, form.get("contract"))
    told = "\n".join(str(form[name]) for name in ("what", "links", "who") if form.get(name))
    reading = asked.rules.read(told)
    statement = Statement.filled_in(
        asked.topic, form, contract=contract.id if contract else None, signs=(*reading.told, *reading.asked)
    )
    one = held(contract) if contract else None
    reference = reference_of(asked.conversation, asked.message)
    entries = [
        voice.say("report_filed", reference=reference),
        *([advice(voice, one)] if one else []),
        *warned(voice, reading),
    ]
    status = choices((voice.say("report_ask_state").text, STATE_TOPIC, {}))
    answer = _said(voice, entries, one, status)
    return Answer(
        answer.text,
        answer.blocks,
        personal=asked.account is not None,
        about=answer.about,
        file={"report": statement.wire()},
    )


def _expired(voice: Voice) -> Answer:
    text, blocks = composed([voice.say("report_expired"), voice.say("sign_in_expired")], _form(voice))
    return Answer(text, blocks)


def _said(voice: Voice, entries: list[Entry], one: Candidate | None, *blocks: dict[str, Any]) -> Answer:
    """Say it; where a record of the asker's is in it, with its time."""
    records = voice.asked.records
    if one is None or records is None:
        text, given = composed(entries, *blocks)
        return Answer(text, given, personal=records is not None)  # the form lists the asker's contracts
    text, given = composed([*entries, voice.say("as_of", as_of=records.as_of)], *shown(voice, one, records), *blocks)
    return Answer(text, given, personal=True, about=Subject(one.contract.id, one.milestone.number))


def _money(voice: Voice, one: Candidate | None, reading: Reading) -> tuple[Entry, ...]:
    """Say what to do about the money that is meant, or ask which, where much speaks for trouble."""
    if one is not None:
        return (advice(voice, one),)
    return (_total(voice),) if reading.level is Level.STRONG else ()


def _total(voice: Voice) -> Entry:
    records = voice.asked.records
    if records is None or not records.escrow.minor:
        return Entry("")
    return voice.say("holding.some", escrow=records.escrow, as_of=records.as_of)


def _worried_about(voice: Voice) -> Candidate | None:
    """Find the contract that the story points at, if its escrow holds money."""
    meant = contract_meant(voice.asked)
    return held(meant.one.contract) if meant.one is not None and meant.pointed else None


def _own_contract(asked: Asked, chosen: str | None) -> ContractView | None:
    """Find the chosen contract among the reporter's own; any other is none of theirs to link."""
    contracts = asked.records.contracts if asked.records else ()
    return next((contract for contract in contracts if contract.id == chosen), None)


def _form(voice: Voice) -> dict[str, Any]:
    def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "label": voice.say(f"report_field.{name}").text, "kind": kind, "required": False, **more}

    fields = [
        field("what", "long_text", required=True, min=WHAT_LEAST, max=WHAT_LENGTH),
        field("links", "long_text", max=LINKS_LENGTH),
        field("amount", "money"),
        field("who", "text", max=WHO_LENGTH),
        field("evidence", "long_text", max=EVIDENCE_LENGTH),
    ]
    contracts = voice.asked.records.contracts if voice.asked.records else ()
    if contracts:
        options = [{"id": each.id, "label": f"{each.id} {each.title}"} for each in contracts]
        none = {"id": NO_CONTRACT, "label": voice.say("report_field.no_contract").text}
        fields.insert(4, field("contract", "choice", options=[none, *options]))
    return {"type": "form", "form": FORM, "fields": fields, "then": {"topic": voice.asked.topic}}
