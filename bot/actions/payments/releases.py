"""Paying for submitted work: automatic release, approval, a part of it, and the money's way after that."""

import re
from collections.abc import Callable

from bot.actions.amounts import wished
from bot.actions.answer import Answer, Topic
from bot.actions.candidates import Candidate, candidates
from bot.actions.payments import offers
from bot.actions.payments.caution import caution
from bot.actions.payments.milestones import overview, told
from bot.actions.payments.states import facts, is_in_flight, is_released, is_submitted
from bot.actions.payments.which import which_milestone
from bot.actions.references import milestone_meant
from bot.actions.voice import Voice, from_records
from bot.marketplace.port import ContractStatus, MilestoneStatus, Records, Role

#: "I never approved it" asks after a release that has been, and not after one to come.
FIRED = re.compile(
    r"\b(?:never|did(?:n'?t| not)|have(?:n'?t| not)|without) (?:\w+ ){0,3}(?:approv|click|press|agree|confirm|ask|touch|do any)"
    r"|\b(?:was|were|got|been) (?:auto[- ]?)?(?:released|paid|sent)\b|\b(?:is|are) gone\b|\bwent out\b",
    re.IGNORECASE,
)

type Offer = Callable[[Voice, Candidate, Answer], Answer]


def auto_release(voice: Voice, records: Records) -> Answer:
    """Say which review clocks run and what they do; the rule alone if none runs."""
    fired = bool(FIRED.search(voice.asked.text))
    meant = milestone_meant(voice.asked, *([_is_auto_released] if fired else []), is_submitted)
    if meant.one is not None and _is_auto_released(meant.one):
        rule = [voice.say("cancel_and_refund.released")] if records.account.role is Role.CLIENT else []
        return told(voice, records, meant.one, *rule, others=meant.others)
    if meant.one is not None and (meant.pointed or is_submitted(meant.one)):
        return told(voice, records, meant.one, voice.say("ask_auto_release.rule"), others=meant.others)
    running = tuple(filter(is_submitted, candidates(voice.asked)))
    if running:
        return overview(voice, records, running, voice.say("ask_auto_release.rule"))
    return voice.own(voice.say("ask_auto_release.none"), voice.say("ask_auto_release.rule"))


def approve(voice: Voice, records: Records) -> Answer:
    """Say what approving the submitted work would do, and where it is done."""
    meant = milestone_meant(voice.asked, is_submitted, is_in_flight)
    if meant.one is not None and voice.asked.acts and _may_release_early(meant.one):
        answer = told(voice, records, meant.one, *caution(voice, records), others=meant.others)
        return offers.release_early(voice, meant.one, answer)
    return _of_the_client(voice, records, "approve_milestone", offers.approve)


def release_part(voice: Voice, records: Records) -> Answer:
    """Say what releasing a part would leave in escrow, and where it is done."""
    meant = milestone_meant(voice.asked, is_submitted, is_in_flight, amounts=False)
    if meant.one is None or not _may_release(meant.one) or voice.asked.acts:
        return _of_the_client(voice, records, "release_part", offers.release_part, amounts=False)
    whole = meant.one.milestone.in_escrow
    wish = wished(voice.asked, whole)
    if wish is None:
        return _of_the_client(voice, records, "release_part", offers.release_part, amounts=False)
    if not 0 < wish.minor < whole.minor:
        outcome = voice.say("release_part.impossible", wish=wish, in_escrow=whole)
    else:
        outcome = voice.say("release_part.outcome", wish=wish, rest=whole - wish, in_escrow=whole)
    return told(voice, records, meant.one, outcome, voice.say("release_part.steps"), others=meant.others)


def request_changes(voice: Voice, records: Records) -> Answer:
    """Say what asking for changes does to the clock, and where it is done."""
    return _of_the_client(voice, records, "request_changes", offers.request_changes)


def release_route(voice: Voice, records: Records) -> Answer:
    """Say the money's way after a release, and where a released milestone is on it."""
    meant = milestone_meant(voice.asked, is_released)
    if meant.one is not None and (meant.pointed or is_released(meant.one)):
        return told(voice, records, meant.one, voice.say("ask_release_route"), others=meant.others)
    if records.account.role is Role.CLIENT:
        return voice.policy()
    account = records.account
    balance = voice.say("earnings.balance", account=account.id, pending=account.pending, available=account.available)
    return voice.own(balance, voice.say("ask_release_route"))


def _of_the_client(voice: Voice, records: Records, topic: str, offer: Offer, *, amounts: bool = True) -> Answer:
    """Tell the milestone's state and what its client can do about submitted work; its freelancer cannot."""
    meant = milestone_meant(voice.asked, is_submitted, is_in_flight, amounts=amounts)
    if meant.one is None:
        return which_milestone(voice, meant)
    one = meant.one
    if _may_release(one) and voice.asked.acts:
        return offer(voice, one, told(voice, records, one, *caution(voice, records), others=meant.others))
    if one.contract.role is Role.FREELANCER:
        more = [voice.say(f"{topic}.freelancer")]
    elif _may_release(one):
        more = [voice.say(f"{topic}.client", **facts(voice, one)), *caution(voice, records)]
    else:
        more = [voice.say(f"{topic}.not_now")]
    return told(voice, records, one, *more, others=meant.others)


def _is_auto_released(one: Candidate) -> bool:
    return one.milestone.status is MilestoneStatus.AUTO_RELEASED


def _may_release(one: Candidate) -> bool:
    """Tell whether the client can still decide on submitted work; what is overdue may be released any moment."""
    return one.contract.role is Role.CLIENT and one.milestone.in_escrow.minor > 0 and is_submitted(one)


def _may_release_early(one: Candidate) -> bool:
    """Tell whether the client can pay for it although nothing was handed in."""
    works = one.contract.status is ContractStatus.ACTIVE and one.milestone.status is MilestoneStatus.FUNDED
    return one.contract.role is Role.CLIENT and works


TOPICS = (
    Topic("ask_auto_release", from_records(auto_release)),
    Topic("approve_milestone", from_records(approve)),
    Topic("release_part", from_records(release_part)),
    Topic("request_changes", from_records(request_changes)),
    Topic("ask_release_route", from_records(release_route)),
)
