"""What an answer says is read in paragraphs that are neither long nor torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.answer import Answer
from bot.actions.layout import PARAGRAPH, laid_out

LONG = "x" * PARAGRAPH
THINGS = st.lists(st.text("ab.", max_size=2 * PARAGRAPH), max_size=8)


@pytest.mark.parametrize(
    ("things", "read"),
    [
        ([], ""),
        (["One.", "", "Two."], "One. Two."),
        (["One.", LONG, "Two."], f"One.\n\n{LONG}\n\nTwo."),
        ([LONG[:-5], "Two."], f"{LONG[:-5]} Two."),
        ([LONG[:-4], "Two."], f"{LONG[:-4]}\n\nTwo."),
    ],
)
def test_short_things_share_a_paragraph(things, read):
    assert laid_out(things) == read


def test_an_answer_says_more_below_and_keeps_what_it_was():
    first, second = {"type": "steps"}, {"type": "links"}
    answer = Answer(LONG, (first,), personal=True, topic="thank")
    assert answer.adding("Two.", second) == Answer(f"{LONG}\n\nTwo.", (first, second), personal=True, topic="thank")
    assert answer.adding("") == answer


@given(THINGS)
def test_nothing_is_torn_and_no_paragraph_of_several_things_is_long(things):
    paragraphs = laid_out(things).split("\n\n")
    assert "".join(paragraphs).replace(" ", "") == "".join(things)
    assert all(len(paragraph) <= PARAGRAPH or paragraph in things for paragraph in paragraphs)
