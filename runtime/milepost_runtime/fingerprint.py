"""One hash over everything that the trained model is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from milepost_runtime import domain, project
from milepost_runtime.encoder import weights

# The code that decides what a trained model holds. The channel and the stores do not.
CODE = ("articles", "encoder", "nlu", "domain.py", "training.py")
LENGTH = 16  # hex digits


def fingerprint() -> str:
    """Return the fingerprint of the project's model, as it would be trained now."""
    digest = hashlib.sha256()
    for name, content in _ingredients():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:LENGTH]


def _ingredients() -> Iterator[tuple[str, bytes]]:
    root = project.root()
    yield "weights", weights.digest().encode()
    yield "domain", domain.composed().encode()  # without the words: they change what is said, not the model
    yield "config.yml", (root / "config.yml").read_bytes()
    yield "uv.lock", project.LOCK.read_bytes()
    for pattern in ("*.yml", "*.md"):
        yield from _files(root / "data", pattern)
    for name in CODE:
        path = project.CODE / name
        yield from _files(path, "*.py") if path.is_dir() else [(name, path.read_bytes())]


def _files(folder: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob(pattern)):
        yield path.relative_to(folder.parent).as_posix(), path.read_bytes()
