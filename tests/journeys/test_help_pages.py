"""The help articles can be read where the assistant's links lead."""

import re

import aiohttp

from bot.actions.words import INTENTS
from bot.gateway.help_pages import articles


async def test_an_article_is_shown_with_its_title_and_text(gateway):
    async with aiohttp.ClientSession() as http, http.get(f"{gateway.url}/help/escrow") as answer:
        page = await answer.text()
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<h1>What escrow is, and what it protects</h1>" in page
    assert "&quot;project funds&quot;" in page


async def test_all_articles_are_listed(gateway):
    async with aiohttp.ClientSession() as http, http.get(f"{gateway.url}/help") as answer:
        page = await answer.text()
    assert all(f'href="/help/{ident}"' in page for ident in articles())


async def test_an_article_that_is_not_there_is_not_found(gateway):
    async with aiohttp.ClientSession() as http, http.get(f"{gateway.url}/help/nothing") as answer:
        assert answer.status == 404


def test_every_article_that_the_words_link_to_is_there():
    linked = {
        ident
        for path in INTENTS.glob("*.yml")
        for ident in re.findall(r"\{help_url\}/([a-z-]+)", path.read_text("utf-8"))
    }
    assert linked
    assert linked <= articles().keys()
