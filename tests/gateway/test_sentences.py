"""What the gateway says by itself has words in bot/intents."""

import pytest

from bot.actions.words import Words, entries, translations
from bot.gateway.sentences import KEYS, UNAVAILABLE
from bot.settings import Settings


@pytest.fixture
def words():
    return Words(entries(), translations(), **Settings().wording)


@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_has_words(words, key):
    assert words.entry(key, address="a•••@e•••.com").text.strip()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", sorted(translations()))
def test_every_language_that_is_here_says_them_itself(words, key, language):
    spoken = words.speaking(language).entry(key, address="a•••@e•••.com")
    english = words.entry(key, address="a•••@e•••.com")
    assert spoken.text.strip() != english.text
    assert [block["type"] for block in spoken.blocks] == [block["type"] for block in english.blocks]


def test_a_reader_from_mexico_is_told_in_spanish(words):
    assert words.speaking("es-MX").text("still_working") == "Sigo en ello. Un momento, por favor."


def test_the_apology_leads_to_a_person(words):
    assert [block["type"] for block in words.entry(UNAVAILABLE).blocks] == ["links"]
