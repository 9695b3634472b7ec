"""`milepost letters …`: the letters as their readers would get them, with made-up data."""

from bot.cli.refusal import Misused
from bot.cli.sending import branding
from bot.mail.letters.kinds import KINDS
from bot.mail.letters.samples import SAMPLES
from bot.mail.letters.words import language_of, languages
from bot.mail.letters.writing import Writer
from bot.settings import Settings


def letter_list(settings: Settings) -> str:
    """Return a line for each kind: its name, and the subject of its sample."""
    writer, widest = Writer(branding(settings)), max(map(len, KINDS))
    lines = [f"{kind:<{widest}}  {writer.write(kind, SAMPLES[kind]).subject}" for kind in KINDS]
    return "\n".join([*lines, "", f"Languages: {', '.join(sorted(languages()))}."])


def preview(settings: Settings, kind: str, *, html: bool, locale: str, zone: str | None) -> str:
    """Write a letter of made-up data, as it would be sent from here. Raises Misused for an unknown kind."""
    if kind not in KINDS:
        raise Misused(f"There are no letters {kind!r}; `milepost letters list` names them.")
    if language_of(locale) != locale.partition("-")[0].lower():
        raise Misused(f"There are no letters in {locale!r}; they are written in {', '.join(sorted(languages()))}.")
    letter = Writer(branding(settings)).write(kind, SAMPLES[kind], locale=locale, zone=zone, answerable=True)
    return letter.html if html else f"Subject: {letter.subject}\n\n{letter.text}"
