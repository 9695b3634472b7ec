"""Console: what the supervisor tells the person who started it."""

import sys
import time
from typing import TextIO

LIVE_EVERY_S = 0.2
PLAIN_EVERY_S = 5.0


class Console:
    """Lines, and one waiting line: live on a terminal, repeated now and then elsewhere."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._began: float | None = None
        self._next = 0.0
        self.every_s = LIVE_EVERY_S

    def say(self, line: str) -> None:
        """Print a line."""
        self._stream.write(("\r\033[K" if self._live else "") + line + "\n")
        self._stream.flush()

    def waiting(self, what: str) -> None:
        """Say what is waited for, and since when."""
        now = time.monotonic()
        self._began = self._began or now
        line = f"Waiting for {what} ({now - self._began:.0f} s)"
        if self._live:
            self._stream.write(f"\r\033[K{line}")
            self._stream.flush()
        elif now >= self._next:
            self._next = now + PLAIN_EVERY_S
            self.say(line)
