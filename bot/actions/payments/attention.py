"""What needs attention: every clock that runs for the asker, the most urgent first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Asked, Subject
from bot.actions.blocks import contract_clock, milestone_clock
from bot.actions.candidates import Candidate
from bot.actions.payments.caution import caution
from bot.actions.payments.states import describe, describe_contract
from bot.actions.payments.which import MAX_OFFERED
from bot.actions.voice import Voice
from bot.actions.words import Entry, choices
from bot.marketplace.port import ContractStatus, Records, Role

ASKED = re.compile(
    r"\b(?:attention|deadlines|due soon|urgent)\b|\b(?:waiting|waits) (?:for|on) me\b"
    r"|\bwhat (?:do|should|must) i (?:have to |need to )?do (?:next|now|today)\b",
    re.IGNORECASE,
)


def is_asked(asked: Asked) -> bool:
    """Tell whether the message asks what there is to be done."""
    return not asked.pressed and bool(ASKED.search(asked.text))


REVIEW = "approve_milestone"
#: The topic in which a contract's own clock is answered.
ANSWERED_BY = {
    ContractStatus.OFFERED: "make_offer",
    ContractStatus.REFUND_REQUESTED: "cancel_and_refund",
    ContractStatus.DISPUTED: "ask_dispute",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: until when, what is said of it, how it is shown, and what it is about."""

    due_at: datetime
    said: Entry
    clock: dict[str, Any] | None
    about: Subject


def attention(voice: Voice, records: Records) -> Answer:
    """List what runs, whoever must act: a clock that runs for the other side decides the asker's money too.

    What waits without a clock that anybody knows, a bonus until the daily run, comes after.
    """
    running = sorted(_running(voice, records), key=lambda one: one.due_at)
    verify = records.account.verification_due_at
    return voice.own(
        *([voice.say("attention.verification", due=verify)] if verify else []),
        *(one.said for one in running),
        *caution(voice, records),
        *([] if running or verify else [voice.say("attention.none")]),
        *_waiting_bonuses(voice, records),
        blocks=[*(one.clock for one in running), _buttons(voice, records, [one.about for one in running])],
        offered=tuple(one.about for one in running),
    )


def _running(voice: Voice, records: Records) -> Iterator[Running]:
    """Find what runs. A contract's own clock decides on all its money, so it is told once."""
    for contract in records.contracts:
        if contract.deadline is not None:
            clock = contract_clock(contract, records)
            yield Running(contract.deadline.due_at, describe_contract(voice, contract), clock, Subject(contract.id))
            continue
        for milestone in contract.milestones:
            if milestone.deadline is not None:
                one, clock = Candidate(contract, milestone), milestone_clock(contract, milestone, records)
                yield Running(milestone.deadline.due_at, describe(voice, one), clock, one.subject)


def _buttons(voice: Voice, records: Records, running: list[Subject]) -> dict[str, Any] | None:
    """Lead to what the asker can do about each clock that runs against them; None where there is none."""
    contracts = {contract.id: contract for contract in records.contracts}
    offered = []
    for about in running:
        contract = contracts[about.contract or ""]
        milestone = next((one for one in contract.milestones if one.number == about.milestone), None)
        deadline = contract.deadline if milestone is None else milestone.deadline
        if deadline is not None and deadline.who_acts is contract.role:
            topic = REVIEW if milestone is not None else ANSWERED_BY[contract.status]
            label = voice.say(f"attention.button.{topic}", contract=contract.id, number=about.milestone).text
            named = {"contract": contract.id, "milestone": about.milestone}
            offered.append((label, topic, {name: value for name, value in named.items() if value is not None}))
    return choices(*offered[:MAX_OFFERED]) if offered else None


def _waiting_bonuses(voice: Voice, records: Records) -> list[Entry]:
    """Say which of the asker's bonuses wait for the daily run."""
    return [
        voice.say(
            "give_bonus.waiting",
            bonus=given.amount,
            contract=contract.id,
            contract_title=contract.title,
            other=contract.counterpart,
            requested_at=given.requested_at,
        )
        for contract in records.contracts
        if contract.role is Role.CLIENT
        for given in contract.bonuses
        if given.charged_at is None
    ]
