"""The corpus of replies: mails in the forms of the mail programs of the world, and what was written in each."""

from dataclasses import dataclass
from pathlib import Path

from bot.mail.replies.page import text_of

CORPUS = Path(__file__).with_name("corpus")
BETWEEN = "\n%%%% wrote\n"

#: Lines that, over and over, a reader who looks back or ahead at every one would take minutes for.
UNFRIENDLY = {
    "quotes in turns": "t\n> q\n",
    "attributions that never end": "On 1 May 2016 10:10 <\n",
    "headings that are no block": "From: a\nTo: b\n",
    "rules between texts": "t\n\n---\n",
    "signed and never ended": "-----BEGIN PGP SIGNATURE-----\n",
    "brackets without an address": '"' * 390 + "@\n",
}


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
