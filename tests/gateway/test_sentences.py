"""What the gateway says by itself has words in bot/intents."""

import pytest

from bot.actions.words import Words, entries
from bot.gateway.sentences import KEYS, UNAVAILABLE
from bot.settings import Settings


@pytest.fixture
def words():
    return Words(entries(), **Settings().wording)


@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_has_words(words, key):
    assert words.entry(key, address="a•••@e•••.com").text.strip()


def test_the_apology_leads_to_a_person(words):
    assert [block["type"] for block in words.entry(UNAVAILABLE).blocks] == ["links"]
