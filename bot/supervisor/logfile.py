"""LogFile: what a child prints, kept on disk within a limit."""

from pathlib import Path
from typing import BinaryIO

LOG_BYTES_MAX = 10 * 1024 * 1024
LOGS_KEPT = 3
TAIL_BYTES = 4096


class LogFile:
    """A file that is put aside as `.1`, `.2` … when it is full; the oldest is dropped."""

    def __init__(self, path: Path, *, bytes_max: int = LOG_BYTES_MAX) -> None:
        self.path = path
        self._bytes_max = bytes_max
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("ab")

    def write(self, chunk: bytes) -> None:
        """Append, in a new file where the present one would grow beyond its limit."""
        if self._file.tell() and self._file.tell() + len(chunk) > self._bytes_max:
            self._put_aside()
        self._file.write(chunk)
        self._file.flush()

    def tail(self, lines: int) -> list[str]:
        """Return the last lines."""
        with self.path.open("rb") as file:
            file.seek(max(0, self.path.stat().st_size - TAIL_BYTES))
            return file.read().decode("utf-8", "replace").splitlines()[-lines:]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _put_aside(self) -> None:
        self._file.close()
        for number in range(LOGS_KEPT, 0, -1):
            older = self._numbered(number - 1)
            if older.exists():
                older.replace(self._numbered(number))
        self._file = self.path.open("ab")

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path
