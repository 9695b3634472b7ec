"""coturn from Debian's package, on the loopback address: installed where that may be done, or a sentence about why not."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.supervisor.place import free_port
from tests.browser.call.turn import Turn

HOST = "127.0.0.1"
PROGRAM = "turnserver"
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "coturn")
INSTALLS_WITHIN_S = 120
STARTS_WITHIN_S = 15


def program() -> str:
    """Find the program, or install it; skips the test where neither can be."""
    found = shutil.which(PROGRAM)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = shutil.which(PROGRAM)
    if found is None:
        pytest.skip("There is no coturn here, and it could not be installed: as root, `apt-get install coturn`.")
    return found


def _install() -> None:
    # The package would start a relay that listens to everybody; this runlevel is one in which no service starts.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # noqa: TID251 - apt's, not the application's
    for command in (INSTALL, ("apt-get", "update"), INSTALL):
        try:
            done = subprocess.run(
                command,
                env=quiet,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=INSTALLS_WITHIN_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return
        if command is INSTALL and done.returncode == 0:
            break
    if shutil.which("systemctl"):
        subprocess.run(["systemctl", "disable", "coturn"], stdin=subprocess.DEVNULL, capture_output=True, check=False)


class Coturn:
    """A relay of one test's own."""

    def __init__(self, folder: Path, secret: str, conf: str | None = None) -> None:
        """`conf` is a configuration file's text; what a test needs is said beside it. Without it peers may be on this machine."""
        self.secret = secret
        self._conf = conf
        self.port = free_port()  # of UDP and of TCP: it listens on both
        self._folder = folder
        self._log = folder / "coturn.log"
        self._process: subprocess.Popen[bytes] | None = None

    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text("utf-8")

    @property
    def url(self) -> str:
        return f"turn:{HOST}:{self.port}?transport=udp"

    @asynccontextmanager
    async def dialled(self) -> AsyncIterator[Turn]:
        """A client of it, for a while."""
        client = await Turn.dial(HOST, self.port)
        try:
            yield client
        finally:
            client.close()

    def start(self) -> None:
        options = {
            "listening-ip": HOST,
            "listening-port": self.port,
            "relay-ip": HOST,
            "realm": "milepost.test",
            "static-auth-secret": self.secret,
            "userdb": self._folder / "users.db",
            "pidfile": self._folder / "coturn.pid",
            "log-file": "stdout",
        }
        given = [*(f"--{name}={value}" for name, value in options.items()), "--no-tls", "--no-dtls"]
        if self._conf is None:
            given += ["-n", "--use-auth-secret", "--no-cli", "--allow-loopback-peers"]
        else:
            (self._folder / "turnserver.conf").write_text(self._conf, "utf-8")
            given += ["-c", str(self._folder / "turnserver.conf")]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([program(), *given], stdout=log, stderr=subprocess.STDOUT)

    async def is_up(self) -> None:
        """Wait until it answers."""
        async with self.dialled() as client, asyncio.timeout(STARTS_WITHIN_S):
            while not await client.binding():
                assert self._process.poll() is None, self.log()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
