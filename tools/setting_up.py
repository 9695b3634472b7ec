"""Sets the checkout up: every step that is not current, one after the other, by one program at a time."""

from __future__ import annotations

import fcntl
import sys
from contextlib import contextmanager
from typing import Iterator, Mapping

from tools import assistant, browser, front_end, pythons, uv
from tools.places import TOOLS


def set_up(machine: Mapping[str, str], *, for_tests: bool) -> None:
    """Do what is missing. Raises Failed; may be interrupted at any time and simply run again."""
    env = uv.environment(machine)
    with _alone():
        steps = [uv.step(), *pythons.steps(), *front_end.steps(env), assistant.step()]
        of = len(steps) + for_tests
        for number, step in enumerate(steps, start=1):
            if not step.is_current():
                step.run(number, of, env)
        if for_tests:
            browser.ensure(of, of, env)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other set-up works on this checkout."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Waiting for another set-up of this checkout to end ...", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
