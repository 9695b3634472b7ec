"""Measuring, and that nothing that is measured on was learnt from."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest
from milepost_runtime import project
from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.evaluation.examples import examples
from milepost_runtime.evaluation.kept_out import kept_out
from milepost_runtime.evaluation.noise import mistyped
from milepost_runtime.evaluation.pipeline import auroc, calibration_error
from milepost_runtime.evaluation.real_lines import FILE, RealLine, real_lines

NEAR_DUPLICATE = 0.95  # cosine


def test_auroc_counts_pairs() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5], [0.5]) == 0.5


def test_the_calibration_error_is_how_far_claims_are_from_what_is_right() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert calibration_error([0.9, 0.9, 0.3], [False, False, True]) == pytest.approx((1.8 + 0.7) / 3)


def test_whatever_sends_somebody_elsewhere_is_out_of_scope() -> None:
    line = RealLine("", ("out_of_scope",))
    assert all(map(line.accepts, ("out_of_scope", "other_taxes", "not_understood")))
    assert not line.accepts("ask_dispute")
    assert RealLine("", ("ask_dispute", "out_of_scope")).accepts("other_fees")


def test_a_mistyped_text_differs_and_is_the_same_each_time() -> None:
    text = "when will the second milestone be released"
    once, again = (mistyped(text, random.Random(1)) for _ in range(2))  # noqa: S311
    assert once == again != text


def test_no_real_line_is_among_the_examples() -> None:
    folder = project.evaluation_data()
    if not (folder / FILE).exists():
        pytest.skip("the lines to measure on are not on this machine")
    assert _near(real_lines(folder)) == []


def test_no_line_that_is_kept_out_is_among_the_examples() -> None:
    assert len(kept_out()) >= 500
    assert _near(kept_out()) == []


def test_lines_that_are_kept_out_have_topics_that_there_are() -> None:
    _, topics = examples()
    assert {topic for line in kept_out() for topic in line.topics} <= set(topics)


def _near(lines: list[RealLine]) -> list[str]:
    """Name the examples that say nearly the same as one of the lines."""
    texts, vectors = _examples()
    cosines = encoder().encode_all([line.text for line in lines]) @ vectors.T
    return [texts[place] for place in sorted(set((cosines > NEAR_DUPLICATE).nonzero()[1]))]


@cache  # ten seconds of encoding
def _examples() -> tuple[list[str], np.ndarray]:
    texts, _ = examples()
    return texts, encoder().encode_all(texts)
