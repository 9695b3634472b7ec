"""Standing and profile."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("ask_suspension"),
    policy("ask_reinstatement"),
    policy("ask_suspension_email"),
    policy("ask_suspension_effects"),
    policy("make_profile_public"),
    policy("ask_profile_request_status"),
)
