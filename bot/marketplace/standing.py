"""What an account of each standing may do (facts.md §4, ask_suspension_effects)."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import Refused
from bot.marketplace.port import Role, Standing


class Act(StrEnum):
    """Something that an account may want to do. The values are the wire's `can`."""

    ASK_SUPPORT = "ask_support"
    APPEAL = "appeal"
    VERIFY = "verify"
    READ_RECORDS = "read_records"
    SEND_MESSAGE = "send_message"
    WITHDRAW = "withdraw"
    APPEAR_IN_SEARCH = "appear_in_search"
    REQUEST_PUBLIC_PROFILE = "request_public_profile"
    SEND_PROPOSAL = "send_proposal"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    SUBMIT_WORK = "submit_work"
    ANSWER_REFUND_REQUEST = "answer_refund_request"
    OPEN_DISPUTE = "open_dispute"
    ANSWER_DISPUTE = "answer_dispute"
    POST_JOB = "post_job"
    SEND_OFFER = "send_offer"
    WITHDRAW_OFFER = "withdraw_offer"
    FUND_MILESTONE = "fund_milestone"
    REQUEST_CHANGES = "request_changes"
    RELEASE_PAYMENT = "release_payment"
    REQUEST_REFUND = "request_refund"
    GIVE_BONUS = "give_bonus"
    END_CONTRACT = "end_contract"


_CLIENT_ONLY = frozenset(
    {
        Act.POST_JOB,
        Act.SEND_OFFER,
        Act.WITHDRAW_OFFER,
        Act.FUND_MILESTONE,
        Act.REQUEST_CHANGES,
        Act.RELEASE_PAYMENT,
        Act.REQUEST_REFUND,
        Act.GIVE_BONUS,
    }
)
_FREELANCER_ONLY = frozenset(
    {
        Act.WITHDRAW,
        Act.APPEAR_IN_SEARCH,
        Act.REQUEST_PUBLIC_PROFILE,
        Act.SEND_PROPOSAL,
        Act.ACCEPT_OFFER,
        Act.DECLINE_OFFER,
        Act.SUBMIT_WORK,
        Act.ANSWER_REFUND_REQUEST,
        Act.OPEN_DISPUTE,
    }
)
OF_ROLE: Mapping[Role, frozenset[Act]] = {
    Role.CLIENT: frozenset(Act) - _FREELANCER_ONLY,
    Role.FREELANCER: frozenset(Act) - _CLIENT_ONLY,
}

_NEW_WORK = frozenset({Act.POST_JOB, Act.SEND_OFFER, Act.SEND_PROPOSAL, Act.ACCEPT_OFFER})
_WHEN_SUSPENDED = frozenset({Act.APPEAL, Act.VERIFY})

ALLOWED: Mapping[Standing, frozenset[Act]] = {
    # Somebody in good standing may be asked to verify, and has nothing to appeal against.
    Standing.GOOD: frozenset(Act) - {Act.APPEAL},
    # No penalty, so what was earned can be withdrawn; how new work starts again is support's to say.
    Standing.INACTIVE: frozenset(Act) - _NEW_WORK - _WHEN_SUSPENDED - {Act.APPEAR_IN_SEARCH},
    # Running contracts go on: signing in and current work stay possible.
    Standing.ON_HOLD: frozenset(Act) - _NEW_WORK - {Act.WITHDRAW, Act.APPEAR_IN_SEARCH, Act.REQUEST_PUBLIC_PROFILE},
    # Cannot sign in to the marketplace; whether an appeal is open is in the account's own record.
    Standing.BLOCKED: frozenset({Act.ASK_SUPPORT, Act.APPEAL, Act.READ_RECORDS}),
}


class StandingForbids(Refused):
    """The account's standing does not allow this."""

    code = "not_allowed"
    sentence = "Your account's present standing does not allow that."


def require(role: Role, standing: Standing, act: Act) -> None:
    """Refuse what this standing, or this kind of account, does not allow. Raises StandingForbids."""
    if act not in ALLOWED[standing] & OF_ROLE[role]:
        raise StandingForbids(act=act.value, standing=standing.value)


def can(role: Role, standing: Standing, *, appealable: bool, verification: bool) -> tuple[str, ...]:
    """List what the account may do now, in the order of Act.

    An appeal is possible only where the account's record says so, a verification only while one is
    asked for.
    """
    acts = ALLOWED[standing] & OF_ROLE[role]
    if not appealable:
        acts -= {Act.APPEAL}
    if not verification:
        acts -= {Act.VERIFY}
    return tuple(act.value for act in Act if act in acts)
