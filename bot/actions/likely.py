"""A topic that is only likely, but fits what else is known: better answered than asked back about.

The NLU sees one message. The conversation, the asker's records and the asker's own trouble say more.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.actions.asked import Asked
from bot.actions.references import milestone_meant
from bot.marketplace.port import AccountView, Standing

type Ranked = list[tuple[str, float]]

FOLLOW_UP = "follow_up"

#: What people who are locked out talk of: "why?" asks for the reason then, and "what now?" for the way back.
LOCKED_OUT = frozenset({"ask_suspension", "ask_reinstatement", "ask_suspension_email", "ask_suspension_effects"})

DEBT, PROFILE, STATE = "ask_past_due_balance", "make_profile_public", "ask_milestone_status"

#: Topics whose answer changes with the contract or milestone that is pointed at.
POINTABLE = frozenset(
    {
        STATE,
        "approve_milestone",
        "ask_auto_release",
        "ask_deposit_charge",
        "ask_dispute",
        "ask_escrow_balance",
        "ask_freelancer_payment",
        "ask_release_route",
        "ask_transactions",
        "cancel_and_refund",
        "end_contract",
        "fund_next_milestone",
        "give_bonus",
        "release_part",
        "request_changes",
    }
)

#: Less likely than this, a topic is not among those that may be meant.
POSSIBLE = 0.1
#: As likely as this, a topic about records is meant where the message or the talk points at one.
LIKELY = 0.35


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands in an account's way, and which topics an unclear message of its owner is then taken for."""

    stands: Callable[[AccountView], bool]
    topics: frozenset[str]
    answer: str | None  # None: the likeliest of `topics`


def is_locked_out(account: AccountView) -> bool:
    """Tell whether the account is inactive, on hold or blocked."""
    return account.standing is not Standing.GOOD


def _is_hidden(account: AccountView) -> bool:
    return account.profile is not None and account.profile.visibility != "public"


TROUBLES: tuple[Trouble, ...] = (
    Trouble(is_locked_out, LOCKED_OUT, None),
    Trouble(lambda account: account.past_due is not None, LOCKED_OUT | {DEBT}, DEBT),
    Trouble(_is_hidden, frozenset({PROFILE, "ask_profile_request_status"}), PROFILE),
)


def fitting(asked: Asked) -> str | None:
    """Name the topic that is answered instead of asking back; None where asking back is right."""
    ranked = [(str(one["name"]), float(one["confidence"])) for one in asked.ranking]
    if not ranked or asked.pressed:
        return None
    likeliest = ranked[0][0]
    if asked.asks_back and likeliest == asked.topic_before:
        return likeliest
    possible = [(name, confidence) for name, confidence in ranked if name != FOLLOW_UP and confidence >= POSSIBLE][:2]
    if asked.records is None:
        return None
    return _of_trouble(possible, asked.records.account) or _of_records(likeliest, possible, asked)


def _of_trouble(possible: Ranked, account: AccountView) -> str | None:
    for trouble in TROUBLES:
        found = next((name for name, _ in possible if name in trouble.topics), None)
        if found is not None and trouble.stands(account):
            return trouble.answer or found
    return None


def _of_records(likeliest: str, possible: Ranked, asked: Asked) -> str | None:
    meant = milestone_meant(asked, amounts=asked.asks_back)
    pointed = meant.pointed and not meant.unknown
    if likeliest == STATE and pointed:
        return STATE
    leans = asked.asks_back and likeliest == FOLLOW_UP
    if not pointed and (not leans or asked.before.contract is None):
        return None
    found = next((name for name, confidence in possible if name in POINTABLE and confidence >= LIKELY), None)
    if found is not None or not pointed:
        return found
    if leans:
        return _named_again(asked)
    return None if asked.asks_back else STATE  # not understood but for its name: how that stands is better than a shrug


def _named_again(asked: Asked) -> str:
    before = asked.topic_before or STATE
    return before if before in POINTABLE else STATE
