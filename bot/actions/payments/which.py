"""Asking which one is meant, and offering the others: in text and as buttons."""

from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Subject
from bot.actions.candidates import Candidates
from bot.actions.references import Meant
from bot.actions.voice import Voice
from bot.actions.words import Entry, choices

#: More buttons than this are not read.
MAX_OFFERED = 6


def which_milestone(voice: Voice, meant: Meant) -> Answer:
    """Ask which milestone is meant, or say that the named one is not among the asker's."""
    return _which(voice, "milestone", meant, milestone_buttons(voice, meant.others))


def which_contract(voice: Voice, meant: Meant) -> Answer:
    """Say what holds for all, and ask which contract is meant; or say that the named one is not among the asker's."""
    rule = [] if meant.unknown else [voice.say(voice.asked.topic)]
    return _which(voice, "contract", meant, contract_buttons(voice, meant.others), *rule)


def milestone_buttons(voice: Voice, offered: Candidates) -> dict[str, Any] | None:
    """Offer to ask the same of other milestones; None where there are none."""
    if not offered:
        return None
    return choices(
        *(
            (
                _label(voice, "milestone", offer.subject, offer.milestone.title, offer.contract.title),
                voice.asked.topic,
                {"contract": offer.contract.id, "milestone": offer.milestone.number},
            )
            for offer in offered[:MAX_OFFERED]
        )
    )


def contract_buttons(voice: Voice, offered: Candidates) -> dict[str, Any] | None:
    """Offer to ask the same of other contracts; None where there are none."""
    if not offered:
        return None
    return choices(
        *(
            (
                _label(voice, "contract", offer.subject, offer.milestone.title, offer.contract.title),
                voice.asked.topic,
                {"contract": offer.contract.id},
            )
            for offer in offered[:MAX_OFFERED]
        )
    )


def _which(voice: Voice, kind: str, meant: Meant, buttons: dict[str, Any] | None, *before: Entry) -> Answer:
    if buttons is None:
        return voice.policy(None, voice.say("which.none"))
    offered = tuple(
        offer.subject if kind == "milestone" else Subject(offer.contract.id) for offer in meant.others[:MAX_OFFERED]
    )
    names = "; ".join(
        _label(voice, kind, offer.subject, offer.milestone.title, offer.contract.title)
        for offer in meant.others[:MAX_OFFERED]
    )
    question = voice.say(f"which.unknown.{kind}" if meant.unknown else f"which.{kind}", offered=names)
    entries = (*before, question)
    return Answer(
        " ".join(entry.text for entry in entries),
        (*(block for entry in entries for block in entry.blocks), buttons),
        personal=True,
        offered=offered,
    )


def _label(voice: Voice, kind: str, subject: Subject, title: str, contract_title: str) -> str:
    return voice.say(
        f"label.{kind}",
        contract=subject.contract,
        contract_title=contract_title,
        number=subject.milestone,
        title=title,
    ).text
