"""The project's data held against itself: what `rasa data validate` says, with every warning an error."""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.utils.common import EXPECTED_WARNINGS
from rasa.validator import Validator

from milepost_runtime import domain, project


def problems() -> list[str]:
    """Return what is wrong with the project's data, one sentence each."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        path = Path(folder, "domain.yml")
        path.write_text(domain.composed(), "utf-8")
        root = project.root()
        importer = TrainingDataImporter.load_from_config(str(root / "config.yml"), str(path), [str(root / "data")])
        validator = Validator.from_importer(importer)
        checks = {
            "the domain is not valid": validator.verify_domain_validity(),
            "examples, topics and rules do not fit together": validator.verify_nlu(ignore_warnings=False),
            "rules name actions that the domain does not": validator.verify_actions_in_stories_rules(),
            "rules name forms that the domain does not": validator.verify_forms_in_stories_rules(),
            "slots and forms do not fit together": validator.verify_form_slots() and validator.verify_slot_mappings(),
            "rules contradict each other": validator.verify_story_structure(ignore_warnings=False),
        }
    said = [str(warning.message).strip() for warning in heard if _is_about_data(warning)]
    failed = [problem for problem, fine in checks.items() if not fine]
    return [*failed, *said]


def _is_about_data(warning: warnings.WarningMessage) -> bool:
    """Tell whether a warning is about the project; libraries warn of their own future, Rasa of its past."""
    if not issubclass(warning.category, UserWarning):
        return False
    expected = any(
        issubclass(warning.category, category) and re.match(pattern, str(warning.message))
        for category, pattern in EXPECTED_WARNINGS
    )
    return not expected and "pkg_resources" not in str(warning.message)
