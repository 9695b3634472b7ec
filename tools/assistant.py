"""The trained assistant, cached by what it is made from."""

from __future__ import annotations

from tools.command import Runner
from tools.places import MODELS, ROOT, RUNTIME, RUNTIME_PYTHON
from tools.step import Step


def step() -> Step:
    """Return the step that trains it."""
    return Step(
        "assistant",
        "Training the assistant",
        _train,
        inputs=[
            ROOT / "config.yml",
            ROOT / "data",
            ROOT / "bot" / "intents",
            RUNTIME / "milepost_runtime",
            RUNTIME / "uv.lock",
        ],
        makes=[MODELS],
    )


def _train(run: Runner) -> None:
    run(RUNTIME_PYTHON, "-m", "milepost_runtime", "train", env={"PYTHONPATH": str(RUNTIME)})
