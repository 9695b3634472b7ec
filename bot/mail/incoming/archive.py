"""The archive: mails and their files on disk, under random names, outside of anything that is served.

Its calls wait for the disk: they are made in a thread.
"""

import contextlib
import re
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

FOLDER = "mail"  # in the home folder; several gateways need one that they share
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600

_NAME = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Archive:
    """The folder of what came in."""

    folder: Path

    @classmethod
    def at(cls, home: Path) -> "Archive":
        """Use the folder for mail in the home folder."""
        return cls(home / FOLDER)

    def keep(self, content: bytes) -> str:
        """Write a file that only we can read, and return its name."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        name = str(uuid4())
        path = self.folder / name
        path.touch(mode=PRIVATE_FILE, exist_ok=False)
        path.write_bytes(content)
        return name

    def read(self, name: str) -> bytes | None:
        """Read a file; None if it is there no more. A name that we did not give is no file."""
        if not _NAME.fullmatch(name):
            return None
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / name).read_bytes()
        return None

    def drop(self, names: list[str]) -> None:
        """Take files away; those that are gone are gone."""
        for name in names:
            if _NAME.fullmatch(name):
                (self.folder / name).unlink(missing_ok=True)

    def drop_older(self, age_s: float) -> int:
        """Take away what nobody would take away: files so old that no row can name them any more; return how many."""
        dropped = 0
        if not self.folder.is_dir():
            return dropped
        oldest = time.time() - age_s  # the disk's own time, not the application's
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if _NAME.fullmatch(path.name) and path.stat().st_mtime < oldest:
                    path.unlink()
                    dropped += 1
        return dropped
