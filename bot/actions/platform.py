"""The marketplace itself: is it up, its rules, its support."""

from bot.actions import blocks
from bot.actions.answer import Answer, Reads, Topic, policy
from bot.actions.asked import Asked
from bot.actions.voice import Voice
from bot.actions.words import Words


async def ask_service_status(asked: Asked, words: Words) -> Answer:
    """Tell the incident that is open now, or that none is."""
    voice, incident = Voice(asked, words), asked.incident
    if incident is None:
        fine = voice.say("service_status_fine", as_of=asked.now)
        return Answer(fine.text, fine.blocks)
    trouble = voice.say(
        "service_status_incident",
        title=incident.title,
        impact=words.text(f"impact_{incident.impact}"),
        since=incident.started_at,
        as_of=asked.now,
        url=incident.url,
    )
    return Answer(trouble.text, (blocks.status(incident), *trouble.blocks))


TOPICS: tuple[Topic, ...] = (
    Topic("ask_service_status", ask_service_status, reads=Reads.INCIDENT),
    policy("ask_terms_community"),
    policy("contact_support"),
)
