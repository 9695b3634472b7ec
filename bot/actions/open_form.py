"""A form that is open: whether a message answers it, and how such an answer reads."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.actions.amounts import is_amount
from bot.actions.asked import Asked, Asking, Needs, Subject
from bot.marketplace.money import Money

#: A form that nobody filled in for so long is no question any more.
OPEN_FOR = timedelta(minutes=30)
#: Understood as none of these, a message is about something else, and the form stays open.
UNSETTLED = frozenset({"not_understood", "follow_up", "out_of_scope"})
LEAST_WORDS = 3
LEAVES = "cancel_flow"


def answers(asked: Asked) -> bool:
    """Tell whether a message answers the form that is open. A question never does."""
    asking = asked.asking
    if asking is None or asked.pressed or asked.form is not None or asked.now - asking.at > OPEN_FOR:
        return False
    text = asked.text.strip()
    if text.endswith("?"):
        return False
    if asking.needs is Needs.AMOUNT:
        return is_amount(asked, Money(0))
    own = asked.topic == asking.topic and not asked.named.contract and asked.named.milestone is None
    return (own or asked.topic in UNSETTLED) and len(re.findall(r"\w+", text)) >= LEAST_WORDS


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
