"""Messages that ask for more than one thing, and messages that only point at something."""

import re

from bot.actions.answer import Answer
from bot.actions.asked import Asked, Meaning
from bot.actions.candidates import candidates
from bot.actions.likely import DEBT
from bot.actions.words import Words, choices

#: So many further requests of one message are offered; more than that was hardly asked.
ALSO_OFFERED = 2

#: What a message may point with.
POINTING = frozenset({"contract", "milestone", "ordinal", "amount"})

#: What "how do I pay", "can I pay it in two parts" and "can I pay him directly" are taken for, when they ask on about a debt.
#: Examples cannot tell: without the answer before, these words do ask to release money, all or a part, or to pay past us.
ABOUT_A_DEBT = frozenset({"approve_milestone", "release_part", "ask_direct_contract_misuse"})
#: Topics in whose answers a debt is told.
TELL_OF_IT = frozenset({DEBT, "ask_suspension", "ask_suspension_effects", "ask_reinstatement"})
PAYS = re.compile(r"\bpay|\b(?:send|transfer|wire)\b", re.IGNORECASE)

YES = "affirm"

#: Words that a message may have around what it points at and still say nothing else.
AROUND = frozenset(
    """
    a about actually again also and but contract for hmm i in is it job just mean meant milestone my no not number of oh
    ok okay on one other please project so sorry talking talk that the then this to was what with work yeah yes
    """.split()  # noqa: SIM905 - forty lines of one word each are not easier to read
)
WORD = re.compile(r"[^\W_]+(?:'\w+)?")


def only_points(asked: Asked) -> bool:
    """Tell whether the message is nothing but a reference: "C-1003", "no, milestone 2", "and the second one?".

    It has no question of its own then; the one before is meant, whatever the NLU made of it.
    """
    spans = [
        (entity["start"], entity["end"])
        for entity in asked.entities
        if entity.get("entity") in POINTING and "start" in entity
    ]
    if not spans:
        return False
    rest = "".join(
        " " if any(start <= index < end for start, end in spans) else letter for index, letter in enumerate(asked.text)
    )
    return all(word in AROUND for word in WORD.findall(rest.lower()))


def picked(asked: Asked) -> Meaning | None:
    """Return which meaning is picked from those that were asked back about: "the second one", or "yes" to a single one."""
    if not asked.asked_back or asked.pressed:
        return None
    if asked.topic == YES and len(asked.asked_back) == 1:
        return asked.asked_back[0]
    ordinals = [entity for entity in asked.entities if entity.get("entity") == "ordinal"]
    if len(ordinals) != 1 or ordinals[0].get("of") or not only_points(asked):
        return None
    position = int(ordinals[0]["value"])
    index = position - 1 if position > 0 else position
    return asked.asked_back[index] if -len(asked.asked_back) <= index < len(asked.asked_back) and position else None


def asks_on_about_a_debt(asked: Asked) -> bool:
    """Tell whether the message asks on about paying what is owed, if anything is, and points at nothing else."""
    points = any(entity.get("entity") in POINTING for entity in asked.entities)
    likely = {asked.topic, *(str(one["name"]) for one in asked.ranking[:2] if asked.asks_back)}
    asks_on = bool(ABOUT_A_DEBT & likely) and asked.topic_before in TELL_OF_IT and bool(PAYS.search(asked.text))
    return asks_on and not asked.pressed and not points


def only_names(asked: Asked) -> bool:
    """Tell whether the message is nothing but words of the asker's own titles: "the explainer video"."""
    titles = {
        word
        for candidate in candidates(asked)
        for title in (candidate.milestone.title, candidate.contract.title)
        for word in WORD.findall(title.lower())
    }
    said = [word for word in WORD.findall(asked.text.lower()) if word not in AROUND]
    return bool(said) and all(word in titles for word in said)


def with_the_rest(answer: Answer, asked: Asked, words: Words) -> Answer:
    """Offer what the message asked beside what was answered."""
    if not answer.understood:
        return answer
    answered = {asked.topic, answer.topic}
    rest = [name for name in asked.also if name not in answered and f"title.{name}" in words][:ALSO_OFFERED]
    if not rest:
        return answer
    titles = [words.text(f"title.{name}") for name in rest]
    sentence = words.text("also_asked", topics=words.text("also_asked.and").join(titles))
    offered = choices(*((title, name, {}) for title, name in zip(titles, rest, strict=True)))
    return answer.adding(sentence, offered)
