"""The letters as they are meant to look. `python -m tests.mail.renderings` writes them anew; then look at them."""

from collections.abc import Iterator
from pathlib import Path

from bot.mail.letters.kinds import KINDS
from bot.mail.letters.samples import SAMPLES
from bot.mail.letters.words import languages
from bot.mail.letters.writing import Branding, Writer, Written

GOLDEN = Path(__file__).resolve().parent / "golden"
WRITER = Writer(Branding("Milepost Market", "#0d6253", "https://market.example/"))
ZONE = "America/Los_Angeles"


def written(kind: str, language: str) -> Written:
    return WRITER.write(kind, SAMPLES[kind], locale=language, zone=ZONE, answerable=True)


def renderings() -> Iterator[tuple[Path, str]]:
    """Every letter in every language, and where it is kept."""
    for kind in KINDS:
        for language in sorted(languages()):
            letter = written(kind, language)
            yield GOLDEN / f"{kind}.{language}.txt", f"Subject: {letter.subject}\n\n{letter.text}"
            yield GOLDEN / f"{kind}.{language}.html", letter.html


if __name__ == "__main__":
    for path, text in renderings():
        path.write_text(text, "utf-8")
