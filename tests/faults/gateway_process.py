"""A gateway in a process of its own, without Rasa: for what people do among themselves."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from bot.supervisor.place import free_port
from tests.faults.conftest import MILEPOST, ROOT, SECRET

READY_SECONDS = 60.0


class GatewayProcess:
    """`milepost gateway`."""

    def __init__(self, home: Path, now: datetime) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            **os.environ,  # noqa: TID251 - handed on whole
            "MILEPOST_PORT": str(port),
            "MILEPOST_HOME": str(home),
            "MILEPOST_SECRET": SECRET,
            "MILEPOST_CLOCK": now.isoformat(),
        }
        self.log = home / f"{port}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [MILEPOST, "gateway", "--prepare"], stdout=output, stderr=subprocess.STDOUT, env=self.env, cwd=ROOT
            )

    def wait_until_up(self) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()  # noqa: S310 - loopback
                return
            time.sleep(0.1)
        pytest.fail(f"not up:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def token(self, account: str) -> str:
        return subprocess.run(
            [MILEPOST, "token", account], env=self.env, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
