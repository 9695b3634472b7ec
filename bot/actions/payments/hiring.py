"""Sending an offer from the chat: the form for what it takes, and the command that it makes."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.actions.answer import Answer
from bot.actions.payments import offers
from bot.actions.voice import Voice
from bot.marketplace.commands import SendOffer
from bot.marketplace.hiring import first_day_left
from bot.marketplace.port import Records, Role
from bot.marketplace.standing import Act

HANDLE_LENGTH = 64
SOMEBODY_ELSE = "somebody else"


def may_send(voice: Voice, records: Records) -> bool:
    """Tell whether an offer can be sent here now; what is in the way is said beside it."""
    account = records.account
    pays = any(method.primary for method in account.billing_methods) and account.past_due is None
    return voice.asked.acts and account.role is Role.CLIENT and Act.SEND_OFFER in account.can and pays


def send(voice: Voice, records: Records, answer: Answer) -> Answer:
    """Offer to send what the form holds, or ask for it."""
    form = voice.asked.form
    if form is None:
        return offers.ask(voice, answer, "make_offer.ask", *_fields(voice, known_freelancers(records)))
    due_on = form.get("due_on")
    chosen = form.get("freelancer", SOMEBODY_ELSE)
    command = SendOffer(
        freelancer=str(form.get("handle", "") if chosen == SOMEBODY_ELSE else chosen),
        title=str(form.get("title", "")),
        scope=str(form.get("words", "")),
        first=str(form.get("milestone", "")),
        amount=offers.money(form["amount"]),
        due_on=date.fromisoformat(str(due_on)) if due_on else None,
    )
    return replace(answer, command=command)


def known_freelancers(records: Records) -> dict[str, str]:
    """Name whom the asker has had contracts with, by handle."""
    contracts = (contract for contract in records.contracts if contract.role is Role.CLIENT)
    return {contract.counterpart_id: contract.counterpart for contract in contracts if contract.counterpart_id}


def _fields(voice: Voice, known: dict[str, str]) -> list[dict[str, Any]]:
    options = [*({"id": handle, "label": f"{name} ({handle})"} for handle, name in known.items()), SOMEBODY_ELSE]
    whom = {"name": "freelancer", "kind": "choice", "required": True, "options": options}
    return [
        *([_labelled(voice, whom)] if known else []),
        _text(voice, "handle", most=HANDLE_LENGTH, required=not known),
        _text(voice, "title"),
        _labelled(voice, {"name": "words", "kind": "long_text", "required": True, "max": offers.WORDS_LENGTH}),
        _text(voice, "milestone"),
        _labelled(voice, {"name": "amount", "kind": "money", "required": True, "min": offers.LEAST_MILESTONE}),
        _labelled(voice, {"name": "due_on", "kind": "date", "min": first_day_left(voice.asked.now).isoformat()}),
    ]


def _text(voice: Voice, name: str, *, most: int = offers.TITLE_LENGTH, required: bool = True) -> dict[str, Any]:
    return _labelled(voice, {"name": name, "kind": "text", "required": required, "max": most})


def _labelled(voice: Voice, field: dict[str, Any]) -> dict[str, Any]:
    return {**field, "label": voice.say(f"label.make_offer.{field['name']}").text}
