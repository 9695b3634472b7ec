"""Contracts, milestones, escrow and charges: every topic of the group, from the asker's own records."""

from bot.actions.answer import Topic
from bot.actions.payments import charges, contracts, earnings, escrow, funding, milestones, releases

TOPICS: tuple[Topic, ...] = (
    *escrow.TOPICS,
    *milestones.TOPICS,
    *releases.TOPICS,
    *funding.TOPICS,
    *contracts.TOPICS,
    *charges.TOPICS,
    *earnings.TOPICS,
)
