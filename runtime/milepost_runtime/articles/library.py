"""The help articles as they are written: Markdown, with a title, topics and questions in front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from milepost_runtime import project

FOLDER = "data/articles"
FENCE = "---\n"


@dataclass(frozen=True)
class Article:
    """`id` is the file's name and the last part of its address.

    `topics` are those of topics.md that it is on; `questions` are what people ask that it answers.
    """

    id: str
    title: str
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    paragraphs: tuple[str, ...]


def articles() -> list[Article]:
    """Read the project's articles, in the order of their ids."""
    return list(_read(project.root() / FOLDER))


def _read(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.glob("*.md")):
        _, head, text = path.read_text("utf-8").split(FENCE, 2)
        front = yaml.safe_load(head)
        paragraphs = tuple(paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip())
        yield Article(path.stem, front["title"], tuple(front["topics"]), tuple(front["questions"]), paragraphs)
