"""Rasa's own environment, as far as commands start programs in it."""

import os
import sys
from collections.abc import Mapping

from bot.errors import Refused
from bot.settings import ROOT

RUNTIME = ROOT / "runtime"
PYTHON = RUNTIME / ".venv" / "bin" / "python"
# Rasa has no business with these.
KEPT_BACK = ("MILEPOST_SECRET", "MILEPOST_DATABASE_URL", "MILEPOST_KEYS", "PYTHONHOME", "VIRTUAL_ENV")


class RuntimeMissing(Refused):
    """Rasa's environment has not been made."""

    code = "runtime_missing"
    sentence = "Rasa's environment is missing. Run `make setup` first."


def require_runtime() -> None:
    """Refuse to go on without Rasa's environment. Raises RuntimeMissing."""
    if not PYTHON.exists():
        raise RuntimeMissing


def runtime_command(*arguments: str) -> list[str]:
    """Return the command line of one of the runtime's own commands."""
    return [str(PYTHON), "-m", "milepost_runtime", *arguments]


def runtime_environment(**more: str) -> dict[str, str]:
    """Return this process's environment as the runtime may see it, and `more`."""
    return {**_without(KEPT_BACK), "PYTHONPATH": str(RUNTIME), **more}


def own_environment(**more: str) -> dict[str, str]:
    """Return this process's environment for another process of ours, and `more`."""
    return {**_without(()), **more}


def own_command(*arguments: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, "-m", "bot", *arguments]


def _without(names: tuple[str, ...]) -> Mapping[str, str]:
    machine = os.environ  # noqa: TID251 - handed on to other programs, not read
    return {name: value for name, value in machine.items() if name not in names}
