"""Ending a contract, having escrow back, and disagreeing about it."""

import re
from functools import partial

from bot.actions.answer import Answer, Topic
from bot.actions.asked import Asked, Subject
from bot.actions.blocks import contract_clocks
from bot.actions.candidates import Candidate, candidates
from bot.actions.payments import answering, offers
from bot.actions.payments.states import IN_FLIGHT, describe, describe_contract
from bot.actions.payments.which import which_contract
from bot.actions.references import Meant, contract_meant, contract_meant_among
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.port import ContractStatus, ContractView, Records, Role

CLOSED = frozenset({ContractStatus.ENDED, ContractStatus.OFFER_CLOSED})
#: "Where is my refund?" asks after one that was asked for; "I want a refund" does not.
ASKS_AFTER = re.compile(r"\b(?:where|when|status|yet|still|how long|happened|arrive[ds]?)\b", re.IGNORECASE)
CLAIMED = frozenset({ContractStatus.REFUND_REQUESTED, ContractStatus.DISPUTED})


def end(voice: Voice, records: Records) -> Answer:
    """Say what ending would do with the money that is still held, and where it is done."""
    meant = contract_meant(voice.asked, _is_open)
    if meant.one is None:
        return which_contract(voice, meant)
    contract = meant.one.contract
    if contract.status in CLOSED:
        return _ended(voice, contract)
    if contract.status is ContractStatus.OFFERED:
        return answering.offer(voice, records, contract)
    key = "end_contract.held" if contract.escrow.minor else "end_contract.empty"
    entries = [voice.say(f"{key}.{contract.role.value}", **_facts(contract)), *_in_flight(voice, contract)]
    if _acts(voice, contract):
        return offers.end(voice, contract, _about(voice, records, contract, *entries))
    if voice.asked.acts and contract.role is Role.FREELANCER and contract.status is ContractStatus.ACTIVE:
        return offers.leave(contract, _about(voice, records, contract, *entries))
    return _about(voice, records, contract, *entries, voice.say(f"end_contract.steps.{contract.role.value}"))


def cancel(voice: Voice, records: Records) -> Answer:
    """Say what asking for escrow back would do, or how far a request for it is."""
    after = bool(ASKS_AFTER.search(voice.asked.text))
    theirs = records.account.role is Role.FREELANCER  # who is asked for a refund more often than for an end
    meant = contract_meant_among(voice.asked, _is_claimed) if theirs else Meant(None, ())
    if meant.one is None:
        meant = contract_meant(voice.asked, *([_is_claimed] if after else []), _holds_money)
    if meant.one is None:
        return which_contract(voice, meant)
    contract = meant.one.contract
    if contract.status in CLOSED:
        return _ended(voice, contract, voice.say("cancel_and_refund.released"))
    if contract.status is ContractStatus.OFFERED:
        return answering.offer(voice, records, contract, acts=not after)
    if contract.status in CLAIMED:
        return _claimed(voice, records, contract, voice.say("cancel_and_refund.claimed"))
    key = "cancel_and_refund.held" if contract.escrow.minor else "cancel_and_refund.empty"
    said = voice.say(f"{key}.{contract.role.value}", **_facts(contract))
    if _acts(voice, contract) and contract.escrow.minor and not after:
        return offers.cancel(contract, _about(voice, records, contract, said))
    steps = voice.say(f"cancel_and_refund.steps.{contract.role.value}")
    return _about(voice, records, contract, said, steps)


def dispute(voice: Voice, records: Records) -> Answer:
    """Say how a disagreement is settled, and where the asker's own ones stand."""
    meant = contract_meant_among(voice.asked, _is_claimed)
    if meant.one is None and meant.others:
        return which_contract(voice, meant)
    if records.account.role is Role.CLIENT and _is_of_another(meant, voice.asked):
        return voice.own(voice.say("ask_dispute"), about=Subject(voice.asked.before.contract))
    if meant.one is not None and (meant.pointed or _is_claimed(meant.one)):
        return _disputable(voice, records, meant.one)
    if answering.opens(voice.asked) and records.account.role is Role.FREELANCER:
        meant = contract_meant(voice.asked, partial(answering.can_open, voice))
        if meant.one is not None and answering.can_open(voice, meant.one):
            return _disputable(voice, records, meant.one)
        if meant.others and answering.can_open(voice, meant.others[0]):
            return which_contract(voice, meant, rule=False)
    return voice.own(voice.say("ask_dispute.none"), voice.say("ask_dispute"))


def _is_of_another(meant: Meant, asked: Asked) -> bool:
    """Tell whether it is claimed what nobody spoke of: "what if he says no" is about the contract that is talked of."""
    if meant.one is None or meant.pointed or asked.before.contract is None:
        return False
    return meant.one.contract.id != asked.before.contract


def _disputable(voice: Voice, records: Records, one: Candidate) -> Answer:
    """Say where a contract stands; its freelancer can open a dispute on it, or whoever's turn it is answer one."""
    if not answering.can_open(voice, one):
        return _claimed(voice, records, one.contract, voice.say("ask_dispute"))
    rule = [] if answering.opens(voice.asked) else [voice.say("ask_dispute")]
    said = _about(voice, records, one.contract, describe_contract(voice, one.contract), *rule)
    return answering.open_dispute(voice, one.contract, said)


def _claimed(voice: Voice, records: Records, contract: ContractView, *rule: Entry) -> Answer:
    """Say where a refund request or a dispute stands; who has to answer can do so here."""
    state = describe_contract(voice, contract)
    answers = contract.role is Role.FREELANCER and contract.status is ContractStatus.REFUND_REQUESTED
    if answers and voice.asked.acts:
        return offers.answer_refund(voice, contract, _about(voice, records, contract, state))
    return answering.dispute(voice, contract, _about(voice, records, contract, state, *rule))


def _acts(voice: Voice, contract: ContractView) -> bool:
    """Tell whether the asker can end the contract here."""
    return voice.asked.acts and contract.role is Role.CLIENT and contract.status is ContractStatus.ACTIVE


def _ended(voice: Voice, contract: ContractView, *more: Entry) -> Answer:
    key = "contract.ended" if contract.ended_at else "contract.closed"
    ended = voice.say(key, **_facts(contract), ended_at=contract.ended_at)
    return voice.own(ended, *more, about=Subject(contract.id))


def _about(voice: Voice, records: Records, contract: ContractView, *entries: Entry) -> Answer:
    return voice.own(*entries, blocks=contract_clocks(contract, records), about=Subject(contract.id))


def _in_flight(voice: Voice, contract: ContractView) -> list[Entry]:
    """Describe the contract's milestones that hold money."""
    return [
        describe(voice, candidate)
        for candidate in candidates(voice.asked)
        if candidate.contract.id == contract.id and candidate.milestone.status in IN_FLIGHT
    ]


def _facts(contract: ContractView) -> dict[str, object]:
    return {
        "contract": contract.id,
        "contract_title": contract.title,
        "other": contract.counterpart,
        "held": contract.escrow,
    }


def _is_open(candidate: Candidate) -> bool:
    return candidate.contract.status not in CLOSED


def _holds_money(candidate: Candidate) -> bool:
    return candidate.contract.escrow.minor > 0


def _is_claimed(candidate: Candidate) -> bool:
    return candidate.contract.status in CLAIMED


TOPICS = (
    Topic("end_contract", from_records(end)),
    Topic("cancel_and_refund", from_records(cancel)),
    Topic("ask_dispute", from_records(dispute)),
)
