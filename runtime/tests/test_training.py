"""One model for each fingerprint."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest
from milepost_runtime import project
from milepost_runtime.domain import DomainConflict, composed
from milepost_runtime.fingerprint import fingerprint
from milepost_runtime.training import trained
from milepost_runtime.validation import problems


@pytest.fixture
def changed(tiny_project: Path) -> object:
    """Append to a file of the project; undone afterwards."""
    before: dict[Path, bytes] = {}

    def change(name: str, text: str) -> None:
        path = tiny_project / name
        before.setdefault(path, path.read_bytes())
        path.write_bytes(path.read_bytes() + text.encode())

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def test_a_model_is_trained_once(model: Path, tiny_project: Path) -> None:  # noqa: ARG001
    made = model.stat().st_mtime_ns
    assert trained() == model
    assert model.stat().st_mtime_ns == made
    assert model.name == f"{fingerprint()}.tar.gz"


def test_what_killed_trainings_left_is_cleared_away_and_a_running_one_is_not(changed: object) -> None:
    models = project.cache() / "models"
    left, running = models / ".training-left", models / ".training-running"
    for folder in (left, running):
        folder.mkdir()
    (left / "model.tar.gz").write_bytes(b"")
    os.utime(left, (0, 0))
    changed("data/rules/few.yml", "\n# another model\n")  # type: ignore[operator]
    trained()
    assert not left.exists()
    running.rmdir()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data/nlu/few.yml", "      - and escrow back\n"),
        ("data/rules/few.yml", "\n# changed\n"),
        ("config.yml", "\n# changed\n"),
    ],
)
def test_whatever_the_model_is_made_of_changes_the_fingerprint(changed: object, name: str, text: str) -> None:
    before = fingerprint()
    changed(name, text)  # type: ignore[operator]
    assert fingerprint() != before


def test_the_assistants_words_do_not(changed: object) -> None:
    before = fingerprint()
    changed("bot/intents/few.yml", "  goodbye: Bye.\n")  # type: ignore[operator]
    assert fingerprint() == before
    assert "words" not in composed()


def test_a_slot_that_two_files_define_is_a_conflict(tiny_project: Path) -> None:
    twin = tiny_project / "bot/intents/twin.yml"
    twin.write_text("slots:\n  topic_before:\n    type: text\n", "utf-8")
    try:
        with pytest.raises(DomainConflict, match="slots"):
            composed()
    finally:
        twin.unlink()


def test_the_model_holds_no_pickle(model: Path) -> None:
    with tarfile.open(model) as archive:
        names = archive.getnames()
    assert any(name.endswith("head.npz") for name in names)
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib", ".dill"))]


def test_the_tiny_project_is_valid(tiny_project: Path) -> None:  # noqa: ARG001
    assert problems() == []


def test_a_topic_without_examples_is_a_problem(tiny_project: Path) -> None:
    extra = tiny_project / "bot/intents/extra.yml"
    extra.write_text("intents:\n  - ask_nothing\n", "utf-8")
    try:
        assert any("ask_nothing" in problem for problem in problems())
    finally:
        extra.unlink()
