"""People: whoever is locked out has one in reach with every answer."""

from dataclasses import replace
from typing import Any

from bot.actions.answer import Answer, Answering
from bot.actions.asked import Asked
from bot.actions.buttons import CHOICES
from bot.actions.words import Words, choices
from bot.marketplace.port import Standing

PERSON = "talk_to_specialist"


def with_person(answering: Answering) -> Answering:
    """Put the button that calls a person beside an answer that brings none."""

    async def answer(asked: Asked, words: Words) -> Answer:
        answered = await answering(asked, words)
        if people(answered):
            return answered
        return replace(answered, blocks=(*answered.blocks, choices((words.text("ask_back.person"), PERSON, {}))))

    return answer


def with_person_if_held(answering: Answering) -> Answering:
    """Do so for whom their account's standing or a debt stands in the way."""
    reached = with_person(answering)

    async def answer(asked: Asked, words: Words) -> Answer:
        account = None if asked.records is None else asked.records.account
        held = account is not None and (account.standing is not Standing.GOOD or account.past_due is not None)
        return await (reached if held else answering)(asked, words)

    return answer


def people(answer: Answer) -> list[Any]:
    """Return the buttons of an answer that call a person."""
    shown = (choice for block in answer.blocks if block["type"] == CHOICES for choice in block[CHOICES])
    return [choice for choice in shown if choice["then"].get("topic") == PERSON]
