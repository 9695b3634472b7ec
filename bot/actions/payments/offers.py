"""What the assistant offers to do about a contract: the command of a topic, or the form for what it still needs."""

import re
from dataclasses import replace
from typing import Any

from bot.actions.amounts import wished
from bot.actions.answer import Answer
from bot.actions.asked import Asking, Needs, Subject
from bot.actions.candidates import Candidate
from bot.actions.voice import Voice
from bot.marketplace.commands import (
    AddMilestone,
    AgreeToRefund,
    Approve,
    CancelContract,
    DisputeRefund,
    EndContract,
    FundMilestone,
    GiveBonus,
    LeaveContract,
    ReleaseEarly,
    ReleasePart,
    RequestChanges,
    SubmitWork,
)
from bot.marketplace.money import Money
from bot.marketplace.port import ContractView, MilestoneView

WORDS_LENGTH = 1500  # of what the other side is told; a form takes 2,000 characters at most
TITLE_LENGTH = 100
LEAST_MILESTONE = 500  # minor units (facts.md §1.4, define)
ALL, PART, NOTHING = "everything", "another amount", "nothing"
#: "Ask for changes: the blue is too dark". What comes after the colon is the request.
AFTER_COLON = re.compile(r":\s+(?=(?:\S+\s+){2})(?P<words>.+)", re.DOTALL)


def approve(voice: Voice, one: Candidate, answer: Answer) -> Answer:  # noqa: ARG001 - the shape of Offer
    """Offer to approve submitted work."""
    return replace(answer, command=Approve(one.contract.id, one.milestone.number))


def release_part(voice: Voice, one: Candidate, answer: Answer) -> Answer:
    """Offer to release a part, once it is known how much; all of it is an approval."""
    whole = one.milestone.in_escrow
    wish = wished(voice.asked, whole)
    if wish is None:
        field = _amount(voice, "release_part.amount", smallest=1, greatest=whole.minor)
        return ask(voice, answer, "release_part.ask", field, about=one.subject, needs=Needs.AMOUNT, in_escrow=whole)
    if wish == whole:
        return approve(voice, one, answer)
    return replace(answer, command=ReleasePart(one.contract.id, one.milestone.number, wish))


def request_changes(voice: Voice, one: Candidate, answer: Answer) -> Answer:
    """Offer to send submitted work back, once it is said what for."""
    words = _words(voice)
    if words is None:
        field = _long_text(voice, "request_changes.words", required=True)
        return ask(voice, answer, "request_changes.ask", field, about=one.subject, needs=Needs.WORDS)
    return replace(answer, command=RequestChanges(one.contract.id, one.milestone.number, words))


def submit(voice: Voice, one: Candidate, answer: Answer) -> Answer:
    """Offer to hand in work, once there is a note on it."""
    words = _words(voice)
    if words is None:
        field = _long_text(voice, "submit.words", required=True)
        return ask(voice, answer, "submit.ask", field, about=one.subject, needs=Needs.WORDS)
    return replace(answer, command=SubmitWork(one.contract.id, one.milestone.number, words))


def fund(voice: Voice, contract: ContractView, following: MilestoneView | None, answer: Answer) -> Answer:
    """Offer to fund the milestone that is planned next, or to plan and fund another one."""
    if following is not None:
        return replace(answer, command=FundMilestone(contract.id, following.number))
    form = voice.asked.form
    if form is not None and form.get("title") and form.get("amount"):
        return replace(answer, command=AddMilestone(contract.id, str(form["title"]), money(form["amount"])))
    title = {"name": "title", "label": _label(voice, "fund_next_milestone.title"), "kind": "text", "required": True}
    amount = _amount(voice, "fund_next_milestone.amount", smallest=LEAST_MILESTONE)
    about = Subject(contract.id)
    return ask(voice, answer, "fund_next_milestone.ask", {**title, "max": TITLE_LENGTH}, amount, about=about)


def bonus(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Offer to give a bonus, once it is known how much."""
    wish = wished(voice.asked, Money(0, contract.escrow.currency))
    if wish is None or not wish.minor:
        fields = (
            _amount(voice, "give_bonus.amount", smallest=1),
            _long_text(voice, "give_bonus.words", required=False),
        )
        about = Subject(contract.id)
        named = {"other": contract.counterpart, "contract": contract.id, "contract_title": contract.title}
        return ask(voice, answer, "give_bonus.ask", *fields, about=about, needs=Needs.AMOUNT, **named)
    return replace(answer, command=GiveBonus(contract.id, wish, _words(voice) or ""))


def end(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Offer to end a contract, once it is known how much of its escrow is paid."""
    held = contract.escrow
    pay = held if not held.minor else _paid(voice, held)
    if pay is None:
        choice = {
            "name": "pay",
            "label": _label(voice, "end_contract.pay"),
            "kind": "choice",
            "required": True,
            "options": [ALL, PART, NOTHING],
        }
        amount = _amount(voice, "end_contract.amount", smallest=1, greatest=held.minor, required=False)
        about = Subject(contract.id)
        return ask(voice, answer, "end_contract.ask", choice, amount, about=about, needs=Needs.AMOUNT, held=held)
    return replace(answer, command=EndContract(contract.id, pay))


def cancel(contract: ContractView, answer: Answer) -> Answer:
    """Offer to ask all of a contract's escrow back."""
    return replace(answer, command=CancelContract(contract.id))


def answer_refund(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Offer the freelancer to agree to a refund or to dispute it."""
    match (voice.asked.form or {}).get("answer"):
        case "agree":
            return replace(answer, command=AgreeToRefund(contract.id))
        case "dispute":
            return replace(answer, command=DisputeRefund(contract.id))
    return choose(voice, answer, "refund", ["agree", "dispute"], about=Subject(contract.id))


def release_early(voice: Voice, one: Candidate, answer: Answer) -> Answer:
    """Offer to release a milestone before anything was handed in; it is advised against, and asked twice."""
    match (voice.asked.form or {}).get("answer"):
        case "release now":
            return replace(answer, command=ReleaseEarly(one.contract.id, one.milestone.number))
        case "wait for the work":
            return answer.adding(voice.say("release_early.waits").text)
    warned = answer.adding(voice.say("release_early", **_facts_of(one)).text)
    return choose(voice, warned, "release_early", ["wait for the work", "release now"], about=one.subject)


def leave(contract: ContractView, answer: Answer) -> Answer:
    """Offer the freelancer to end a contract, which returns its escrow."""
    return replace(answer, command=LeaveContract(contract.id))


def choose(voice: Voice, answer: Answer, what: str, options: list[str], *, about: Subject) -> Answer:
    """Ask for one of a few answers to what the other side has put forward."""
    label = _label(voice, f"{what}.answer")
    choice = {"name": "answer", "label": label, "kind": "choice", "required": True, "options": options}
    return ask(voice, answer, "refund.ask", choice, about=about)


def _paid(voice: Voice, held: Money) -> Money | None:
    form = voice.asked.form or {}
    match form.get("pay"):
        case "everything":
            return held
        case "nothing":
            return replace(held, minor=0)
    wish = wished(voice.asked, held)
    return wish if wish is not None and 0 <= wish.minor <= held.minor else None


def _facts_of(one: Candidate) -> dict[str, object]:
    return {"in_escrow": one.milestone.in_escrow, "other": one.contract.counterpart}


def _words(voice: Voice) -> str | None:
    """Return what the other side is to be told."""
    if voice.asked.form is not None:
        return str(voice.asked.form.get("words") or "")[:WORDS_LENGTH] or None
    found = None if voice.asked.pressed else AFTER_COLON.search(voice.asked.text)
    return found["words"].strip()[:WORDS_LENGTH] if found else None


def ask(
    voice: Voice,
    answer: Answer,
    key: str,
    *fields: dict[str, Any],
    about: Subject = Subject(),
    needs: Needs | None = None,
    **values: object,
) -> Answer:
    """Add a form. What it `needs` may as well be said in the next message."""
    topic = voice.asked.topic
    entities = {"contract": about.contract, "milestone": about.milestone}
    known = {name: value for name, value in entities.items() if value is not None}
    form = {"type": "form", "form": topic, "fields": list(fields), "then": {"topic": topic, "entities": known}}
    asking = None if needs is None else Asking(topic, about, needs, voice.asked.now)
    return replace(answer.adding(voice.say(key, **values).text, form), asking=asking)


def _amount(
    voice: Voice, key: str, *, smallest: int, greatest: int | None = None, required: bool = True
) -> dict[str, Any]:
    field = {"name": "amount", "label": _label(voice, key), "kind": "money", "required": required, "min": smallest}
    return field if greatest is None else {**field, "max": greatest}


def _long_text(voice: Voice, key: str, *, required: bool) -> dict[str, Any]:
    label = _label(voice, key)
    return {"name": "words", "label": label, "kind": "long_text", "required": required, "max": WORDS_LENGTH}


def _label(voice: Voice, key: str) -> str:
    return voice.say(f"label.{key}").text


def money(given: dict[str, Any]) -> Money:
    """Read an amount as a form holds it."""
    return Money(int(given["minor"]), given["currency"])
