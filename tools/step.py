"""Step: a piece of setting up that is done once, and again only when what it is made from changes."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator, Mapping, Sequence

from tools.command import Runner
from tools.failure import Failed
from tools.places import LOGS, ROOT, STAMPS
from tools.progress import Progress

LEFT_OUT = {"node_modules", "__pycache__", ".venv"}


@dataclass(frozen=True)
class Step:
    """What is made (`makes`) from what (`inputs`: files and folders; `version`: anything else) and how.

    A stamp with the hash of the inputs is written last of all, so whatever ends a step early leaves
    none. `redo` is taken away before a step that was cut off (not one that failed by itself) is done
    again, because half of it may be there.
    """

    name: str
    title: str
    do: Callable[[Runner], None]
    inputs: Sequence[Path] = ()
    version: str = ""
    makes: Sequence[Path] = ()
    redo: Sequence[Path] = ()

    def is_current(self) -> bool:
        """Tell whether the step was done with these inputs and its results are still there."""
        return (
            self._stamp.exists()
            and all(path.exists() for path in self.makes)
            and self._stamp.read_text("utf-8") == self._hash()
        )

    def run(self, number: int, of: int, env: Mapping[str, str]) -> None:
        """Do the step. Raises Failed."""
        log = LOGS / f"{self.name}.log"
        progress = Progress(number, of, self.title)
        STAMPS.mkdir(parents=True, exist_ok=True)
        if self._begun.exists():
            for path in self.redo:
                shutil.rmtree(str(path), ignore_errors=True)
        self._stamp.unlink() if self._stamp.exists() else None
        self._begun.write_bytes(b"")
        made_from = self._hash()
        try:
            self.do(Runner(progress, log, env))
        except Failed:
            self._begun.unlink()
            progress.end("failed")
            raise
        missing = [str(path) for path in self.makes if not path.exists()]
        if missing:
            raise Failed(f"{self.title}: {', '.join(missing)} was not made.", log)
        self._stamp.write_text(made_from, "utf-8")
        self._begun.unlink()
        progress.end()

    @property
    def _stamp(self) -> Path:
        return STAMPS / self.name

    @property
    def _begun(self) -> Path:
        return STAMPS / f"{self.name}.begun"

    def _hash(self) -> str:
        digest = hashlib.sha256(self.version.encode())
        for path in _files(self.inputs):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(ROOT)} {content}\n".encode())
        return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _files(child for child in sorted(path.iterdir()) if child.name not in LEFT_OUT)
        elif path.exists():
            yield path
