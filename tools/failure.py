"""Failed: what went wrong, in one sentence, with the end of the log that tells more."""

from __future__ import annotations

from pathlib import Path

TAIL_LINES = 15


class Failed(Exception):  # noqa: N818 - reads as what happened
    """A step could not be done. `log` is where its programs wrote."""

    def __init__(self, sentence: str, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.log = log

    def report(self) -> str:
        """Return the sentence, the log's last lines and where the whole log is."""
        lines = [f"error: {self}"]
        if self.log is not None and self.log.exists():
            tail = self.log.read_text("utf-8", "replace").splitlines()[-TAIL_LINES:]
            lines += [f"  | {line}" for line in tail]
            lines.append(f"The full log: {self.log}")
        return "\n".join(lines)
