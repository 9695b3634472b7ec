"""Putting money in: offers, the next milestone, bonuses."""

from dataclasses import replace

from bot.actions.answer import Answer, Topic
from bot.actions.asked import Subject
from bot.actions.blocks import contract_clock, contract_clocks
from bot.actions.candidates import Candidate
from bot.actions.payments import answering, hiring, offers
from bot.actions.payments.caution import caution
from bot.actions.payments.states import describe_contract
from bot.actions.payments.which import beside, contract_buttons, which_contract
from bot.actions.references import contract_meant, contract_meant_among
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.money import Money
from bot.marketplace.port import ContractStatus, ContractView, MilestoneStatus, MilestoneView, Records, Role


def make_offer(voice: Voice, records: Records) -> Answer:
    """Say how an offer is made and what its deposit would be charged to, and send one; an open one is answered here."""
    if (voice.asked.form is None and answering.withdraws(voice.asked)) or records.account.role is Role.FREELANCER:
        meant = contract_meant_among(voice.asked, answering.is_offered)
        if meant.one is not None and answering.is_offered(meant.one):
            return answering.offer(voice, records, meant.one.contract)
        if meant.others and all(map(answering.is_offered, meant.others)):
            return which_contract(voice, meant, rule=False)
    if records.account.role is Role.FREELANCER:
        return voice.own(*caution(voice, records), voice.say("make_offer.freelancer"))
    sent = [contract for contract in records.contracts if contract.status is ContractStatus.OFFERED]
    # "Has she accepted my offer?" asks after one that is out, and for no other.
    sends = hiring.may_send(voice, records) and not (sent and answering.is_unsure(voice.asked))
    answer = voice.own(
        *caution(voice, records),
        *(describe_contract(voice, contract) for contract in sent),
        voice.say("make_offer.here" if sends else "make_offer"),
        *billing(voice, records),
        blocks=[contract_clock(contract, records) for contract in sent],
    )
    return hiring.send(voice, records, answer) if sends else answer


def fund_next(voice: Voice, records: Records) -> Answer:
    """Say which milestone comes next, what must be paid first, and what funding it would charge."""
    meant = contract_meant(voice.asked, _has_next, _is_open)
    if meant.one is None:
        return which_contract(voice, meant)
    contract = meant.one.contract
    about = Subject(contract.id)
    if contract.role is Role.FREELANCER:
        return voice.own(
            voice.say("fund_next_milestone.freelancer", **_next(contract)), *caution(voice, records), about=about
        )
    acts = voice.asked.acts and _holding(contract) is None and contract.status is ContractStatus.ACTIVE
    answer = voice.own(
        *([] if acts and _following(contract) else [_what_is_next(voice, contract)]),
        *([] if acts else [voice.say("fund_next_milestone.steps")]),
        *billing(voice, records),
        *caution(voice, records),
        blocks=[*contract_clocks(contract, records), contract_buttons(voice, meant.others)],
        about=about,
    )
    return offers.fund(voice, contract, _following(contract), answer) if acts else answer


def bonus(voice: Voice, records: Records) -> Answer:
    """Say which bonuses wait for the daily run, and how one is given."""
    if records.account.role is Role.FREELANCER:
        return voice.own(voice.say("give_bonus.freelancer"))
    meant = contract_meant(voice.asked, _takes_bonus)
    asked_for = [
        voice.say(
            "give_bonus.charged" if given.charged_at else "give_bonus.waiting",
            bonus=given.amount,
            contract=contract.id,
            contract_title=contract.title,
            other=contract.counterpart,
            requested_at=given.requested_at,
            charged_at=given.charged_at,
        )
        for contract in records.contracts
        if contract.role is Role.CLIENT and not (meant.pointed and meant.one and meant.one.contract.id != contract.id)
        for given in contract.bonuses
    ]
    if not voice.asked.acts:
        return voice.own(*asked_for, voice.say("give_bonus"), *caution(voice, records))
    answer = voice.own(*asked_for, voice.say("give_bonus.here"), *caution(voice, records))
    if meant.one is None:
        return beside(answer, which_contract(voice, meant, rule=False))
    contract = meant.one.contract
    return offers.bonus(voice, contract, replace(answer, about=Subject(contract.id)))


def billing(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say what a charge would go to: the primary billing method, masked."""
    primary = next((method.label for method in records.account.billing_methods if method.primary), None)
    return (voice.say("billing.primary", method=primary) if primary else voice.say("billing.missing"),)


def _what_is_next(voice: Voice, contract: ContractView) -> Entry:
    held, following = _holding(contract), _following(contract)
    if following is None:
        return voice.say("fund_next_milestone.undefined", **_next(contract))
    if held is not None:
        return voice.say(
            "fund_next_milestone.first_pay",
            **_next(contract),
            held_number=held.number,
            held_title=held.title,
            held=held.in_escrow,
        )
    # What part releases left in escrow is used before anything is charged (facts.md §1.2 P7).
    charge = Money(max(0, following.amount.minor - contract.escrow.minor), following.amount.currency)
    return voice.say("fund_next_milestone.charge", **_next(contract), charge=charge, rest=contract.escrow)


def _next(contract: ContractView) -> dict[str, object]:
    following = _following(contract)
    return {
        "contract": contract.id,
        "contract_title": contract.title,
        "other": contract.counterpart,
        "number": following.number if following else None,
        "title": following.title if following else None,
        "amount": following.amount if following else None,
    }


def _following(contract: ContractView) -> MilestoneView | None:
    return next((it for it in contract.milestones if it.status is MilestoneStatus.DEFINED), None)


def _holding(contract: ContractView) -> MilestoneView | None:
    unpaid = {MilestoneStatus.FUNDED, MilestoneStatus.SUBMITTED, MilestoneStatus.CHANGES_REQUESTED}
    return next((it for it in contract.milestones if it.status in unpaid), None)


def _takes_bonus(candidate: Candidate) -> bool:
    return candidate.contract.role is Role.CLIENT and candidate.contract.status in {
        ContractStatus.ACTIVE,
        ContractStatus.ENDED,
    }


def _has_next(candidate: Candidate) -> bool:
    return _is_open(candidate) and _following(candidate.contract) is not None


def _is_open(candidate: Candidate) -> bool:
    return candidate.contract.status in {ContractStatus.ACTIVE, ContractStatus.PAUSED}


TOPICS = (
    Topic("make_offer", from_records(make_offer)),
    Topic("fund_next_milestone", from_records(fund_next)),
    Topic("give_bonus", from_records(bonus)),
)
