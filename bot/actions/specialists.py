"""Category specialists and messages left."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("talk_to_specialist"),
    policy("ask_specialist_hours"),
    policy("ask_specialist_help"),
    policy("draft_job_post"),
    policy("leave_message"),
    policy("ask_message_followup"),
)
