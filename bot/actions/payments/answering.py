"""Answers to what the other side has put forward: an offer, a claim, the proposal of a mediation."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.actions.answer import Answer
from bot.actions.asked import Asked, Subject
from bot.actions.blocks import contract_clocks
from bot.actions.candidates import Candidate
from bot.actions.payments import offers
from bot.actions.payments.caution import caution
from bot.actions.payments.states import describe_contract
from bot.actions.voice import Voice
from bot.actions.words import Entry
from bot.marketplace.commands import (
    AcceptClaim,
    AcceptOffer,
    AcceptProposal,
    DeclineArbitration,
    DeclineClaim,
    DeclineOffer,
    DeclineProposal,
    OnContract,
    OpenDispute,
    PayArbitration,
    WithdrawDispute,
    WithdrawOffer,
)
from bot.marketplace.port import ContractStatus, ContractView, DisputeStage, Records, Role

ACCEPT, DECLINE, WITHDRAW = "accept", "decline", "withdraw"
SAYS = {
    ACCEPT: re.compile(r"\b(?:accept|pay for)\b", re.IGNORECASE),
    DECLINE: re.compile(r"\b(?:decline|reject|refuse|turn down)\b", re.IGNORECASE),
    WITHDRAW: re.compile(r"\b(?:withdraw|take back|retract|give up|drop)\b", re.IGNORECASE),
}
#: A question, or the opposite of what is named: nothing is prepared for either.
UNSURE = re.compile(r"\?|\b(?:not|never|don'?t|can'?t|won'?t|how|should|whether|if)\b", re.IGNORECASE)
WITHDRAWS = re.compile(r"\b(?:withdraw|cancel|take back|retract)\b", re.IGNORECASE)
#: "I want to open a dispute", as against "how does a dispute work".
OPENS = re.compile(r"\b(?:open|file|start|raise|begin)\b(?: \w+){0,2} (?:dispute|claim|case)\b", re.IGNORECASE)
#: "Has she accepted it yet" asks after what is out already.
ASKS_AFTER = re.compile(r"\b(?:has|have|did|status|where|when|yet|still|accepted|expired?)\b", re.IGNORECASE)
#: Stages in which the freelancer can still give the claim up.
WITHDRAWABLE = frozenset(DisputeStage) - {DisputeStage.ARBITRATING, DisputeStage.CLOSED}


def is_offered(candidate: Candidate) -> bool:
    """Tell whether its contract is an offer that is open."""
    return candidate.contract.status is ContractStatus.OFFERED


def withdraws(asked: Asked) -> bool:
    """Tell whether the message wants something taken back."""
    return bool(WITHDRAWS.search(asked.text)) and not UNSURE.search(asked.text)


def is_unsure(asked: Asked) -> bool:
    """Tell whether the message asks about something, and does not ask for it."""
    return asked.form is None and bool(UNSURE.search(asked.text) or ASKS_AFTER.search(asked.text))


def offer(voice: Voice, records: Records, contract: ContractView, *, acts: bool = True) -> Answer:
    """Say where an open offer stands; its client can withdraw it here, its freelancer accept or decline it."""
    state = [describe_contract(voice, contract), *_terms(voice, contract)]
    about, clocks = Subject(contract.id), contract_clocks(contract, records)
    if not (acts and voice.asked.acts):
        return voice.own(*state, voice.say("answer.elsewhere"), *caution(voice, records), blocks=clocks, about=about)
    answer = voice.own(*state, *caution(voice, records), blocks=clocks, about=about)
    if contract.role is Role.CLIENT:
        return replace(answer, command=WithdrawOffer(contract.id))
    return _answered(voice, contract, answer, "offer", {ACCEPT: AcceptOffer, DECLINE: DeclineOffer})


def dispute(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Add to an answer about a dispute what the asker can answer in it now, if anything."""
    open_now = contract.dispute
    if open_now is None or not voice.asked.acts:
        return answer
    what, answers = "claim", dict[str, Callable[[str], OnContract]]()
    if open_now.stage is DisputeStage.ANSWERING and contract.role is Role.CLIENT:
        answers = {ACCEPT: AcceptClaim, DECLINE: DeclineClaim}
    elif open_now.stage is DisputeStage.PROPOSED and not open_now.answered:
        what, answers = "proposal", {ACCEPT: AcceptProposal, DECLINE: DeclineProposal}
    elif open_now.stage is DisputeStage.ARBITRATION and not open_now.answered:
        what, answers = "arbitration", {ACCEPT: PayArbitration, DECLINE: DeclineArbitration}
    if contract.role is Role.FREELANCER and open_now.stage in WITHDRAWABLE:
        answers[WITHDRAW] = WithdrawDispute
    return _answered(voice, contract, answer, what, answers) if answers else answer


def can_open(voice: Voice, candidate: Candidate) -> bool:
    """Tell whether the asker can open a dispute on its contract here, while work goes on."""
    contract = candidate.contract
    active = contract.status is ContractStatus.ACTIVE and contract.escrow.minor > 0
    return voice.asked.acts and contract.role is Role.FREELANCER and active


def opens(asked: Asked) -> bool:
    """Tell whether the message wants a dispute to be opened."""
    return bool(OPENS.search(asked.text)) and not UNSURE.search(asked.text)


def open_dispute(voice: Voice, contract: ContractView, answer: Answer) -> Answer:
    """Offer the freelancer to open a dispute, once it is said that it is to be."""
    if opens(voice.asked):
        return replace(answer, command=OpenDispute(contract.id))
    return _answered(voice, contract, answer, "dispute", {"open": OpenDispute})


def _answered(
    voice: Voice, contract: ContractView, answer: Answer, what: str, answers: Mapping[str, Callable[[str], OnContract]]
) -> Answer:
    said = _said(voice.asked)
    if said is not None and said in answers:
        return replace(answer, command=answers[said](contract.id))
    return offers.choose(voice, answer, what, [*answers], about=Subject(contract.id))


def _terms(voice: Voice, contract: ContractView) -> list[Entry]:
    """Say what an offer asks for."""
    due_on = contract.milestones[0].due_on if contract.milestones else None
    return [
        *([voice.say("offer.scope", scope=contract.scope)] if contract.scope else []),
        *([voice.say("offer.due_on", due_on=due_on)] if due_on else []),
    ]


def _said(asked: Asked) -> str | None:
    """Return what the form says, or the message where it says just one thing and says it plainly."""
    if asked.form is not None:
        return str(asked.form.get("answer"))
    if asked.pressed or UNSURE.search(asked.text):
        return None
    said = [answer for answer, pattern in SAYS.items() if pattern.search(asked.text)]
    return said[0] if len(said) == 1 else None
