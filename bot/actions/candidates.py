"""The milestones that a message may be about: those of the asker's own contracts."""

from dataclasses import dataclass

from bot.actions.asked import Asked, Subject
from bot.marketplace.port import ContractView, MilestoneView

type Candidates = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A milestone that may be meant, with its contract."""

    contract: ContractView
    milestone: MilestoneView

    @property
    def subject(self) -> Subject:
        """Name it."""
        return Subject(self.contract.id, self.milestone.number)


def candidates(asked: Asked) -> Candidates:
    """Return every milestone of the asker's contracts, in the contracts' order."""
    contracts = asked.records.contracts if asked.records else ()
    return tuple(Candidate(contract, milestone) for contract in contracts for milestone in contract.milestones)


def one_each(found: Candidates) -> Candidates:
    """Keep the first milestone of each contract."""
    return tuple({candidate.contract.id: candidate for candidate in reversed(found)}.values())[::-1]
