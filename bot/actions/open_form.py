"""A form that is open: whether a message answers it, and how such an answer reads."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.actions.amounts import is_amount
from bot.actions.answer import Answer
from bot.actions.asked import Asked, Asking, Needs, Subject
from bot.marketplace.money import Money

#: A form that nobody filled in for so long is no question any more.
OPEN_FOR = timedelta(minutes=30)
#: Understood as none of these, a message is about something else, and the form stays open.
UNSETTLED = frozenset({"not_understood", "follow_up", "out_of_scope"})
LEAST_WORDS = 3
LEAVES = "cancel_flow"

#: Quotes that another amount may be said to, and the topic that then makes the next one.
SAID_ANEW = {"give_bonus": "give_bonus", "release_part": "release_part", "approve_milestone": "release_part"}

#: What is prepared here, so that "forget the bonus" leaves it and does not ask for one.
PREPARED = frozenset(
    {*SAID_ANEW, "cancel_and_refund", "end_contract", "fund_next_milestone", "make_offer", "request_changes"}
)
DROPS = re.compile(
    r"(?<!n't )(?<!not )\b(?:forget|drop|scrap|skip|nix)\b|\bnever ?mind\b|\bchanged my mind\b|\bno (?:\w+ )?after all\b"
    r"|\b(?:don'?t|do not|no longer|not) (?:want|need|do)\b.*\b(?:any ?more|after all|now)\b",
    re.IGNORECASE,
)


def answers(asked: Asked) -> bool:
    """Tell whether a message answers the form that is open. A question never does."""
    asking = asked.asking
    if asking is None or asked.pressed or asked.form is not None or asked.now - asking.at > OPEN_FOR:
        return False
    text = asked.text.strip()
    if text.endswith("?"):
        return False
    if asking.needs in {Needs.AMOUNT, Needs.OTHER_AMOUNT}:
        return is_amount(asked, Money(0))
    own = asked.topic == asking.topic and not asked.named.contract and asked.named.milestone is None
    return (own or asked.topic in UNSETTLED) and len(re.findall(r"\w+", text)) >= LEAST_WORDS


def drops(asked: Asked) -> bool:
    """Tell whether a message leaves what was just prepared, though it names it: "no, forget the bonus"."""
    talked_of = {asked.topic_before, asked.asking.topic if asked.asking is not None else None}
    plain = not asked.pressed and asked.form is None and "?" not in asked.text
    return asked.topic in PREPARED & talked_of and plain and bool(DROPS.search(asked.text))


def left_open(answer: Answer, topic: str, asked: Asked) -> Asking | None:
    """Return what the next message may answer: the answer's form, or another amount for its quote."""
    if answer.command is not None and topic in SAID_ANEW and answer.asking is None:
        return Asking(SAID_ANEW[topic], answer.about, Needs.OTHER_AMOUNT, asked.now)
    return answer.asking


def as_answer(asked: Asked) -> Asked:
    """Return the message as the answer to the form that is open."""
    asking = asked.asking
    assert asking is not None, "a form is open"  # noqa: S101
    about: dict[str, Any] = {"contract": asking.about.contract, "milestone": asking.about.milestone}
    entities = tuple({"entity": name, "value": value} for name, value in about.items() if value is not None)
    others = tuple(entity for entity in asked.entities if entity.get("entity") not in about)
    said = {"words": asked.text.strip()} if asking.needs is Needs.WORDS else None
    return replace(asked, topic=asking.topic, named=asking.about, entities=(*entities, *others), form=said)


def remembered(asking: Asking | None) -> dict[str, Any] | None:
    """Write an open form as the conversation's memory keeps it."""
    if asking is None:
        return None
    return {
        "topic": asking.topic,
        "contract": asking.about.contract,
        "milestone": asking.about.milestone,
        "needs": asking.needs.value,
        "at": asking.at.isoformat(),
    }


def recalled(kept: Mapping[str, Any] | None) -> Asking | None:
    """Read an open form out of the conversation's memory."""
    if not kept:
        return None
    about = Subject(kept["contract"], kept["milestone"])
    return Asking(kept["topic"], about, Needs(kept["needs"]), datetime.fromisoformat(kept["at"]))
