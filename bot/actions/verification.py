"""The video verification."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("start_video_verification"),
    policy("ask_video_requirements"),
    policy("report_video_problem"),
    policy("ask_video_queue"),
)
