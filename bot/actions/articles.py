"""Help articles: offered where no topic was understood, never in an answer's place."""

from collections.abc import Mapping
from typing import Any

from bot.actions.asked import Asked
from bot.actions.blocks import links
from bot.actions.words import Entry, Words


def article_links(words: Words, articles: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """Show the articles as links."""
    return links(*((article["title"], words.text("articles.address", id=article["id"])) for article in articles))


def offered_articles(asked: Asked, words: Words, key: str) -> Entry:
    """Say the entry `key` with the titles of the articles that were found, and show them as links."""
    titles = "; ".join(f"“{article['title']}”" for article in asked.articles)
    entry = words.entry(key, titles=titles)
    return Entry(entry.text, (article_links(words, asked.articles), *entry.blocks))
