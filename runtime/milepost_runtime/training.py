"""Training the model, once for each fingerprint."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from milepost_runtime import domain, project
from milepost_runtime.fingerprint import fingerprint

KEPT = 5  # models of earlier fingerprints that stay in the cache
ABANDONED = 3_600.0  # seconds after which the scratch folder of a training that was killed may go
SCRATCH = ".training-"
TICK = 2.0  # seconds between two signs of life


class TrainingFailed(Exception):  # noqa: N818 - says what happened
    """Rasa made no model of the project's data."""


def trained() -> Path:
    """Return the model of the project as it is now, trained first where it is not in the cache.

    Safe to run twice at once, and to be interrupted: a model gets its name only when it is whole.
    """
    folder = project.cache() / "models"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{fingerprint()}.tar.gz"
    if not path.exists():
        with _alone(folder):
            if not path.exists():  # another process may have made it while we waited
                _train(path)
                _tidy(folder, path)
    return path


def _train(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=SCRATCH) as name, _progress("training the model"):
        scratch = Path(name)
        from rasa.model_training import train  # noqa: PLC0415 - five seconds, and only for training

        domain_file = scratch / "domain.yml"
        domain_file.write_text(domain.composed(), "utf-8")
        root = project.root()
        result = train(
            str(domain_file),
            str(root / "config.yml"),
            [str(root / "data")],
            output=str(scratch),
            force_training=True,
            fixed_model_name="model",
        )
        if result.code or not result.model:
            msg = f"rasa train ended with code {result.code}"
            raise TrainingFailed(msg)
        Path(result.model).replace(path)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another training", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _progress(what: str) -> Iterator[None]:
    """Say on stderr what takes so long, and send Rasa's own words for stdout there too."""
    started, over = time.monotonic(), threading.Event()

    def elapsed() -> str:
        return f"{what}: {time.monotonic() - started:.0f} s"

    def tick() -> None:
        line_end = "\r" if sys.stderr.isatty() else "\n"
        while not over.wait(TICK):
            print(elapsed(), end=line_end, file=sys.stderr, flush=True)

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        over.set()
        thread.join()
    print(f"{elapsed()}, done", file=sys.stderr, flush=True)


def _tidy(folder: Path, current: Path) -> None:
    others = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in others if path != current][KEPT:]:
        path.unlink(missing_ok=True)
    for scratch in folder.glob(f"{SCRATCH}*"):
        if time.time() - scratch.stat().st_mtime > ABANDONED:
            shutil.rmtree(scratch, ignore_errors=True)
