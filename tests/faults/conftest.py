"""The whole product, started as its user starts it, on a port and in a home of its own."""

import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from bot.supervisor.place import free_port
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
MILEPOST = ROOT / ".venv" / "bin" / "milepost"
READY_SECONDS = 120.0
SECRET = "a secret of the faults tests, long enough"


class Product:
    """`milepost run`, with its children."""

    def __init__(self, home: Path) -> None:
        port = free_port()
        self.home = home
        self.url = f"http://127.0.0.1:{port}"
        self.env = {**os.environ, "MILEPOST_PORT": str(port), "MILEPOST_HOME": str(home), "MILEPOST_SECRET": SECRET}  # noqa: TID251 - handed on whole
        self.log = home / "run.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [MILEPOST, "run"],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=ROOT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Wait for /readyz; fails with the log."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if self.is_ready():
                return
            time.sleep(0.2)
        pytest.fail(f"not ready:\n{self.log.read_text()[-4000:]}")

    def is_ready(self) -> bool:
        """Tell whether it answers /readyz with 200."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:  # noqa: S310 - loopback
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def child(self, part: str) -> psutil.Process:
        """Return the child whose command line has `part` in it."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            if part in " ".join(process.cmdline()):
                return process
        raise LookupError(part)

    def token(self, account: str) -> str:
        """Sign in as `account`, as the command line does."""
        return subprocess.run(
            [MILEPOST, "token", account], env=self.env, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    def stop(self) -> None:
        """Ctrl-C."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        _, alive = psutil.wait_procs(children, timeout=PATIENCE_S)
        assert not alive, f"orphans: {alive}"


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    running = Product(tmp_path_factory.mktemp("home"))
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
