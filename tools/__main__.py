"""`python3 -m tools run|test|check|bench|setup`: what the Makefile's targets do."""

from __future__ import annotations

import os
import signal
import sys
from typing import Mapping, NoReturn

from tools import stages
from tools.failure import Failed
from tools.places import BOT, ROOT
from tools.setting_up import set_up

LIFELINE = ROOT / "bot" / "supervisor" / "lifeline.py"


def main(target: str) -> int:
    """Set up, then do what the target says."""
    machine = dict(os.environ)  # noqa: TID251 - handed on to every program that is started
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        set_up(machine, for_tests=target in ("test", "check"))
        if target == "run":
            _become_milepost(machine)
        if target == "check":
            return 0 if stages.run(stages.CHECKS, machine) else 1
        if target == "test":
            return 0 if stages.run(stages.CHECKS + stages.TESTS, machine) else 1
        if target == "bench":
            return 0 if stages.run([stages.BENCH], machine) else 1
    except Failed as failure:
        print(failure.report(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def _become_milepost(machine: Mapping[str, str]) -> NoReturn:
    """Take the place of this process, so that every signal reaches `milepost run` itself.

    It is told to stop (SIGTERM) when make dies before it.
    """
    python = str(BOT / "bin" / "python")
    milepost = (str(BOT / "bin" / "milepost"), "run")
    sys.stdout.flush()
    os.chdir(str(ROOT))
    os.execve(python, [python, str(LIFELINE), "TERM", str(os.getppid()), *milepost], dict(machine))  # noqa: S606


if __name__ == "__main__":
    known = ("run", "test", "check", "bench", "setup")
    if sys.argv[1:] not in [[target] for target in known]:
        sys.exit(f"usage: python3 -m tools {'|'.join(known)}")
    sys.exit(main(sys.argv[1]))
