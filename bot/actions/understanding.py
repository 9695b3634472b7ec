"""Messages that were not understood, or only together with what was said before."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.references import milestone_meant
from bot.actions.words import Words, choices

#: So many topics are offered when the assistant is unsure.
LIKELIEST = 2

#: After so many messages in a row that were not understood, a person is offered first.
FAILURES_BEFORE_A_PERSON = 2

#: What "and the logo?" is about where nothing was talked of before.
STATE = "ask_milestone_status"

PERSON, CAPABILITIES = "talk_to_specialist", "ask_capabilities"


async def not_understood(asked: Asked, words: Words) -> Answer:
    """Say that it was not understood, and offer what can be asked; a person first if it goes on."""
    again = asked.failures_before + 1 >= FAILURES_BEFORE_A_PERSON
    entry = words.entry("not_understood_again" if again else "not_understood")
    return Answer(entry.text, entry.blocks, topic="not_understood", understood=False)


async def ask_back(asked: Asked, words: Words) -> Answer:
    """Ask which of the likeliest topics was meant."""
    titles = [
        (words.text(f"title.{name}"), name)
        for name in (str(ranked["name"]) for ranked in asked.ranking)
        if f"title.{name}" in words
    ][:LIKELIEST]
    if not titles or asked.failures_before + 1 >= FAILURES_BEFORE_A_PERSON:
        return await not_understood(asked, words)
    offered = choices(
        *((title, name, _pointed_at(asked)) for title, name in titles),
        (words.text("ask_back.something_else"), CAPABILITIES, {}),
        (words.text("ask_back.person"), PERSON, {}),
    )
    if len(titles) == LIKELIEST:
        text = words.text("ask_back.two", first=titles[0][0], second=titles[1][0])
    else:
        text = words.text("ask_back.one", first=titles[0][0])
    return Answer(text, (offered,), topic="not_understood", understood=False)


def follow_up(topics: Iterable[Topic]) -> Topic:
    """Make the topic that answers the one before again, for what the new message points at."""
    known = {topic.name: topic for topic in topics}

    async def answer(asked: Asked, words: Words) -> Answer:
        before = known.get(asked.topic_before or "")
        if before is None:
            meant = milestone_meant(asked)
            before = known[STATE] if meant.pointed and not meant.unknown else None
        if before is None:
            return await not_understood(asked, words)
        answered = await before.answer(replace(asked, topic=before.name), words)
        return replace(answered, topic=answered.topic or before.name)

    return Topic("follow_up", answer, reads=Reads.RECORDS | Reads.TRANSACTIONS | Reads.INCIDENT)


def _pointed_at(asked: Asked) -> dict[str, Any]:
    """Return what the message points at, so that a press of the button keeps it."""
    meant = milestone_meant(asked)
    if meant.one is not None and meant.pointed:
        return {"contract": meant.one.contract.id, "milestone": meant.one.milestone.number}
    named = {"contract": asked.named.contract, "milestone": asked.named.milestone}
    return {entity: value for entity, value in named.items() if value is not None}


TOPICS: tuple[Topic, ...] = (
    Topic("not_understood", not_understood, reads=Reads.NOTHING),
    Topic("ask_back", ask_back),
)
