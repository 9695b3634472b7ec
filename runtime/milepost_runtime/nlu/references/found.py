"""All references of a message, none on top of another."""

from __future__ import annotations

from milepost_runtime.nlu.references.addresses import emails, ids
from milepost_runtime.nlu.references.amounts import amounts
from milepost_runtime.nlu.references.contracts import contracts
from milepost_runtime.nlu.references.dates import dates
from milepost_runtime.nlu.references.milestones import milestones, positions
from milepost_runtime.nlu.references.reference import Reference

# Where two stand on the same letters, the earlier kind is meant.
KINDS = (emails, contracts, milestones, positions, amounts, dates, ids)


def references(text: str) -> list[Reference]:
    """Return the references in the order in which they stand in the text."""
    found: list[Reference] = []
    for kind in KINDS:
        for reference in kind(text):
            if not any(reference.overlaps(other) for other in found):
                found.append(reference)
    return sorted(found, key=lambda reference: reference.start)
