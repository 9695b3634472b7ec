"""Broad topics taken apart before they are learnt: "everything that is not ours" has no middle that a line could find."""

from __future__ import annotations

import numpy as np

# The mean of a topic's unit vectors is shorter, the less its examples are alike. Ours are 0.48 to 0.73 long, those
# of BANKING77 above 0.67 and of CLINC150 above 0.42; only `out_of_scope`, at 0.29, is about everything at once.
BROAD = 0.4
FACETS = 12  # of a broad topic. To take every topic apart is worse.
FEWEST_EXAMPLES = 10  # of a facet, on average


def facets(vectors: np.ndarray, topics: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the facet of each example, and the topic of each facet in rising order; most topics have one.

    `topics` holds the index of each example's topic.
    """
    of_examples = np.zeros(len(topics), np.int32)
    topics_of: list[int] = []
    for topic in range(int(topics.max()) + 1):
        places = np.flatnonzero(topics == topic)
        found = _within(vectors[places])
        of_examples[places] = len(topics_of) + found
        topics_of += [topic] * (int(found.max()) + 1)
    return of_examples, np.asarray(topics_of, np.int32)


def _within(vectors: np.ndarray) -> np.ndarray:
    count = min(FACETS, len(vectors) // FEWEST_EXAMPLES)
    if count < 2 or np.linalg.norm(vectors.mean(axis=0)) >= BROAD:  # noqa: PLR2004 - one facet is the topic
        return np.zeros(len(vectors), np.int32)
    from sklearn.cluster import KMeans  # noqa: PLC0415 - only for training

    return KMeans(count, n_init=3, random_state=0).fit_predict(vectors)
