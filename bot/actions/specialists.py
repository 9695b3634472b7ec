"""Category specialists: when they are there, what they help with, and a first draft of a job post."""

from bot.actions import jobpost
from bot.actions.answer import Answer, Reads, Topic, policy, said
from bot.actions.asked import Asked
from bot.actions.phrases import phrased
from bot.actions.safety.reporting import state_of_reports
from bot.actions.voice import Voice
from bot.actions.words import Words


async def talk_to_specialist(asked: Asked, words: Words) -> Answer:
    """Tell how a person is reached, and when the specialists work."""
    return said(words, "talk_to_specialist", hours=_hours(asked, words))


async def ask_specialist_hours(asked: Asked, words: Words) -> Answer:
    """Tell the hours, and whether it is one of them now, in the asker's zone."""
    return said(words, "ask_specialist_hours", hours=_hours(asked, words))


async def leave_message(asked: Asked, words: Words) -> Answer:
    """Tell where a message can be left."""
    return said(words, "leave_message", hours=_hours(asked, words))


async def ask_message_followup(asked: Asked, words: Words) -> Answer:
    """Tell what became of the asker's safety reports; messages left elsewhere are in no record here."""
    voice = Voice(asked, words)
    return state_of_reports(voice) if asked.reports else said(words, asked.topic)


def _hours(asked: Asked, words: Words) -> str:
    closes, opens = asked.hours.closes_at(asked.now), asked.hours.opens_at(asked.now)
    if closes is not None:
        return words.text("desk_open_until", **phrased(asked, {"closes": closes}))
    if opens is not None:
        return words.text("desk_opens_at", **phrased(asked, {"opens": opens}))
    return words.text("desk_closed")


TOPICS: tuple[Topic, ...] = (
    Topic("talk_to_specialist", talk_to_specialist, reads=Reads.NOTHING),
    Topic("ask_specialist_hours", ask_specialist_hours, reads=Reads.NOTHING),
    policy("ask_specialist_help"),
    Topic("draft_job_post", jobpost.draft_job_post, reads=Reads.NOTHING),
    Topic("leave_message", leave_message, reads=Reads.NOTHING),
    Topic("ask_message_followup", ask_message_followup, reads=Reads.REPORTS),
)
