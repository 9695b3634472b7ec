"""A wheel built from the checkout holds the widget and runs where there is no Node: nothing is fetched, nothing is built."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.supervisor.place import free_port
from tests.patience import PATIENCE_S
from tools import uv

ROOT = Path(__file__).resolve().parents[2]
#: How long a busy machine may take to start a gateway.


def machine(**more):
    """This machine, as one that has no Node and no settings of ours."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MILEPOST_")}  # noqa: TID251
    return {**uv.environment(env), **more}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    built = ("build", "--wheel", "--offline", "--quiet", "--out-dir", str(place))
    subprocess.run([program(), *built], cwd=ROOT, env=machine(), check=True)
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """A new environment of what uv has at hand, with the wheel and without the checkout."""
    place = tmp_path_factory.mktemp("installed") / "env"
    locked = (
        "sync",
        "--frozen",
        "--offline",
        "--quiet",
        "--no-dev",
        "--no-install-project",
        "--python",
        sys.executable,
    )
    env = machine(UV_PROJECT_ENVIRONMENT=str(place))
    subprocess.run([program(), *locked], cwd=ROOT, env=env, check=True)
    install = (
        "pip",
        "install",
        "--offline",
        "--quiet",
        "--no-deps",
        "--python",
        str(place / "bin" / "python"),
        str(wheel),
    )
    subprocess.run([program(), *install], cwd=ROOT, env=machine(), check=True)
    return place


def program():
    found = uv.PROGRAM if uv.PROGRAM.is_file() else shutil.which("uv")
    if not found:
        pytest.fail("There is no uv: `make setup` gets it.")
    return str(found)


def test_it_holds_what_was_built_and_what_an_installed_gateway_reads(wheel):
    with zipfile.ZipFile(wheel) as contents:
        names = set(contents.namelist())
        assets = json.loads(contents.read("bot/gateway/static/assets.json"))
    for file in ("widget.js", "index.html", "frame.html", assets["chat"]["file"], assets["widget"]["file"]):
        assert f"bot/gateway/static/{file}" in names
    assert {"bot/checkout/alembic.ini", "bot/checkout/migrations/env.py", "bot/intents/payments.yml"} <= names


def test_it_serves_the_widget_on_a_machine_without_node(environment, tmp_path):
    port = free_port()
    # Only the environment's own programs are on the path: there is no Node to call.
    env = {"PATH": str(environment / "bin"), "HOME": str(tmp_path), "MILEPOST_PORT": str(port)}
    log = (tmp_path / "log").open("w")
    started = [str(environment / "bin" / "milepost"), "gateway", "--prepare"]
    gateway = subprocess.Popen(started, cwd=tmp_path, env=env, stdout=log, stderr=log)
    try:
        served = fetched(f"http://127.0.0.1:{port}/widget.js", gateway, tmp_path / "log")
        assert served == (ROOT / "bot" / "gateway" / "static" / "widget.js").read_bytes()
        page = fetched(f"http://127.0.0.1:{port}/demo/contracts?account=client-demo", gateway, tmp_path / "log")
        assert len(json.loads(page)["contracts"]) == 4
        assert fetched(f"http://127.0.0.1:{port}/help", gateway, tmp_path / "log")
    finally:
        gateway.send_signal(signal.SIGTERM)
        gateway.wait(timeout=PATIENCE_S)
        log.close()


def fetched(address, gateway, log):
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and gateway.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own gateway
                return answer.read()
        except OSError:  # not there yet, or too busy to answer
            time.sleep(0.1)
    return pytest.fail(f"The gateway did not serve {address}:\n{log.read_text()[-3000:]}")
