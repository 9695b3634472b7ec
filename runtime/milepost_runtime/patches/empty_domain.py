"""The empty domain is made once: Rasa makes one for each message, to see that its own is another."""

from __future__ import annotations

from rasa.shared.core.domain import Domain

REPLACED = Domain.is_empty


def apply() -> None:
    """Put the patch in place."""
    Domain.is_empty = _is_empty


_EMPTY = Domain.empty().as_dict()


def _is_empty(self: Domain) -> bool:
    """Tell whether nothing is in the domain."""
    return self.as_dict() == _EMPTY
