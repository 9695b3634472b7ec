"""The head by itself, on vectors made up for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from milepost_runtime.nlu.facets import FACETS, FEWEST_EXAMPLES, facets
from milepost_runtime.nlu.head import LOOKED_AT, Head, fitted

NORTH, EAST, BETWEEN = (np.asarray(vector, np.float32) for vector in ([1, 0], [0, 1], [0.8, 0.6]))


def _head() -> Head:
    return fitted(np.stack([EAST, NORTH, EAST, BETWEEN]), ["to the east", "north", "east", "north by east"], [*"eneb"])


def test_examples_of_a_topic_stand_side_by_side_whatever_order_they_came_in() -> None:
    head = _head()
    assert head.topics == ("b", "e", "n")
    assert list(head.example_topics) == [0, 1, 1, 2]
    assert head.texts == ("north by east", "to the east", "east", "north")


def test_a_topic_with_few_examples_is_as_near_as_these_are() -> None:
    judged = _head().judged(np.stack([NORTH]), ["north"])
    assert judged.nearness[0] == pytest.approx([0.8, 0, 1], abs=1e-2)  # examples are kept in bytes
    assert judged.likeliest == [2]
    assert judged.probabilities.sum() == pytest.approx(1)


def test_topics_that_are_not_likely_are_as_far_as_the_farthest_that_is() -> None:
    many = LOOKED_AT + 4
    vectors, labels = np.eye(many, dtype=np.float32), [f"t{number:02}" for number in range(many)]
    judged = fitted(vectors, labels, labels).judged(vectors[:1], [labels[0]])
    assert judged.likeliest == [0]
    assert max(judged.nearness[0]) == pytest.approx(1)
    assert np.count_nonzero(judged.nearness[0] == judged.nearness[0].min()) == many - 1
    assert judged.neighbours.shape == judged.cosines.shape == (1, 3 * LOOKED_AT)


def test_what_is_far_from_everything_passes_no_gate() -> None:
    near, far = _head().judged(np.stack([NORTH, -NORTH]), ["north", "north"]).gates
    assert far < 0.5 < near


def test_a_head_reads_back_what_it_saved(tmp_path: Path) -> None:
    head = _head()
    head.save(tmp_path)
    vectors, texts = np.stack([BETWEEN, EAST]), ["north by east", "nothing known"]
    assert np.array_equal(
        Head.load(tmp_path).judged(vectors, texts).probabilities, head.judged(vectors, texts).probabilities
    )


def test_a_topic_about_everything_is_taken_apart_and_one_about_something_is_not() -> None:
    corners = np.repeat(np.eye(FACETS, dtype=np.float32), FEWEST_EXAMPLES, axis=0)
    narrow = np.repeat(corners[:1], len(corners), axis=0)
    of_examples, topics = facets(np.vstack([narrow, corners, narrow]), np.repeat([0, 1, 2], len(corners)))
    assert list(topics) == [0, *[1] * FACETS, 2]
    assert len(set(of_examples[len(corners) : 2 * len(corners)])) == FACETS


def test_a_topic_taken_apart_is_one_topic_in_what_is_judged() -> None:
    corners = np.repeat(np.eye(FACETS, dtype=np.float32), FEWEST_EXAMPLES, axis=0)
    narrow = np.repeat(-corners[:1], len(corners), axis=0)
    head = fitted(
        np.vstack([corners, narrow]), ["words"] * 2 * len(corners), np.repeat(["broad", "narrow"], len(corners))
    )
    judged = head.judged(np.eye(FACETS, dtype=np.float32), ["words"] * FACETS)
    assert judged.probabilities.shape == (FACETS, 2)
    assert set(judged.likeliest) == {0}
