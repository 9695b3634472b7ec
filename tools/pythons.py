"""The two locked Python environments: ours, and Rasa's own."""

from __future__ import annotations

from tools import uv
from tools.command import Runner
from tools.places import BOT, ROOT, RUNTIME, RUNTIME_PYTHON
from tools.step import Step


def steps() -> list[Step]:
    """Return the steps that make both environments exactly as their lock files say."""
    return [
        Step(
            "bot",
            "Installing Milepost's environment",
            _bot,
            inputs=[ROOT / "pyproject.toml", ROOT / "uv.lock"],
            makes=[BOT / "bin" / "milepost"],
            redo=[BOT],
        ),
        Step(
            "runtime",
            "Installing Rasa's environment (1.4 GB unpacked)",
            _runtime,
            inputs=[RUNTIME / "pyproject.toml", RUNTIME / "uv.lock"],
            makes=[RUNTIME_PYTHON],
            redo=[RUNTIME / ".venv"],
        ),
    ]


def _bot(run: Runner) -> None:
    run(uv.PROGRAM, "sync", "--locked", "--no-progress")


def _runtime(run: Runner) -> None:
    # Rasa imports thousands of files; compiled now, the first start is seconds shorter.
    run(uv.PROGRAM, "sync", "--locked", "--no-progress", "--compile-bytecode", cwd=RUNTIME)
