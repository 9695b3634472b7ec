"""How a message points at a milestone. A pointer narrows the candidates down.

It says None where the message does not point that way, and () where it points at nothing there is.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.actions.asked import Asked, Subject
from bot.actions.candidates import Candidate, Candidates, one_each
from bot.actions.titles import best_titles
from bot.marketplace.port import MilestoneStatus

type Pointer = Callable[[Asked, Candidates], Candidates | None]

_THE_ONE = (
    r"\bthe (?:one|work|milestone)s? (?:(?:that|which) (?:was|is|has been)|(?:that |which )?(?:i|we|they|he|she)(?: have| has)?)"
    r" (?:just |already )?"
)
#: Said of a milestone, these words mean its state ("the one I submitted"); "is the milestone paid?" asks for it.
STATES: tuple[tuple[re.Pattern[str], frozenset[MilestoneStatus]], ...] = (
    (
        re.compile(
            rf"{_THE_ONE}(?:submitted|delivered|handed in|turned in)\b|\bsubmitted (?:one|milestone)\b"
            r"|\b(?:waiting|waits) for (?:my |a |the )?(?:review|approval)\b|\bin review\b",
            re.IGNORECASE,
        ),
        frozenset({MilestoneStatus.SUBMITTED}),
    ),
    (
        re.compile(rf"{_THE_ONE}(?:released|paid)\b|\b(?:released|paid) (?:one|milestone)\b", re.IGNORECASE),
        frozenset({MilestoneStatus.RELEASED, MilestoneStatus.AUTO_RELEASED, MilestoneStatus.PART_RELEASED}),
    ),
    (re.compile(r"\bunfunded\b|\bnot (?:yet )?funded\b", re.IGNORECASE), frozenset({MilestoneStatus.DEFINED})),
    (re.compile(r"\bfunded (?:one|milestone)\b", re.IGNORECASE), frozenset({MilestoneStatus.FUNDED})),
    (
        re.compile(r"\bwith (?:the )?changes\b|\bsent back\b", re.IGNORECASE),
        frozenset({MilestoneStatus.CHANGES_REQUESTED}),
    ),
)

LAST, OTHER = -1, 0  # "the last one", "the other one", as the NLU writes them

#: "My last payment" is one of Transaction History and no milestone.
PAYMENT = re.compile(r"payments?$", re.IGNORECASE)


def by_contract(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow the contract's number."""
    if asked.named.contract is None:
        return None
    return tuple(candidate for candidate in found if candidate.contract.id.upper() == asked.named.contract)


def by_number(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow the milestones' numbers."""
    numbers = asked.values("milestone")
    if not numbers:
        return None
    return tuple(candidate for candidate in found if str(candidate.milestone.number) in map(str, numbers))


def by_title(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow words of the titles, and the other party's name."""
    titles = [
        (candidate.milestone.title, f"{candidate.contract.title} {candidate.contract.counterpart}")
        for candidate in found
    ]
    best = best_titles(asked.text, titles)
    return tuple(found[index] for index in best) if best else None


def by_position(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow "my second contract", "the last milestone", "the other one"."""
    for entity in asked.entities:
        if entity.get("entity") == "ordinal" and not _is_of_history(entity, asked.text):
            return _at(int(entity["value"]), entity.get("of"), asked, found)
    return None


def is_contract_by_position(asked: Asked) -> bool:
    """Tell whether a position is a contract's: "the other contract" leaves open which of its milestones is meant."""
    ordinals = [entity for entity in asked.entities if entity.get("entity") == "ordinal"]
    return bool(ordinals) and ordinals[0].get("of") == "contract"


def by_state(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow "the one I submitted" and the like."""
    for pattern, statuses in STATES:
        if pattern.search(asked.text):
            return tuple(candidate for candidate in found if candidate.milestone.status in statuses) or None
    return None


def by_amount(asked: Asked, found: Candidates) -> Candidates | None:
    """Follow an amount that is a milestone's whole."""
    amounts = asked.values("amount")
    return tuple(candidate for candidate in found if candidate.milestone.amount.minor in amounts) or None


def _is_of_history(entity: Mapping[str, Any], text: str) -> bool:
    return entity["value"] == LAST and bool(PAYMENT.search(text[entity.get("start", 0) : entity.get("end", 0)]))


def _at(position: int, of: str | None, asked: Asked, found: Candidates) -> Candidates:
    """Pick by position: of what was offered, of the contracts, or of the milestones of each contract left."""
    offered = tuple(candidate for candidate in found if _is_offered(candidate, asked))
    if of is None and offered:
        if asked.offered[0].milestone is not None:
            return _pick(position, offered, asked)
        of, found = "contract", offered
    if of == "contract" or (of is None and asked.before.contract is None):
        chosen = {candidate.contract.id for candidate in _pick_contract(position, one_each(found), asked)}
        return tuple(candidate for candidate in found if candidate.contract.id in chosen)
    talked_of = tuple(candidate for candidate in found if candidate.contract.id == asked.before.contract)
    contracts = [talked_of] if talked_of else [_of(contract, found) for contract in one_each(found)]
    return tuple(chosen for milestones in contracts for chosen in _pick(position, milestones, asked))


def _pick(position: int, among: Candidates, asked: Asked) -> Candidates:
    if position == OTHER:
        return tuple(it for it in among if asked.before not in {it.subject, Subject(it.contract.id)})
    index = position - 1 if position > 0 else position
    return (among[index],) if -len(among) <= index < len(among) else ()


def _pick_contract(position: int, among: Candidates, asked: Asked) -> Candidates:
    if position == OTHER:
        return tuple(it for it in among if it.contract.id != asked.before.contract)
    return _pick(position, among, asked)


def _of(of: Candidate, found: Candidates) -> Candidates:
    return tuple(candidate for candidate in found if candidate.contract.id == of.contract.id)


def _is_offered(candidate: Candidate, asked: Asked) -> bool:
    return candidate.subject in asked.offered or Subject(candidate.contract.id) in asked.offered
