"""Where things are: the project's files, its caches, and what the environment says."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = Path(__file__).resolve().parent
LOCK = CODE.parent / "uv.lock"


def root() -> Path:
    """Return the folder with config.yml, data/ and bot/intents/."""
    return Path(os.environ.get("MILEPOST_PROJECT", ROOT))


def cache() -> Path:
    """Return the folder for what can always be made again."""
    return Path(os.environ.get("MILEPOST_CACHE", ROOT / ".cache"))


def evaluation_data() -> Path:
    """Return the folder with data to measure on, which is no part of the repository."""
    return Path(os.environ.get("MILEPOST_EVAL", ROOT.parent / "shared" / "eval"))
