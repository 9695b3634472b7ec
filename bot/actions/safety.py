"""Reports and safety."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("report_third_party_site"),
    policy("report_other_email"),
    policy("report_suspicious"),
    policy("ask_safety_tips"),
)
