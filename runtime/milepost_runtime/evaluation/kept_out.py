"""Lines of our own that are kept out of training: there for everybody, where the lines of real people are not."""

from __future__ import annotations

import yaml

from milepost_runtime import project
from milepost_runtime.evaluation.real_lines import OUTSIDE, RealLine, is_outside


def kept_out() -> list[RealLine]:
    """Read the lines with their topics; whatever belongs to another part of the marketplace is OUTSIDE."""
    return [
        RealLine(text, (OUTSIDE if is_outside(topic) else topic,))
        for path in sorted((project.root() / "bench" / "lines").glob("*.yml"))
        for topic, texts in yaml.safe_load(path.read_text("utf-8")).items()
        for text in texts
    ]
