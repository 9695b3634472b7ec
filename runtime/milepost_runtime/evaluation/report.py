"""The understanding table, printed as it is measured."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from milepost_runtime import project
from milepost_runtime.evaluation.measures import Measures, Row

ABSENT = "no data here"


def report(folder: Path | None, only: Sequence[str] | None, *, as_json: bool) -> int:
    """Measure and print; the groups in `only`, or all. Returns 2 for a group that there is not, 0 otherwise."""
    measures = Measures(folder or project.evaluation_data())
    wanted = list(only or [*measures.groups, "confusions"])
    unknown = set(wanted) - {*measures.groups, "confusions"}
    if unknown:
        print(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(measures.groups)}", file=sys.stderr)
        return 2
    for name in wanted:
        if name == "confusions":
            if not as_json:
                print("\n".join(["", "most confused", *measures.confusions()]), flush=True)
            continue
        for row in measures.groups[name]():
            print(json.dumps(asdict(row)) if as_json else _line(row), flush=True)
    return 0


def _line(row: Row) -> str:
    value = ABSENT if row.value is None else f"{row.value:.1f} {row.unit}"
    return f"{row.name:<46} {value:>14}  {row.bar}".rstrip()
