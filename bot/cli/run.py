"""`milepost run`: prepares, then keeps the gateway and Rasa up."""

import asyncio
import os
import secrets
import subprocess
import sys
from pathlib import Path

from bot.cli.demo_desk import demo_password
from bot.cli.environment import home
from bot.cli.runtime import own_command, own_environment, require_runtime, runtime_command, runtime_environment
from bot.cli.secret import signing_secret
from bot.clock import WallClock
from bot.errors import Refused
from bot.settings import ROOT, Settings
from bot.supervisor.child import LIFELINE, Program
from bot.supervisor.console import Console
from bot.supervisor.place import free_port, require_home, require_port
from bot.supervisor.probe import answers_ok
from bot.supervisor.supervisor import supervise

DEMO_ACCOUNTS = (
    "client-demo, freelancer-demo, newclient-demo, pastdue-demo, private-demo,",
    "inactive-demo, suspended-demo, blocked-demo",
)


class NotTrained(Refused):
    """There is no model, and none could be made."""

    code = "not_trained"
    sentence = "The assistant could not be trained; what went wrong is above."


def run_everything(settings: Settings) -> None:
    """Start all, tell when it is ready, stop on a signal. Raises PortTaken, HomeTaken, NotTrained, NeverReady."""
    require_runtime()
    require_port(settings.host, settings.port)
    console = Console()
    with require_home(home(settings)):
        signing_secret(settings)
        console.say("Preparing the assistant ...")
        model = trained_model()
        programs = _programs(settings, model=model)
        logs = settings.home.resolve() / "logs"
        asyncio.run(supervise(programs, logs=logs, console=console, when_ready=lambda: _greet(settings, logs, console)))


def trained_model() -> str:
    """Train the model if it is not in the cache, its progress before the person's eyes. Raises NotTrained."""
    tied = [sys.executable, "-S", "-E", str(LIFELINE), "KILL", str(os.getpid()), *runtime_command("train")]
    done = subprocess.run(  # noqa: S603 - our own program
        tied,
        cwd=ROOT,
        env=runtime_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        raise NotTrained
    return done.stdout.strip().splitlines()[-1]


def _programs(settings: Settings, *, model: str) -> list[Program]:
    """Describe both processes, joined by private ports and secrets made for this run alone."""
    clock = WallClock(settings.clock)
    rasa_port, actions_port = free_port(), free_port()
    rasa_secret, actions_secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    rasa_url = f"http://127.0.0.1:{rasa_port}"
    joined = {
        "MILEPOST_HOME": str(settings.home.resolve()),
        "MILEPOST_RASA_URL": rasa_url,
        "MILEPOST_RASA_SECRET": rasa_secret,
        "MILEPOST_ACTIONS_HOST": "127.0.0.1",
        "MILEPOST_ACTIONS_PORT": str(actions_port),
        "MILEPOST_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "MILEPOST_ACTIONS_SECRET": actions_secret,
        "PYTHONUNBUFFERED": "1",
    }
    return [
        Program(
            "gateway",
            own_command("gateway", "--prepare"),
            # Started again, it goes on at the time that it is by then, not at MILEPOST_CLOCK.
            lambda: own_environment(
                **joined, **({"MILEPOST_CLOCK": clock.now().isoformat()} if settings.clock else {})
            ),
            ready=answers_ok(_reachable(settings.host), settings.port, "/healthz"),
            cwd=Path.cwd(),
        ),
        Program(
            "rasa",
            runtime_command("serve", "--model", model, "--port", str(rasa_port)),
            lambda: runtime_environment(**joined),
            ready=answers_ok("127.0.0.1", rasa_port, "/webhooks/gateway/ready", bearer=rasa_secret),
            cwd=ROOT,
        ),
    ]


def _reachable(host: str) -> str:
    """Return an address at which a listener on `host` is reached from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - asked about, not bound


def _greet(settings: Settings, logs: Path, console: Console) -> None:
    host = _reachable(settings.host)
    url = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    console.say(f"\nMilepost is ready: {url}\n")
    if settings.demo:
        console.say(f"  Demo accounts   {DEMO_ACCOUNTS[0]}\n                  {DEMO_ACCOUNTS[1]}")
        console.say("  A token         .venv/bin/milepost token client-demo")
        if settings.smtp_url is None:
            console.say(f"  Mail            {url}/mail")
        console.say(f"  Desk            {url}/desk  sign in as lead-demo, password {demo_password(settings)}")
    console.say(f"  Logs            {logs}\n  To stop         Ctrl-C\n")
