"""Progress for people: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time

LIVE_EVERY_S = 0.2
PLAIN_EVERY_S = 10.0


class Progress:
    """The progress of one step: which of how many, what it does, for how long already."""

    def __init__(self, number: int, of: int, title: str) -> None:
        self._head = f"[{number}/{of}] {title}"
        self._stream = sys.stderr
        self._live = self._stream.isatty()
        self._began = time.monotonic()
        self._told = self._began
        self.every_s = LIVE_EVERY_S if self._live else 1.0
        if not self._live:
            self._line(f"{self._head} ...")

    def tick(self, detail: str = "") -> None:
        """Say that it goes on; `detail` is what the program last said."""
        if self._live:
            text = f"{self._head} ... {self._elapsed()}  {detail}"
            self._stream.write("\r\033[K" + text[: shutil.get_terminal_size().columns - 1])
            self._stream.flush()
        elif time.monotonic() - self._told >= PLAIN_EVERY_S:
            self._told = time.monotonic()
            self._line(f"{self._head} ... {self._elapsed()}")

    def end(self, word: str = "done") -> None:
        """Say how it ended and what it took."""
        if self._live:
            self._stream.write("\r\033[K")
        self._line(f"{self._head}: {word} in {self._elapsed()}")

    def _elapsed(self) -> str:
        return f"{time.monotonic() - self._began:.0f} s"

    def _line(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._stream.flush()
