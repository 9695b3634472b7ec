"""Amounts in words: how much is meant, or that it is not clear."""

import pytest

from bot.actions.amounts import is_amount
from bot.actions.amounts import wished as wish
from bot.marketplace.money import Money
from tests.actions.conversation import references
from tests.actions.given import asked

WHOLE = Money(600_00)


def said(text):
    found = tuple(
        {"entity": it.kind, "value": it.value, "start": it.start, "end": it.end, **it.more} for it in references(text)
    )
    return asked(text, entities=found)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("300", 30000),
        ("50 dollars", 5000),
        ("$1,250.50", 125050),
        ("half", 30000),
        ("half of it", 30000),
        ("release half of the 600", 30000),
        ("the remaining 250", 25000),
        ("250 of the 600", 25000),
        ("all of it", 60000),
        ("everything", 60000),
        ("the full amount", 60000),
        ("the rest", 60000),
        ("a third", 20000),
        ("two thirds", 40000),
        ("a quarter please", 15000),
        ("three quarters", 45000),
        ("25%", 15000),
        ("33.33 percent", 19998),
        ("nothing", 0),
        ("release 100 for C-1001", 10000),
        # Not clear, or no amount at all
        ("all but 100", None),
        ("everything except 50", None),
        ("more than 200", None),
        ("100 or 200", None),
        ("200 euros", None),
        ("in 5 days", None),
        ("some of it", None),
        ("milestone 2", None),
    ],
)
def test_an_amount_is_read_in_figures_and_in_words(text, minor):
    found = wish(said(text), WHOLE)
    assert (found and found.minor) == minor if found is None or found.minor else minor == 0


@pytest.mark.parametrize(
    "text", ["300", "half of it", "the remaining 250", "50 dollars please", "ok make it 25%", "all"]
)
def test_a_message_may_be_an_amount_and_nothing_else(text):
    assert is_amount(said(text), WHOLE)


@pytest.mark.parametrize(
    "text",
    ["what is escrow", "I sent him 50 dollars yesterday by mistake", "is half normal here", "yes", "milestone 2"],
)
def test_a_message_that_says_more_is_no_amount_by_itself(text):
    assert not is_amount(said(text), WHOLE)


def test_a_buttons_label_is_nobodys_amount():
    assert wish(asked("Milestone 2 “Half a page” (C-1001)", pressed=True), WHOLE) is None
