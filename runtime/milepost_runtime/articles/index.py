"""Articles by meaning: a message is held against each article's title, paragraphs and questions, and its topics."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from milepost_runtime.articles.library import Article
from milepost_runtime.encoder.shape import WIDTH

MOST = 3  # articles that are offered for one message
FOREIGN_SHARE = 0.05  # of lines that no article is about have a passage as near as the threshold
# How much a sure topic adds to the cosine. On questions that were hidden from the index, 0.3 brings the
# right article among the first three in 86 % (64 % by cosine alone); more only lets foreign lines in.
TOPIC_WEIGHT = 0.3

ARRAYS, NAMES = "articles.npz", "articles.json"

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Found:
    """An article, and how near the message is to it."""

    id: str
    title: str
    score: float


@dataclass(frozen=True)
class ArticleIndex:
    """`passages` (passages, WIDTH) with unit rows; `owners` holds the place of each one's article in `ids`.

    `topics` are those of each article. Below `least`, a score is no sign of a common subject.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    topics: tuple[tuple[str, ...], ...]
    passages: np.ndarray
    owners: np.ndarray
    least: float

    def find(self, vectors: np.ndarray, likely: Mapping[str, float]) -> list[Found]:
        """Return the articles nearest to any of the vectors (texts, WIDTH), best first; none that is too far.

        `likely` holds the probabilities of the topics.
        """
        if not self.ids:
            return []
        scores = np.full(len(self.ids), -1.0)
        np.maximum.at(scores, self.owners, (vectors @ self.passages.T).max(axis=0))
        scores += [TOPIC_WEIGHT * sum(likely.get(topic, 0.0) for topic in topics) for topics in self.topics]
        best = np.argsort(-scores)[:MOST]
        return [Found(self.ids[i], self.titles[i], float(scores[i])) for i in best if scores[i] >= self.least]

    def save(self, folder: Path) -> None:
        """Write the index into a folder, as plain arrays and JSON."""
        np.savez(folder / ARRAYS, passages=self.passages, owners=self.owners)
        names = {"ids": self.ids, "titles": self.titles, "topics": self.topics, "least": self.least}
        (folder / NAMES).write_text(json.dumps(names), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> ArticleIndex:
        """Read the index that `save` wrote."""
        names = json.loads((folder / NAMES).read_text("utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return cls(
                ids=tuple(names["ids"]),
                titles=tuple(names["titles"]),
                topics=tuple(map(tuple, names["topics"])),
                passages=arrays["passages"],
                owners=arrays["owners"],
                least=names["least"],
            )


def built(articles: Sequence[Article], encode: Encode, foreign: np.ndarray) -> ArticleIndex:
    """Build the index. `foreign` (lines, WIDTH) are lines that no article is about; they set the threshold."""
    texts: list[str] = []
    owners: list[int] = []
    for place, article in enumerate(articles):
        passages = [article.title, *article.paragraphs, *article.questions]
        texts += passages
        owners += [place] * len(passages)
    vectors = encode(texts) if texts else np.zeros((0, WIDTH))
    return ArticleIndex(
        ids=tuple(article.id for article in articles),
        titles=tuple(article.title for article in articles),
        topics=tuple(article.topics for article in articles),
        passages=vectors.astype(np.float32),
        owners=np.asarray(owners, np.int32),
        least=_least(vectors, foreign),
    )


def _least(passages: np.ndarray, foreign: np.ndarray) -> float:
    if not len(passages) or not len(foreign):
        return 0.0
    return float(np.quantile((foreign @ passages.T).max(axis=1), 1 - FOREIGN_SHARE))
