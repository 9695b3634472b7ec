"""The place to run in: a free port for browsers, a home that nobody else uses, private ports."""

import contextlib
import fcntl
import socket
from pathlib import Path
from secrets import SystemRandom
from typing import IO

from bot.errors import Refused

#: Below those that Linux (from 32768) and macOS (from 49152) give to connections that go out.
PRIVATE_PORTS = range(20_000, 32_768)
PORTS_TRIED = 20


class PortTaken(Refused):
    """Another program listens where browsers should reach us."""

    code = "port_taken"


class HomeTaken(Refused):
    """Another Milepost runs on the same home."""

    code = "home_taken"


def require_port(host: str, port: int) -> None:
    """Refuse to go on when `host`:`port` cannot be listened on. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Stop the program that has it, or set MILEPOST_PORT to another one."
            ) from error


def require_home(home: Path) -> IO[str]:
    """Take `home` for as long as the returned file stays open. Raises HomeTaken."""
    home.mkdir(parents=True, exist_ok=True)
    lock = (home / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise HomeTaken(
            f"Another Milepost runs in {home}. Stop it, or set MILEPOST_HOME (and MILEPOST_PORT) to others."
        ) from error
    return lock


def free_port() -> int:
    """Return a port on the loopback address that is free now, and that no connection is given meanwhile. Raises PortTaken."""
    for port in SystemRandom().sample(PRIVATE_PORTS, PORTS_TRIED):
        with contextlib.suppress(PortTaken):
            require_port("127.0.0.1", port)
            return port
    raise PortTaken(f"None of {PORTS_TRIED} ports on 127.0.0.1 could be used.")
