"""Messages that were not understood: ask which of two was meant, offer articles, and a person before long."""

from dataclasses import replace
from typing import Any

from bot.actions.answer import Answer, Reads, Topic, said
from bot.actions.articles import offered_articles
from bot.actions.asked import Asked, Meaning, Subject
from bot.actions.frustration import NAME as FRUSTRATION
from bot.actions.frustration import express_frustration
from bot.actions.persons import PERSON
from bot.actions.references import milestone_meant
from bot.actions.words import Entry, Words, choices

#: So many topics are offered when the assistant is unsure.
LIKELIEST = 2

#: So far down the ranking, a topic may still be meant where it is what the conversation is about.
LIKELY = 5

#: After so many messages in a row that were not understood, a person is offered first.
FAILURES_BEFORE_A_PERSON = 2

#: Why a person is called then.
GOES_ON = "two_failures"

#: So confident, a message that may not be acted on is taken for anger.
FED_UP_FROM = 0.6

#: "Something else" is a no to both.
SOMETHING_ELSE = "deny"


async def not_understood(asked: Asked, words: Words) -> Answer:
    """Say that it was not understood, and offer articles and topics; a person first if it goes on."""
    if _goes_on(asked):
        return _failed(_with_articles(asked, words, "not_understood_again"))
    if asked.articles:
        return _failed(offered_articles(asked, words, "articles.offered"))
    return _failed(words.entry("not_understood"))


async def unsure(asked: Asked, words: Words) -> Answer:
    """Ask back where some topics are likely, and say that it was not understood where none is."""
    if asked.records is not None and _sounds_fed_up(asked):
        return replace(await express_frustration(asked, words), topic=FRUSTRATION)
    return await (ask_back if asked.asks_back else not_understood)(asked, words)


async def ask_back(asked: Asked, words: Words) -> Answer:
    """Ask which of the likeliest topics was meant; if it goes on, with a person first."""
    titles = [(words.text(f"title.{name}"), name) for name in _likeliest(asked) if f"title.{name}" in words][:LIKELIEST]
    if not titles:
        return await not_understood(asked, words)
    about = _pointed_at(asked)
    meant = [(title, name, _named(about)) for title, name in titles]
    neither, person = words.text("ask_back.something_else"), words.text("ask_back.person")
    key = "ask_back.two" if len(titles) == LIKELIEST else "ask_back.one"
    if _goes_on(asked):
        key = f"{key}.again"
        offered = choices((person, PERSON, {"id": GOES_ON}), *meant, (neither, SOMETHING_ELSE, {}))
    else:
        offered = choices(*meant, (neither, SOMETHING_ELSE, {}), (person, PERSON, {}))
    text = words.text(key, first=titles[0][0], second=titles[-1][0])
    failed = _failed(Entry(text, (offered,)))
    return replace(failed, asked_back=tuple(Meaning(name, about) for _, name in titles))


async def deny(asked: Asked, words: Words) -> Answer:
    """Take a no; after a failure it means "none of those", so offer articles on what was said before, and a person."""
    if asked.failures_before:
        return _failed(_with_articles(asked, words, "something_else"))
    return said(words, "deny")


def _sounds_fed_up(asked: Asked) -> bool:
    """Tell whether anger is the likeliest by far: nothing wrong is done by taking it for that, and asking back angers more."""
    return any(one["name"] == FRUSTRATION and one["confidence"] >= FED_UP_FROM for one in asked.ranking[:1])


def _likeliest(asked: Asked) -> list[str]:
    """Return the topics of the ranking, what is talked of first if it is among the likely ones."""
    ranked = [str(topic["name"]) for topic in asked.ranking]
    if asked.topic_before in ranked[:LIKELY]:
        ranked.insert(0, ranked.pop(ranked.index(asked.topic_before)))
    return ranked


def _goes_on(asked: Asked) -> bool:
    return asked.failures_before + 1 >= FAILURES_BEFORE_A_PERSON


def _with_articles(asked: Asked, words: Words, key: str) -> Entry:
    said = words.entry(key)
    if not asked.articles:
        return said
    more = offered_articles(asked, words, "articles.too")
    return Entry(f"{said.text} {more.text}", (*more.blocks, *said.blocks))


def _failed(entry: Entry) -> Answer:
    return Answer(entry.text, entry.blocks, topic="not_understood", understood=False)


def _pointed_at(asked: Asked) -> Subject:
    """Return what the message points at, so that whoever picks a topic need not say it again."""
    meant = milestone_meant(asked)
    return meant.one.subject if meant.one is not None and meant.pointed else asked.named


def _named(about: Subject) -> dict[str, Any]:
    named = {"contract": about.contract, "milestone": about.milestone}
    return {entity: value for entity, value in named.items() if value is not None}


TOPICS: tuple[Topic, ...] = (
    Topic("not_understood", unsure),
    Topic("deny", deny, reads=Reads.NOTHING, passing=True),
)
