"""Programs that the benchmark starts, waits for, weighs and stops."""

import contextlib
import os  # the children's environment is ours with additions
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

READY_SECONDS = 180.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.2


class Program:
    """A program with all that it starts, in a session of its own."""

    def __init__(self, command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], cwd: Path) -> None:
        """Start `command`; its output goes to `log`."""
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **env},  # noqa: TID251 - handed on whole
                cwd=cwd,
                start_new_session=True,
            )

    def wait_for(self, url: str) -> float:
        """Wait until `url` answers 200; return the seconds since the call. Raises RuntimeError."""
        began = time.monotonic()
        while time.monotonic() - began < READY_SECONDS:
            if self._process.poll() is not None:
                raise RuntimeError(f"it ended while starting; see {self._log}")
            with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return time.monotonic() - began
            time.sleep(POLL_SECONDS)
        raise RuntimeError(f"not ready after {READY_SECONDS:.0f} s; see {self._log}")

    def resident_mib(self) -> float:
        """Return the resident memory of the program and all that it started, in MiB."""
        root = psutil.Process(self._process.pid)
        return sum(process.memory_info().rss for process in (root, *root.children(recursive=True))) / 2**20

    def stop(self) -> None:
        """End it: politely, then not."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
                return


def free_port() -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
