"""How much work something is, counted in steps of the interpreter: the same on a busy machine as on a quiet one."""

import sys
from collections.abc import Callable

_US = sys.monitoring.PROFILER_ID
_STEP = sys.monitoring.events.INSTRUCTION


def steps(work: Callable[[], object]) -> int:
    """Count the bytecode instructions that `work` takes. What is done in C, as by a regular expression, is one step."""
    count = 0

    def step(_code: object, _offset: int) -> None:
        nonlocal count
        count += 1

    sys.monitoring.use_tool_id(_US, __name__)
    try:
        sys.monitoring.register_callback(_US, _STEP, step)
        sys.monitoring.set_events(_US, _STEP)
        work()
    finally:
        sys.monitoring.set_events(_US, sys.monitoring.events.NO_EVENTS)
        sys.monitoring.register_callback(_US, _STEP, None)
        sys.monitoring.free_tool_id(_US)
    return count
