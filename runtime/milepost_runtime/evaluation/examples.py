"""Our own training examples, read from data/nlu."""

from __future__ import annotations

import yaml

from milepost_runtime import project


def examples() -> tuple[list[str], list[str]]:
    """Return the texts and the topic of each."""
    texts: list[str] = []
    topics: list[str] = []
    for path in sorted((project.root() / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            found = [
                line.strip()[2:].strip() for line in entry["examples"].splitlines() if line.strip().startswith("- ")
            ]
            texts += found
            topics += [entry["intent"]] * len(found)
    return texts, topics
