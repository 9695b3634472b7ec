"""Runs the programs of a step: their output into a log, their life on the progress line."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Mapping, Sequence

from tools.failure import Failed
from tools.places import ROOT
from tools.progress import Progress

STOP_WITHIN_S = 5
LAST_LINE_BYTES = 400


class Runner:
    """Runs programs for one step; everything they print goes to `log`."""

    def __init__(self, progress: Progress, log: Path, env: Mapping[str, str]) -> None:
        self._progress = progress
        self.log = log
        self.env = dict(env)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")

    def __call__(self, *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
        """Run a program to its end. Raises Failed when it cannot start or says that it failed."""
        if not self.succeeds(*command, cwd=cwd, env=env):
            raise Failed(f"`{_shown(command)}` failed.", self.log)

    def succeeds(self, *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> bool:
        """Run a program to its end and tell whether it did its work."""
        with self.log.open("ab") as log:
            log.write(f"$ {_shown(command)}\n".encode())
            log.flush()
            try:
                process = subprocess.Popen(
                    [str(part) for part in command],
                    cwd=str(cwd),
                    env={**self.env, **(env or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            except OSError as error:
                log.write(f"{error}\n".encode())
                return False
            try:
                return self._watch(process) == 0
            finally:
                _stop(process)

    def _watch(self, process: subprocess.Popen[bytes]) -> int:
        while True:
            try:
                return process.wait(self._progress.every_s)
            except subprocess.TimeoutExpired:
                self._progress.tick(_last_line(self.log))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program that an interruption left behind."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _last_line(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LAST_LINE_BYTES))
        lines = file.read().decode("utf-8", "replace").replace("\r", "\n").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _shown(command: Sequence[str | Path]) -> str:
    return " ".join(str(part).replace(f"{ROOT}/", "") for part in command)
