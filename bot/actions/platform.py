"""The platform itself."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("ask_service_status"),
    policy("ask_terms_community"),
    policy("contact_support"),
)
