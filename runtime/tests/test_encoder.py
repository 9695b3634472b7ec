"""The network that we write out ourselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from milepost_runtime.encoder import weights
from milepost_runtime.encoder.sentences import LONGEST, encoder
from milepost_runtime.encoder.shape import WIDTH


def test_vectors_have_unit_length_and_know_what_is_alike() -> None:
    paid, settled, weather = encoder().encode_all(
        ["has the freelancer been paid", "did the contractor get the money", "it rains in the mountains"]
    )
    assert paid.shape == (WIDTH,)
    assert np.linalg.norm(paid) == pytest.approx(1, abs=1e-5)
    assert paid @ settled > 0.6
    assert paid @ weather < 0.3


def test_a_text_has_the_same_vector_whatever_is_beside_it() -> None:
    alone = encoder().encode("is it paid?")
    assert np.array_equal(alone, encoder().encode_all(["a much longer text about something else", "is it paid?"])[1])


def test_the_quantised_network_is_near_the_full_one() -> None:
    # Computed once with the same graph in 32 bits.
    assert encoder().encode("happy person") @ encoder().encode("very happy person") == pytest.approx(0.868, abs=0.03)


def test_of_an_endless_text_the_beginning_is_read() -> None:
    endless, beginning = encoder().encode_all(["word " * 50_000 + "money", "word " * LONGEST])
    assert np.array_equal(endless, beginning)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"something else")
    monkeypatch.setattr(weights, "located", lambda _: tmp_path / "w")
    with pytest.raises(weights.WrongWeights):
        weights.verified(weights.WEIGHTS)
