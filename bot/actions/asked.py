"""What was asked, by whom, and about which records: everything that an answer may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.marketplace.port import Records


@dataclass(frozen=True, slots=True)
class Subject:
    """A contract and, within it, a milestone that is talked about."""

    contract: str | None = None
    milestone: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as an answer sees it.

    `account` comes from the signed token and from nowhere else. `records` is that account's own
    snapshot; None for a stranger, for an account that the marketplace does not know, and for topics
    that need none.
    """

    topic: str
    text: str
    now: datetime
    zone: ZoneInfo
    locale: str
    account: str | None
    sign_in_expired: bool
    records: Records | None
    named: Subject  # named in this message, by number or through a button
    entities: tuple[Mapping[str, Any], ...] = ()  # as the NLU found them: {"entity", "value", …}
    before: Subject = Subject()  # what the conversation was about until now
    topic_before: str | None = None
    form: Mapping[str, Any] | None = None  # the checked values of a submitted form
    ranking: tuple[Mapping[str, Any], ...] = ()  # {"name", "confidence"}, likeliest first
