"""How well people are understood: measured by the runtime's own pipeline, on whatever evaluation data is there."""

import json
import subprocess
from pathlib import Path

from bench.figures import Figures

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / "runtime" / ".venv" / "bin" / "python"
ABSENT = "no data here"


def measure(figures: Figures) -> None:
    """Take down every row that `milepost_runtime evaluate` prints, and show its most confused pairs."""
    command = [PYTHON, "-m", "milepost_runtime", "evaluate"]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "runtime"), "HOME": str(ROOT / ".cache")}
    with subprocess.Popen([*command, "--json"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as measuring:
        assert measuring.stdout is not None  # noqa: S101 - it was asked for
        for line in measuring.stdout:
            row = json.loads(line)
            figure = ABSENT if row["value"] is None else row["value"]
            figures.add("understanding", row["name"], figure, unit=row["unit"], bar=row["bar"])
    if measuring.returncode:
        raise RuntimeError(f"the runtime could not measure: exit code {measuring.returncode}")
    subprocess.run([*command, "--only", "confusions"], cwd=ROOT, env=env, check=True)
