"""Becomes another program that is sent a signal when its parent dies, however the parent dies.

Run as a script, `python lifeline.py SIGNAL PARENT PROGRAM ARGUMENT…`, so that nothing but the standard
library is loaded on the way. Linux only (`prctl(2)`, PR_SET_PDEATHSIG); elsewhere it only becomes the
program.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(signal_name: str, parent: str, *program: str) -> None:
    """Ask the kernel for the signal, then become the program."""
    when_orphaned = signal.Signals[f"SIG{signal_name}"]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, when_orphaned)
        # The parent may have died before the kernel was asked.
        if os.getppid() != int(parent):
            sys.exit(f"process {parent} is gone; {program[0]} is not started")
    os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:])
