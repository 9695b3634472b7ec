"""The stages of `make test`: every one is run and named with its time, whatever the others say."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

from tools import front_end
from tools.places import BOT, ROOT, RUNTIME, RUNTIME_PYTHON, WIDGET

BIN = BOT / "bin"


@dataclass(frozen=True)
class Stage:
    """A program that checks something, and its name."""

    name: str
    command: Sequence[str]
    cwd: Path = ROOT


CHECKS = (
    Stage("lint", [str(BIN / "ruff"), "check"]),
    Stage("format", [str(BIN / "ruff"), "format", "--check"]),
    Stage("types", [str(BIN / "mypy")]),
    Stage("import contracts", [str(BIN / "lint-imports")]),
    Stage("widget", ["npm", "run", "check"], cwd=WIDGET),
)
SLOW = ("tests/browser", "tests/faults", "tests/golden")
# One process a core; a file's tests share what it costs to set up, until somebody has nothing left to do.
PARALLEL = ("-n", "logical", "--maxprocesses", "8", "--dist", "worksteal")
TESTS = (
    Stage("tests", [str(BIN / "pytest"), "tests", *PARALLEL, *(f"--ignore={folder}" for folder in SLOW)]),
    Stage("runtime tests", [str(RUNTIME_PYTHON), "-m", "pytest", "tests"], cwd=RUNTIME),
    Stage("golden conversations", [str(BIN / "pytest"), "tests/golden"]),
    Stage("browser tests", [str(BIN / "pytest"), "tests/browser"]),
    Stage("fault tests", [str(BIN / "pytest"), "tests/faults"]),
)
BENCH = Stage("benchmark", [str(BIN / "python"), "-m", "bench"])


def run(stages: Sequence[Stage], machine: Mapping[str, str]) -> bool:
    """Run all stages and tell whether every one passed."""
    env = {**machine, **front_end.with_node(machine)}
    outcomes = []
    for number, stage in enumerate(stages, start=1):
        print(f"\n== {number}/{len(stages)} {stage.name}", flush=True)
        began = time.monotonic()
        done = subprocess.run(list(stage.command), cwd=str(stage.cwd), env=env, stdin=subprocess.DEVNULL, check=False)
        passed = done.returncode == 0
        outcomes.append((stage.name, passed, time.monotonic() - began))
    print()
    for name, passed, seconds in outcomes:
        print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.0f} s)", flush=True)
    return all(passed for _, passed, _ in outcomes)
