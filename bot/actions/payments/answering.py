"""Answers to what the other side has put forward: an offer, a claim, the proposal of a mediation."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.actions.answer import Answer
from bot.actions.asked import Asked, Subject
from bot.actions.blocks import contract_clocks
from bot.actions.candidates import Candidate
from bot.actions.payments import offers
from bot.actions.payments.caution import caution
from bot.actions.payments.states import describe_contract
from bot.actions.voice import Voice
from bot.marketplace.commands import (
    AcceptClaim,
    AcceptOffer,
    AcceptProposal,
    Command,
    DeclineClaim,
    DeclineOffer,
    DeclineProposal,
    WithdrawOffer,
)
from bot.marketplace.port import ContractStatus, ContractView, DisputeStage, Records, Role

ACCEPT, DECLINE = "accept", "decline"
SAYS = {
    ACCEPT: re.compile(r"\baccept\b", re.IGNORECASE),
    DECLINE: re.compile(r"\b(?:decline|reject|refuse|turn down)\b", re.IGNORECASE),
}
#: A question, or the opposite of what is named: nothing is prepared for either.
UNSURE = re.compile(r"\?|\b(?:not|never|don'?t|can'?t|won'?t|how|should|whether|if)\b", re.IGNORECASE)
WITHDRAWS = re.compile(r"\b(?:withdraw|cancel|take back|retract)\b", re.IGNORECASE)


def is_offered(candidate: Candidate) -> bool:
    """Tell whether its contract is an offer that is open."""
    return candidate.contract.status is ContractStatus.OFFERED


def withdraws(asked: Asked) -> bool:
    """Tell whether the message wants something taken back."""
    return bool(WITHDRAWS.search(asked.text)) and not UNSURE.search(asked.text)


def offer(voice: Voice, records: Records, contract: ContractView, *, acts: bool = True) -> Answer:
    """Say where an open offer stands; its client can withdraw it here, its freelancer accept or decline it."""
    state = describe_contract(voice, contract)
    about, clocks = Subject(contract.id), contract_clocks(contract, records)
    if not (acts and voice.asked.acts):
        return voice.own(state, voice.say("answer.elsewhere"), *caution(voice, records), blocks=clocks, about=about)
    answer = voice.own(state, *caution(voice, records), blocks=clocks, about=about)
    if contract.role is Role.CLIENT:
        return replace(answer, command=WithdrawOffer(contract.id))
    return _answered(voice, contract, answer, "offer", accept=AcceptOffer, decline=DeclineOffer)


def dispute(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Add to an answer about a dispute what the asker can answer in it now, if anything."""
    open_now = contract.dispute
    if open_now is None or not voice.asked.acts:
        return answer
    if open_now.stage is DisputeStage.ANSWERING and contract.role is Role.CLIENT:
        return _answered(voice, contract, answer, "claim", accept=AcceptClaim, decline=DeclineClaim)
    if open_now.stage is DisputeStage.PROPOSED and not open_now.answered:
        return _answered(voice, contract, answer, "proposal", accept=AcceptProposal, decline=DeclineProposal)
    return answer


def _answered(
    voice: Voice,
    contract: ContractView,
    answer: Answer,
    what: str,
    *,
    accept: Callable[[str], Command],
    decline: Callable[[str], Command],
) -> Answer:
    match _said(voice.asked):
        case "accept":
            return replace(answer, command=accept(contract.id))
        case "decline":
            return replace(answer, command=decline(contract.id))
    return offers.choose(voice, answer, what, [ACCEPT, DECLINE], about=Subject(contract.id))


def _said(asked: Asked) -> str | None:
    """Return what the form says, or the message where it says just one thing and says it plainly."""
    if asked.form is not None:
        return str(asked.form.get("answer"))
    if asked.pressed or UNSURE.search(asked.text):
        return None
    said = [answer for answer, pattern in SAYS.items() if pattern.search(asked.text)]
    return said[0] if len(said) == 1 else None
