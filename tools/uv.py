"""uv in the checkout, and where it finds Pythons."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Mapping

from tools.command import Runner
from tools.failure import Failed
from tools.places import UV
from tools.step import Step

VERSION = "0.13.9"
PROGRAM = UV / "bin" / "uv"
PYENV = Path.home() / ".pyenv"
FOREIGN = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "CONDA_PREFIX")


def step() -> Step:
    """Return the step that gets uv."""
    return Step("uv", "Getting uv, which installs the rest", _install, version=VERSION, makes=[PROGRAM], redo=[UV])


def environment(machine: Mapping[str, str]) -> dict[str, str]:
    """Return the machine's environment, made fit for uv.

    The bin folders of pyenv's own versions come first, newest last of all that fit, and its shims are
    left out: a shim fails for every version that is not selected.
    """
    env = {name: value for name, value in machine.items() if name not in FOREIGN}
    folders = [folder for folder in env.get("PATH", os.defpath).split(os.pathsep) if "shims" not in Path(folder).parts]
    env["PATH"] = os.pathsep.join([*(str(folder) for folder in _pyenv_bins()), *folders])
    env.setdefault("UV_HTTP_TIMEOUT", "120")
    return env


def _pyenv_bins() -> list[Path]:
    def version(folder: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in re.findall(r"\d+", folder.parent.name))

    found = [folder for folder in PYENV.glob("versions/3.1*/bin") if (folder / "python3").exists()]
    return sorted(found, key=version)


def _install(run: Runner) -> None:
    """Install uv by venv and pip, by pip alone, or take the machine's own."""
    wanted = ("--quiet", "--disable-pip-version-check", "--only-binary", ":all:", f"uv=={VERSION}")
    if run.succeeds(sys.executable, "-m", "venv", UV) and run.succeeds(
        UV / "bin" / "python", "-m", "pip", "install", *wanted
    ):
        return
    shutil.rmtree(str(UV), ignore_errors=True)
    if run.succeeds(sys.executable, "-m", "pip", "install", "--target", UV, *wanted):
        return
    machine = shutil.which("uv")
    if machine is None:
        sentence = "uv could not be installed: install python3-venv (or uv itself) and run this again."
        raise Failed(sentence, run.log)
    PROGRAM.parent.mkdir(parents=True, exist_ok=True)
    PROGRAM.symlink_to(machine)
