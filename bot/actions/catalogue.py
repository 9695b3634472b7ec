"""Every topic that is answered, and Rasa's actions for them."""

from collections.abc import Mapping
from types import MappingProxyType

from rasa_sdk import Action

from bot.actions import (
    account,
    direct_contracts,
    follow_ups,
    frustration,
    other,
    payments,
    platform,
    safety,
    smalltalk,
    specialists,
    understanding,
    verification,
)
from bot.actions.answer import Topic
from bot.actions.webhook import TopicAction
from bot.actions.words import Words
from bot.clock import Clock
from bot.desk.glance import Desk
from bot.desk.hours import Hours
from bot.marketplace.commands import Commands
from bot.marketplace.port import Marketplace
from bot.safety.reports import Reports
from bot.safety.rulebook import Rulebook
from bot.verification.glance import Calls

_UNDERSTOOD: tuple[Topic, ...] = (
    *payments.TOPICS,
    *direct_contracts.TOPICS,
    *safety.TOPICS,
    *account.TOPICS,
    *verification.TOPICS,
    *specialists.TOPICS,
    *platform.TOPICS,
    *smalltalk.TOPICS,
    *frustration.TOPICS,
    *other.TOPICS,
)

#: "What are my options?" asks what I can do, or what to do about what was just said.
_CAPABILITIES = "ask_capabilities"

TOPICS: tuple[Topic, ...] = (
    *(topic if topic.name != _CAPABILITIES else follow_ups.unless_leaning(topic, _UNDERSTOOD) for topic in _UNDERSTOOD),
    *(safety.unless_warning(follow_ups.unless_leaning(topic, _UNDERSTOOD)) for topic in understanding.TOPICS),
    follow_ups.follow_up(_UNDERSTOOD),
)


BY_NAME: Mapping[str, Topic] = MappingProxyType({topic.name: topic for topic in TOPICS})


def actions(
    *,
    marketplace: Marketplace,
    words: Words,
    clock: Clock,
    hours: Hours,
    commands: Commands | None = None,
    rules: Rulebook | None = None,
    reports: Reports | None = None,
    desk: Desk | None = None,
    calls: Calls | None = None,
    takes_cases: bool = False,
) -> tuple[Action, ...]:
    """Make the action of every topic. `hours` are the specialists'; without `commands` nothing is done here."""
    return tuple(
        TopicAction(
            topic,
            marketplace=marketplace,
            words=words,
            clock=clock,
            hours=hours,
            commands=commands,
            topics=BY_NAME,
            rules=rules,
            reports=reports,
            desk=desk,
            calls=calls,
            takes_cases=takes_cases,
        )
        for topic in TOPICS
    )
