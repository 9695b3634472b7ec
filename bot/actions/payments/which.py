"""Asking which one is meant, and offering the others: in text and as buttons."""

from dataclasses import replace
from typing import Any

from bot.actions.answer import Answer
from bot.actions.asked import Subject
from bot.actions.candidates import Candidates
from bot.actions.layout import laid_out
from bot.actions.references import Meant, contract_meant, names_anothers
from bot.actions.voice import OwnAnswer, Voice
from bot.actions.words import Entry, choices
from bot.marketplace.port import Records

#: More buttons than this are not read.
MAX_OFFERED = 6

#: Topics in which an amount is a wish, whichever contract it is about.
KEEPS_AMOUNT = frozenset({"give_bonus", "end_contract"})


def which_milestone(voice: Voice, meant: Meant) -> Answer:
    """Ask which milestone is meant, or say that the named one is not among the asker's."""
    return _which(voice, "milestone", meant, milestone_buttons(voice, meant.others))


def which_contract(voice: Voice, meant: Meant, *, rule: bool = True) -> Answer:
    """Say what holds for all, and ask which contract is meant; or say that the named one is not among the asker's."""
    before = [] if meant.unknown or not rule else [voice.say(voice.asked.topic)]
    return _which(voice, "contract", meant, contract_buttons(voice, meant.others), *before)


def among_own(answer: OwnAnswer) -> OwnAnswer:
    """Answer, but where the message names a contract that is not among the asker's say so, and tell no sum."""

    def answering(voice: Voice, records: Records) -> Answer:
        if names_anothers(voice.asked):
            return which_contract(voice, contract_meant(voice.asked))
        return answer(voice, records)

    return answering


def beside(answer: Answer, question: Answer) -> Answer:
    """Say an answer and then the question which one is meant."""
    return replace(answer.adding(question.text, *question.blocks), offered=question.offered)


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
                {"contract": offer.contract.id, **_amount_named(voice)},
            )
            for offer in offered[:MAX_OFFERED]
        )
    )


def _amount_named(voice: Voice) -> dict[str, Any]:
    """Return the amount that was named, so that a press of the button keeps it."""
    amounts = voice.asked.values("amount")
    return {"amount": amounts[0]} if voice.asked.topic in KEEPS_AMOUNT and len(amounts) == 1 else {}


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
        laid_out(entry.text for entry in entries),
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
