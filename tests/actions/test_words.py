"""The assistant's words in another language are a folder of files; what it does not say is said in English."""

import pytest

from bot.actions.words import Words, entries, translations

ENGLISH = """\
version: "3.1"
words:
  greeting: "Hello from {brand}."
  choice:
    text: "Which one?"
    choices:
      - {label: "The first", topic: ask_escrow_basics}
"""
SPANISH = """\
words:
  greeting: "Saludos de {brand}."
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "smalltalk.yml").write_text(ENGLISH, "utf-8")
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "smalltalk.yml").write_text(SPANISH, "utf-8")
    return tmp_path


@pytest.fixture
def words(folder):
    return Words(entries(folder), translations(folder), brand="Milepost Market")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Hello from Milepost Market."),
        ("es", "Saludos de Milepost Market."),
        ("es-MX", "Saludos de Milepost Market."),
        ("fr", "Hello from Milepost Market."),
    ],
)
def test_words_are_said_in_the_nearest_language(words, locale, said):
    assert words.speaking(locale).text("greeting") == said


def test_what_a_language_does_not_say_is_said_in_english_with_its_blocks(words):
    entry = words.speaking("es").entry("choice")
    assert entry.text == "Which one?"
    assert entry.blocks[0]["choices"][0]["label"] == "The first"


def test_words_that_english_does_not_have_are_an_error(folder):
    (folder / "es" / "other.yml").write_text('words: {gretting: "Hola"}', "utf-8")
    with pytest.raises(ValueError, match="es: there are no such words in English: gretting"):
        translations(folder)


def test_the_languages_that_are_here_have_no_strange_words():
    assert "en" not in translations()
