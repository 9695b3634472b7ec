"""Manners, and what the assistant is."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("greet"),
    policy("goodbye"),
    policy("thank"),
    policy("affirm"),
    policy("deny"),
    policy("bot_challenge"),
    policy("ask_capabilities"),
    policy("cancel_flow"),
    policy("express_frustration"),
)
