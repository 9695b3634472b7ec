"""The help articles of data/articles as pages, for a marketplace that has none of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import yaml
from aiohttp import web

from bot.gateway.pages import REVALIDATE, SECURITY_HEADERS
from bot.settings import ROOT

FOLDER = ROOT / "data" / "articles"
FENCE = "---\n"
PATH = "/help"


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read: its title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@cache
def articles(folder: Path = FOLDER) -> Mapping[str, Article]:
    """Read the articles by id, once."""
    found: dict[str, Article] = {}
    for path in sorted(folder.glob("*.md")):
        _, head, text = path.read_text("utf-8").split(FENCE, 2)
        found[path.stem] = Article(yaml.safe_load(head)["title"], tuple(filter(None, text.strip().split("\n\n"))))
    return found


def add_help_pages(app: web.Application) -> None:
    """Add the list of articles, and each article."""
    app.router.add_get(PATH, _list)
    app.router.add_get(f"{PATH}/{{id:[a-z-]+}}", _article)


async def _list(_request: web.Request) -> web.Response:
    lines = [f'<li><a href="{PATH}/{ident}">{escape(article.title)}</a></li>' for ident, article in articles().items()]
    return _page("Help", f'<ul class="articles">{"".join(lines)}</ul>')


async def _article(request: web.Request) -> web.Response:
    article = articles().get(request.match_info["id"])
    if article is None:
        raise web.HTTPNotFound(text="There is no such article.")
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    return _page(article.title, f'<div class="article">{text}</div>')


def _page(title: str, body: str) -> web.Response:
    heading = escape(title)
    return web.Response(
        text=(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{heading}</title>"
            '<link rel="stylesheet" href="/static/demo.css"><link rel="icon" href="/static/icon.svg"></head>'
            f'<body><header class="top"><p class="brand"><span class="mark" aria-hidden="true"></span>'
            f'<a href="{PATH}">Help articles</a></p></header>'
            f"<main><h1>{heading}</h1>{body}</main></body></html>"
        ),
        content_type="text/html",
        headers={**SECURITY_HEADERS, "Cache-Control": REVALIDATE},
    )
