"""Every row of the understanding table: what is measured, and the bar it is held against."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from milepost_runtime.evaluation.examples import examples
from milepost_runtime.evaluation.kept_out import kept_out
from milepost_runtime.evaluation.noise import mistyped
from milepost_runtime.evaluation.pipeline import Pipeline, accuracy, auroc, calibration_error
from milepost_runtime.evaluation.published import banking77, clinc150
from milepost_runtime.evaluation.real_lines import FILE, printed, real_lines, scores
from milepost_runtime.nlu.folds import FOLDS

WARM_UP = 20  # parses that are not timed
TIMED = 400
CONFUSIONS = 15


@dataclass(frozen=True)
class Row:
    """One line of the table. `value` None: the data is not here."""

    name: str
    value: float | None
    unit: str = "%"
    bar: str = ""


class Measures:
    """The rows, each group by its name; our own pipeline is trained once for all of them."""

    def __init__(self, folder: Path) -> None:
        """Measure on the data in `folder`, and on our own."""
        self._folder = folder
        self.groups: dict[str, Callable[[], Iterator[Row]]] = {
            "real": self.real,
            "own": self.own,
            "times": self.times,
            "banking77": self.banking77,
            "clinc150": self.clinc150,
        }

    @cached_property
    def _own(self) -> tuple[list[str], list[str]]:
        return examples()

    @cached_property
    def _training(self) -> tuple[Pipeline, float]:
        """Train on our own examples; also return how many seconds it took."""
        started = time.perf_counter()
        return Pipeline.trained(*self._own), time.perf_counter() - started

    @property
    def _pipeline(self) -> Pipeline:
        return self._training[0]

    def real(self) -> Iterator[Row]:
        """Measure on real people's lines, as written and mistyped."""
        bars = {"acceptable": "≥ 72", "in_scope": "", "outside": "≥ 85", "wrong_and_sure": "≤ 10", "asked_back": ""}
        if not (self._folder / FILE).exists():
            yield from (Row(f"real lines: {name}", None, bar=bar) for name, bar in bars.items())
            return
        lines = real_lines(self._folder)
        found = scores(lines, self._pipeline.read_all([line.text for line in lines]))
        for name, bar in bars.items():
            yield Row(f"real lines: {name}", 100 * getattr(found, name), bar=bar)
        chance = random.Random(0)  # noqa: S311 - the same errors each time
        noisy = scores(lines, self._pipeline.read_all([mistyped(line.text, chance) for line in lines]))
        yield Row("real lines, mistyped: acceptable", 100 * noisy.acceptable)

    def own(self) -> Iterator[Row]:
        """Cross-validate on our own examples, and try our own lines that are kept out of them."""
        unseen = self._pipeline.unseen
        yield Row(f"own examples, {FOLDS} folds: right topic", 100 * float(unseen.right.mean()), bar="≥ 92")
        error = calibration_error(unseen.probabilities, unseen.right)
        yield Row(f"own examples, {FOLDS} folds: calibration error", 100 * error)
        lines = kept_out()
        found = scores(lines, self._pipeline.read_all([line.text for line in lines]))
        for name in ("acceptable", "wrong_and_sure", "asked_back"):
            yield Row(f"own lines kept out: {name}", 100 * getattr(found, name))

    def times(self) -> Iterator[Row]:
        """Time parsing on one thread, and training from texts to bands."""
        _, seconds = self._training
        yield Row("training, without Rasa", seconds, "s", "≤ 40")
        texts, _ = self._own
        yield from self._parsing("parse of our own examples, long ones too", texts)
        if (self._folder / "banking77").exists():
            # Questions of a dozen words, as published figures are timed on.
            yield from self._parsing("parse of a BANKING77 line", banking77(self._folder).test[0], bar="≤ 2")

    def _parsing(self, what: str, texts: Sequence[str], *, bar: str = "") -> Iterator[Row]:
        took = []
        for text in random.Random(0).choices(texts, k=WARM_UP + TIMED):  # noqa: S311
            started = time.perf_counter()
            self._pipeline.read(text)
            took.append(1_000 * (time.perf_counter() - started))
        yield Row(f"{what}, p50", float(np.quantile(took[WARM_UP:], 0.5)), "ms", bar)
        yield Row(f"{what}, p95", float(np.quantile(took[WARM_UP:], 0.95)), "ms")

    def banking77(self) -> Iterator[Row]:
        """Ten examples a topic, through the same parts."""
        name, bar = "BANKING77, 10-shot: right topic", "≥ 86"
        if not (self._folder / "banking77").exists():
            yield Row(name, None, bar=bar)
            return
        data = banking77(self._folder)
        pipeline = Pipeline.trained(*data.train)
        texts, topics = data.test
        yield Row(name, 100 * accuracy(pipeline.read_all(texts), topics), bar=bar)
        chance = random.Random(0)  # noqa: S311
        noisy = [mistyped(text, chance) for text in texts]
        yield Row("BANKING77, 10-shot, mistyped: right topic", 100 * accuracy(pipeline.read_all(noisy), topics))

    def clinc150(self) -> Iterator[Row]:
        """All examples, and telling what belongs to no topic."""
        names = ("CLINC150: right topic in scope", ""), ("CLINC150: out of scope, AUROC", "≥ 97")
        if not (self._folder / "clinc150").exists():
            yield from (Row(name, None, bar=bar) for name, bar in names)
            return
        data = clinc150(self._folder)
        pipeline = Pipeline.trained(*data.train)
        texts, topics = data.test
        inside, outside = pipeline.read_all(texts), pipeline.read_all(data.outside)
        yield Row(names[0][0], 100 * accuracy(inside, topics))
        told = auroc([reading.gate for reading in inside], [reading.gate for reading in outside])
        yield Row(names[1][0], 100 * told, bar=names[1][1])

    def confusions(self) -> Iterator[str]:
        """Name the pairs of topics that hurt most, each with examples; our own out of fold, then real lines."""
        texts, topics = self._own
        unseen = self._pipeline.unseen
        mixed: dict[tuple[str, str], list[str]] = {}
        for place, found, right in zip(unseen.places, unseen.found, unseen.right, strict=True):
            if not right:
                mixed.setdefault((topics[place], found), []).append(texts[place])
        for (topic, found), cases in sorted(mixed.items(), key=lambda item: -len(item[1]))[:CONFUSIONS]:
            yield f"{len(cases):3}  {topic} read as {found}: " + " | ".join(cases[:3])
        if (self._folder / FILE).exists():
            yield from self._real_confusions()

    def _real_confusions(self) -> Iterator[str]:
        pairs: Counter[tuple[str, str]] = Counter()
        for line in real_lines(self._folder):
            topic = printed(self._pipeline.read(line.text))
            if not line.accepts(topic):
                pairs[line.topics[0], topic] += 1
        for (topic, found), count in pairs.most_common(CONFUSIONS):
            yield f"{count:3}  real: {topic} read as {found}"
