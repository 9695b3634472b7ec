"""The supervisor with small programs of our own in the place of the gateway and of Rasa."""

import asyncio
import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from bot.supervisor.child import Program
from bot.supervisor.console import Console
from bot.supervisor.keeper import Patience, WillNotStart
from bot.supervisor.logfile import LogFile
from bot.supervisor.place import HomeTaken, PortTaken, free_port, require_home, require_port
from bot.supervisor.supervisor import NeverReady, supervise
from tests.patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]
ENV = dict(os.environ)  # noqa: TID251 - handed on to the programs
QUICK = Patience(
    pause_first=0.05, pause_most=0.2, healthy_after=5, ready_within=PATIENCE_S, ask_every=0.02, stop_within=1
)

# Writes its process id to a file named after it, then does what the test wants.
SITS = "import pathlib, os, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SITS
# Refuses as soon as it has been seen to be ready.
ONCE = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.02)\nsys.exit(2)"
FALLS = "import sys; print('no luck'); sys.exit(3)"


def sitting(folder, name, code=SITS):
    """A program that is ready when its process id file is there and its process lives."""
    note = folder / name

    async def ready():
        return note.exists() and psutil.pid_exists(int(note.read_text() or 0))

    return Program(name, [sys.executable, "-S", "-c", code, str(note)], lambda: ENV, ready, ROOT)


async def eventually(holds):
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - other processes set no events
            await asyncio.sleep(0.02)


def pid_of(folder, name):
    return int((folder / name).read_text() or 0)


def alive(pid):
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


class Supervised:
    """A supervisor in this process, and what it told."""

    def __init__(self, folder, *programs, patience=QUICK):
        self.folder = folder
        self.told = io.StringIO()
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(
            supervise(
                programs,
                logs=folder / "logs",
                console=Console(self.told),
                when_ready=self.ready.set,
                patience=patience,
            )
        )

    async def all_ready(self):
        async with asyncio.timeout(PATIENCE_S):
            await self.ready.wait()

    async def stop(self, number=signal.SIGTERM):
        os.kill(os.getpid(), number)
        async with asyncio.timeout(PATIENCE_S):
            await self.task


class TestSupervise:
    async def test_starts_all_and_says_when_all_are_ready(self, tmp_path):
        running = Supervised(tmp_path, sitting(tmp_path, "a"), sitting(tmp_path, "b"))
        await running.all_ready()
        assert alive(pid_of(tmp_path, "a"))
        assert alive(pid_of(tmp_path, "b"))
        assert "Waiting for" in running.told.getvalue()
        await running.stop()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    async def test_stops_all_on_a_signal(self, tmp_path, number):
        running = Supervised(tmp_path, sitting(tmp_path, "a"), sitting(tmp_path, "b"))
        await running.all_ready()
        pids = [pid_of(tmp_path, "a"), pid_of(tmp_path, "b")]
        await running.stop(number)
        assert not any(alive(pid) for pid in pids)

    async def test_kills_what_does_not_stop_when_asked(self, tmp_path):
        running = Supervised(tmp_path, sitting(tmp_path, "deaf", DEAF))
        await running.all_ready()
        pid = pid_of(tmp_path, "deaf")
        await running.stop()
        assert not alive(pid)

    async def test_starts_a_killed_program_again_and_leaves_the_other_alone(self, tmp_path):
        running = Supervised(tmp_path, sitting(tmp_path, "a"), sitting(tmp_path, "b"))
        await running.all_ready()
        killed, other = pid_of(tmp_path, "a"), pid_of(tmp_path, "b")
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda: pid_of(tmp_path, "a") not in (0, killed))
        assert pid_of(tmp_path, "b") == other
        assert "a was ended by SIGKILL; starting it again" in running.told.getvalue()
        await running.stop()

    async def test_pauses_longer_after_each_end_up_to_the_most(self, tmp_path):
        running = Supervised(tmp_path, sitting(tmp_path, "falls", FALLS))
        await eventually(lambda: running.told.getvalue().count("starting it again in 0.2 s") >= 2)
        told = running.told.getvalue()
        assert "falls ended with exit code 3; starting it again in 0.05 s" in told
        assert "starting it again in 0.1 s" in told
        assert "| no luck" in told
        await running.stop()

    async def test_gives_up_when_a_program_never_becomes_ready(self, tmp_path):
        program = sitting(tmp_path, "slow")

        async def never():
            return False

        program = Program("slow", program.command, program.env, never, ROOT)
        running = Supervised(tmp_path, program, patience=Patience(ready_within=0.5, stop_within=1))
        with pytest.raises(NeverReady, match="slow did not become ready within"):
            await running.task
        assert not (tmp_path / "slow").exists() or not alive(pid_of(tmp_path, "slow"))

    async def test_tells_what_a_program_refuses_at_its_start_and_stops_the_others(self, tmp_path):
        refuses = "import sys; print('error: MILEPOST_KEYS cannot be used.'); sys.exit(2)"
        running = Supervised(tmp_path, sitting(tmp_path, "sits"), sitting(tmp_path, "refuses", refuses))
        with pytest.raises(WillNotStart, match=r"^MILEPOST_KEYS cannot be used\.$"):
            await running.task
        assert not running.ready.is_set()
        assert "starting it again" not in running.told.getvalue()
        assert not (tmp_path / "sits").exists() or not alive(pid_of(tmp_path, "sits"))

    async def test_starts_again_what_was_ready_once_whatever_it_says_then(self, tmp_path):
        seen = tmp_path / "seen"

        async def ready():
            seen.touch()
            return True

        program = Program("a", [sys.executable, "-S", "-c", ONCE, str(seen)], lambda: ENV, ready, ROOT)
        running = Supervised(tmp_path, program)
        await eventually(lambda: running.told.getvalue().count("ended with exit code 2; starting it again") >= 2)
        await running.stop()

    async def test_ends_what_a_program_started_too(self, tmp_path):
        starts = (
            "import subprocess, sys, time; "
            f"subprocess.Popen([sys.executable, '-S', '-c', {SITS!r}, sys.argv[1]]); time.sleep(60)"
        )
        running = Supervised(tmp_path, sitting(tmp_path, "grandchild", starts))
        await running.all_ready()
        pid = pid_of(tmp_path, "grandchild")
        await running.stop()
        # It is no child of ours: whoever inherited it reaps it, a moment later.
        await eventually(lambda: not alive(pid))

    async def test_keeps_what_programs_print_in_their_logs(self, tmp_path):
        running = Supervised(
            tmp_path,
            sitting(tmp_path, "talks", "print('hello'); " + SITS.replace("; time", "; sys.stdout.flush(); time")),
        )
        await running.all_ready()
        await eventually(lambda: "hello" in (tmp_path / "logs" / "talks.log").read_text())
        await running.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_killed_supervisor_leaves_no_program_behind(tmp_path):
    script = textwrap.dedent(
        f"""
        import asyncio, io, pathlib, sys
        sys.path.insert(0, {str(ROOT)!r})
        from tests.operations.test_supervisor import Console, QUICK, sitting, supervise
        folder = pathlib.Path({str(tmp_path)!r})
        asyncio.run(supervise([sitting(folder, "a"), sitting(folder, "b")], logs=folder / "logs",
            console=Console(io.StringIO()), when_ready=lambda: print("ready", flush=True), patience=QUICK))
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT) as supervisor:
        assert supervisor.stdout.readline() == b"ready\n"
        pids = [pid_of(tmp_path, "a"), pid_of(tmp_path, "b")]
        supervisor.kill()
    until = time.monotonic() + PATIENCE_S
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in pids)


class TestPlace:
    def test_a_taken_port_is_refused_with_what_to_do(self):
        port = free_port()
        require_port("127.0.0.1", port)
        with socket.create_server(("127.0.0.1", port)), pytest.raises(PortTaken, match="MILEPOST_PORT"):
            require_port("127.0.0.1", port)

    def test_a_home_in_use_is_refused_until_it_is_left(self, tmp_path):
        home = require_home(tmp_path / "var")
        with pytest.raises(HomeTaken, match="MILEPOST_HOME"):
            require_home(tmp_path / "var")
        home.close()
        require_home(tmp_path / "var").close()


class TestLogFile:
    def test_is_put_aside_when_full_and_the_oldest_is_dropped(self, tmp_path):
        log = LogFile(tmp_path / "x.log", bytes_max=10)
        for number in range(6):
            log.write(f"line {number}\n".encode())
        log.close()
        assert (tmp_path / "x.log").read_text() == "line 5\n"
        assert [(tmp_path / f"x.log.{number}").read_text() for number in (1, 2, 3)] == [
            "line 4\n",
            "line 3\n",
            "line 2\n",
        ]
        assert not (tmp_path / "x.log.4").exists()

    def test_goes_on_after_a_restart(self, tmp_path):
        for text in (b"one\n", b"two\n"):
            log = LogFile(tmp_path / "x.log")
            log.write(text)
            log.close()
        assert log.tail(5) == ["one", "two"]
