"""Figures: percentiles, and the table that is printed."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def p50(taken: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(taken)


def p95(taken: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]


class Figures:
    """All rows of a run: what was measured, the figure, its bar if there is one, and how it was got."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: list[dict[str, Any]] = []

    def add(self, part: str, what: str, figure: float | str, *, unit: str = "", bar: str = "", note: str = "") -> None:
        """Take down one figure, and show it at once."""
        row = {"part": part, "what": what, "figure": figure, "unit": unit, "bar": bar, "note": note}
        self._rows.append(row)
        print(f"  {what}: {_shown(figure)} {unit}", flush=True)

    def show(self) -> None:
        """Print the table."""
        table = Table("part", "what", "figure", "bar", "how", title="Milepost benchmark")
        for row in self._rows:
            table.add_row(
                row["part"], row["what"], f"{_shown(row['figure'])} {row['unit']}".strip(), row["bar"], row["note"]
            )
        Console(width=160).print(table)

    def write(self, path: Path, **about: object) -> None:
        """Write them as JSON; what another run has measured of other parts is kept."""
        known = json.loads(path.read_text("utf-8"))["figures"] if path.exists() else []
        measured = {row["part"] for row in self._rows}
        kept = [row for row in known if row["part"] not in measured]
        path.write_text(json.dumps({**about, "figures": [*kept, *self._rows]}, indent=2) + "\n", "utf-8")


def _shown(figure: float | str) -> str:
    return figure if isinstance(figure, str) else f"{figure:,.2f}"
