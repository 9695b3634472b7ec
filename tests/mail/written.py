"""The corpus of replies: mails in the forms of the mail programs of the world, and what was written in each."""

from dataclasses import dataclass
from pathlib import Path

from bot.mail.replies.page import text_of

CORPUS = Path(__file__).with_name("corpus")
BETWEEN = "\n%%%% wrote\n"


@dataclass(frozen=True)
class Example:
    """One mail of the corpus."""

    name: str
    body: str
    wrote: str


def examples() -> list[Example]:
    """Read the corpus; of a mail in HTML the text is the body."""
    return [_example(file) for file in sorted(CORPUS.iterdir())]


def _example(file: Path) -> Example:
    body, wrote = file.read_bytes().decode().split(BETWEEN)
    return Example(file.name, text_of(body) if file.suffix == ".html" else body, wrote.rstrip("\n"))
