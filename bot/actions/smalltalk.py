"""Manners, and what the assistant is."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("greet", passing=True),
    policy("goodbye", passing=True),
    policy("thank", passing=True),
    policy("affirm", passing=True),
    policy("bot_challenge", passing=True),
    policy("ask_capabilities", passing=True),
    policy("cancel_flow", passing=True),
)
