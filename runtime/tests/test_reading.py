"""Sentences, bands, and the reading of whole messages by the trained model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from milepost_runtime.nlu.bands import Band, Bands
from milepost_runtime.nlu.parts import MOST, parts
from milepost_runtime.understanding import BadLine, understand, understand_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is it paid", []),
        ("Is it paid? When?", []),
        ("Hello there. Is my milestone paid?", ["Hello there.", "Is my milestone paid?"]),
        ("my milestone\n\nis it paid", ["my milestone", "is it paid"]),
        ("I paid $1.50 for e.g. a logo", []),
        ("is it paid and how do I give a bonus?", ["is it paid", "how do I give a bonus?"]),
        ("is it paid n how do i give a bonus", ["is it paid", "how do i give a bonus"]),
        ("is it paid & how do I give a bonus?", ["is it paid", "how do I give a bonus?"]),
        ("how is it released and what then", []),
        ("The answer was no. Now what is next?", ["The answer was no.", "Now what is next?"]),
    ],
)
def test_a_message_is_taken_apart_into_its_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_of_a_very_long_message_the_beginning_and_the_end_are_read() -> None:
    found = parts(" ".join(f"This is sentence number {number}." for number in range(100)))
    assert len(found) == MOST
    assert found[0].endswith(" 0.")
    assert found[-1].endswith(" 99.")


def test_the_bands_follow_the_risk() -> None:
    gates = np.linspace(0, 1, 1_001)
    careful = Bands.of(gates, gates / 2, gates > 0.2)
    assert careful.band(0.0, 0.0) is Band.NOT_UNDERSTOOD
    assert careful.band(0.0, 1.0) is Band.NOT_UNDERSTOOD
    assert careful.band(0.1, 0.05) is Band.ASK_BACK
    assert careful.band(1.0, 0.5) is Band.ACT
    assert 0.05 < careful.ask_back_below < 0.1
    faultless = Bands.of(gates, gates, np.ones(1_001, bool))
    assert faultless.band(faultless.not_understood_below, 0.0) is Band.ACT


async def test_a_question_is_understood(agent: Any) -> None:
    found = await understand(agent, "has my milestone been paid?")
    assert found["topic"] == "ask_milestone_status"
    assert found["band"] == "act"
    assert found["nearest"][0]["topic"] == "ask_milestone_status"
    assert found["ranking"][0]["confidence"] == found["confidence"]


async def test_greetings_and_stories_around_a_question_do_not_hide_it(agent: Any) -> None:
    text = "Good morning! I have been here for years and I like the weather. Is my second milestone paid? Bye!"
    assert (await understand(agent, text))["topic"] == "ask_milestone_status"


async def test_a_second_request_is_named_beside_the_first(agent: Any) -> None:
    found = await understand(agent, "Is my milestone paid? Please cancel the contract and refund me.")
    assert {found["topic"], *found["also"]} == {"ask_milestone_status", "cancel_and_refund"}


async def test_typing_errors_do_not_hide_a_question(agent: Any) -> None:
    found = await understand(agent, "is my milstone piad")
    assert found["topic"] == "ask_milestone_status"
    assert found["text"] == "is my milstone piad"
    assert found["corrected"].startswith("is my milestone")


async def test_what_is_like_nothing_known_is_not_understood(agent: Any) -> None:
    found = await understand(agent, "photosynthesis converts sunlight into chemical energy")
    assert found["band"] != "act"


async def test_lines_are_answered_in_their_order_and_nonsense_is_refused(model: Any) -> None:
    answers = [line async for line in understand_lines(model, ['{"text": "hello"}', "", '{"text": "/greet"}'])]
    assert len(answers) == 2
    with pytest.raises(BadLine, match="line 1"):
        _ = [line async for line in understand_lines(model, ['{"words": "hello"}'])]
