"""Help articles: well made, found by what people ask, and silent about the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from milepost_runtime import project
from milepost_runtime.articles.index import MOST, ArticleIndex, built
from milepost_runtime.articles.library import Article, articles
from milepost_runtime.encoder.sentences import encoder
from rasa.core.channels.channel import UserMessage


@pytest.fixture(scope="module")
def library() -> list[Article]:
    """Read the real project's articles."""
    return articles()


@pytest.fixture(scope="module")
def foreign() -> np.ndarray:
    """Encode our own examples of what is about nothing here."""
    data = yaml.safe_load((project.ROOT / "data" / "nlu" / "other.yml").read_text("utf-8"))["nlu"]
    [examples] = [entry["examples"] for entry in data if entry["intent"] == "out_of_scope"]
    return encoder().encode_all([line.removeprefix("- ") for line in examples.splitlines()])


@pytest.fixture(scope="module")
def index(library: list[Article], foreign: np.ndarray) -> ArticleIndex:
    """Index them."""
    return built(library, encoder().encode_all, foreign)


def test_articles_are_short_and_have_questions(library: list[Article]) -> None:
    assert len(library) >= 25
    for article in library:
        assert 60 <= sum(len(paragraph.split()) for paragraph in article.paragraphs) <= 150, article.id
        assert 4 <= len(article.questions) <= 6, article.id


def test_articles_are_on_topics_that_there_are(library: list[Article]) -> None:
    known: set[str] = set()
    for path in (project.ROOT / "bot" / "intents").glob("*.yml"):
        known.update(yaml.safe_load(path.read_text("utf-8")).get("intents", ()))
    assert {topic for article in library for topic in article.topics} <= known


def test_no_question_belongs_to_two_articles(library: list[Article]) -> None:
    questions = [question for article in library for question in article.questions]
    assert len(questions) == len(set(questions))


def test_a_question_finds_its_article_first(library: list[Article], index: ArticleIndex) -> None:
    for article in library:
        [*vectors] = encoder().encode_all(article.questions)
        for vector in vectors:
            assert index.find(vector[np.newaxis], {})[0].id == article.id


@pytest.mark.parametrize(
    ("text", "topic", "article"),
    [
        (
            "they sent me something that I never ordered, what can I do about the delivery",
            "request_changes",
            "review-and-release",
        ),
        ("is there some proof of purchase for my bookkeeper", "ask_transactions", "transactions"),
        ("how do I get rid of my profile on here for good", "other_close_account", "close-account"),
        ("my webcam stays black during the identity call", "report_video_problem", "video-verification"),
        ("a guy wants me to move to a chat app", "report_suspicious", "staying-safe"),
    ],
)
def test_other_words_find_the_article_among_those_offered(
    index: ArticleIndex, text: str, topic: str, article: str
) -> None:
    found = index.find(encoder().encode(text)[np.newaxis], {topic: 0.5})
    assert article in [one.id for one in found]
    assert len(found) <= MOST


def test_few_lines_about_nothing_are_offered_an_article(index: ArticleIndex, foreign: np.ndarray) -> None:
    offered = sum(bool(index.find(line[np.newaxis], {})) for line in foreign)
    assert offered <= 0.06 * len(foreign)


def test_an_index_comes_back_from_its_files_as_it_was(index: ArticleIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = ArticleIndex.load(tmp_path)
    vector = encoder().encode("who is holding my deposit")[np.newaxis]
    assert again.find(vector, {}) == index.find(vector, {})


def test_without_articles_none_is_found() -> None:
    empty = built([], encoder().encode_all, np.zeros((0, 384)))
    assert empty.find(encoder().encode("anything")[np.newaxis], {}) == []


async def test_only_what_is_not_acted_on_carries_articles(agent: Any) -> None:
    unsure = await agent.processor.parse_message(UserMessage("who is holding the cash while the job is being done"))
    assert unsure["band"] != "act"
    assert [article["id"] for article in unsure["articles"]] == ["escrow"]
    sure = await agent.processor.parse_message(UserMessage("hello there"))
    assert sure["band"] == "act"
    assert "articles" not in sure
