"""Notices: what the gateway says around a hand-off, with its moments in the reader's time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.actions.payments.receipts import ReadBy
from bot.actions.phrases import phrased
from bot.actions.words import Entry, Words


class NoticeWords:
    """Says notices in our words."""

    def __init__(self, words: Words, *, home: ZoneInfo) -> None:
        """Say them in `words`; moments are written in `home` for readers whose zone is not known."""
        self._words = words
        self._home = home

    def told(self, key: str, *, locale: str, zone: str | None, now: datetime, **values: object) -> Entry:
        """Say the notice of a key to a reader who is at home in `zone` (IANA)."""
        reader = ReadBy(now, ZoneInfo(zone) if zone else self._home, locale)
        return self._words.speaking(locale).entry(key, **phrased(reader, values))
