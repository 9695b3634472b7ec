"""Text to unit vectors on one thread, one text at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from milepost_runtime.encoder import build, weights
from milepost_runtime.encoder.shape import INPUT, OUTPUT, WIDTH

LONGEST = 128  # tokens, with the two that mark start and end; the rest is cut off


class SentenceEncoder:
    """Vectors of unit length, so that a dot product is the cosine."""

    def __init__(self, network: Path, tokenizer: Path) -> None:
        """Load the network and its tokenizer."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def vocabulary(self) -> dict[str, int]:
        """Return the tokenizer's pieces and their ranks, frequent ones first."""
        return dict(self._tokenizer.get_vocab())

    def encode(self, text: str) -> np.ndarray:
        """Return the vector of one text, shape (WIDTH,)."""
        ids = np.asarray([self._tokenizer.encode(text).ids], np.int64)
        (found,) = self._session.run([OUTPUT], {INPUT: ids})
        return found[0]

    def encode_all(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of several texts, shape (len(texts), WIDTH).

        Not a batch: int8 scales are taken over the whole input, and a text's vector must not hang on
        the texts that happen to be beside it.
        """
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        return np.stack([self.encode(text) for text in texts])


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """Return the one encoder of this process."""
    return SentenceEncoder(build.encoder_file(), weights.located(weights.TOKENIZER))
