"""Which contract or milestone is meant: by number, title, position, amount, state, or what was said before.

A pointer narrows the candidates down, or says None where the message does not point that way. Pointers are
tried one after the other; what they leave open, the conversation so far and the topic's own interest decide,
and what is still open then is asked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.actions.asked import Asked, Subject
from bot.actions.titles import by_title
from bot.marketplace.port import ContractView, MilestoneStatus, MilestoneView

type Candidates = tuple[Candidate, ...]
type Pointer = Callable[[Asked, Candidates], Candidates | None]
type Interest = Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A milestone that may be meant, with its contract."""

    contract: ContractView
    milestone: MilestoneView

    @property
    def subject(self) -> Subject:
        """Name it."""
        return Subject(self.contract.id, self.milestone.number)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message means: `one`, or none yet and `others` to choose from.

    `pointed` is set where the message itself points at something, and not only the conversation before it;
    `unknown` where it names something that is not among the asker's records.
    """

    one: Candidate | None
    others: Candidates
    pointed: bool = False
    unknown: bool = False


#: Said of a milestone, these words mean its state ("the one I submitted"); "is it submitted?" asks for it.
STATES: tuple[tuple[re.Pattern[str], frozenset[MilestoneStatus]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), frozenset(statuses))
    for pattern, statuses in (
        (
            r"\bthe (?:one|work|milestone)s? (?:that |which )?(?:(?:i|we|they|he|she|was|is|has been|have) )*"
            r"(?:just |already )?(?:submitted|delivered|handed in|turned in)\b"
            r"|\bsubmitted (?:one|milestone)\b|\b(?:waiting|waits) for (?:my |a |the )?(?:review|approval)\b"
            r"|\bin review\b",
            {MilestoneStatus.SUBMITTED},
        ),
        (
            r"\bthe (?:one|milestone)s? (?:that |which )?(?:(?:i|we|they|was|is|has been) )*(?:already )?(?:released|paid)\b"
            r"|\b(?:released|paid) (?:one|milestone)\b",
            {MilestoneStatus.RELEASED, MilestoneStatus.AUTO_RELEASED, MilestoneStatus.PART_RELEASED},
        ),
        (r"\b(?:unfunded|not funded|not yet funded)\b", {MilestoneStatus.DEFINED}),
        (r"\bfunded (?:one|milestone)\b", {MilestoneStatus.FUNDED}),
        (r"\bwith (?:the )?changes\b|\bsent back\b", {MilestoneStatus.CHANGES_REQUESTED}),
    )
)

LAST, OTHER = -1, 0  # "the last one", "the other one", as the NLU writes them

#: "My last payment" is one of Transaction History and no milestone.
PAYMENT = re.compile(r"payments?$", re.IGNORECASE)

#: Several are asked about, and each is wanted.
ALL = re.compile(r"\b(?:all|every|each|both|everything|milestones|contracts|projects)\b", re.IGNORECASE)


def asks_for_all(asked: Asked) -> bool:
    """Tell whether the message asks about several records at once and points at none."""
    return bool(ALL.search(asked.text)) and asked.named == Subject()


def candidates(asked: Asked) -> Candidates:
    """Return every milestone of the asker's contracts, in the contracts' order."""
    contracts = asked.records.contracts if asked.records else ()
    return tuple(Candidate(contract, milestone) for contract in contracts for milestone in contract.milestones)


def milestone_meant(asked: Asked, *interests: Interest, amounts: bool = True) -> Meant:
    """Find the milestone that is meant. `interests` are what the topic is about, likeliest first.

    `amounts` is False for topics in which an amount is a wish and not a description.
    """
    pointers = (*POINTERS, _by_amount) if amounts else POINTERS
    found, used = candidates(asked), set[Pointer]()
    for pointer in pointers:
        narrowed = pointer(asked, found)
        if narrowed is None:
            continue
        if not narrowed:
            return Meant(None, found, pointed=True, unknown=True)
        found = narrowed
        used.add(pointer)
    found = _nearest(asked, found, pointed=bool(used))
    if len(found) == 1:
        return Meant(found[0], () if used else _besides(asked, found[0], interests), pointed=bool(used))
    # Who says a number means just that one; a guess by interest would be wrong too often.
    if not used & {_by_number, _by_position}:
        for interest in interests:
            liked = tuple(filter(interest, found))
            if len(liked) == 1:
                return Meant(liked[0], _besides(asked, liked[0], interests), pointed=bool(used))
            if liked:
                return Meant(None, liked, pointed=bool(used))
    return Meant(None, found, pointed=bool(used))


def contract_meant(asked: Asked, *interests: Interest, amounts: bool = False) -> Meant:
    """Find the contract that is meant; `one` and `others` then hold one milestone of each contract."""
    meant = milestone_meant(asked, amounts=amounts)
    if meant.one or meant.unknown:
        return replace(meant, others=_one_each(meant.others))
    contracts = _one_each(meant.others)
    for interest in interests:
        liked = tuple(filter(interest, contracts))
        if liked:
            contracts = liked
            break
    if len(contracts) == 1:
        return Meant(contracts[0], (), pointed=meant.pointed)
    return Meant(None, contracts, pointed=meant.pointed)


def _by_contract(asked: Asked, found: Candidates) -> Candidates | None:
    if asked.named.contract is None:
        return None
    return tuple(candidate for candidate in found if candidate.contract.id.upper() == asked.named.contract)


def _by_number(asked: Asked, found: Candidates) -> Candidates | None:
    numbers = asked.values("milestone")
    if not numbers:
        return None
    return tuple(candidate for candidate in found if str(candidate.milestone.number) in map(str, numbers))


def _by_title(asked: Asked, found: Candidates) -> Candidates | None:
    titles = [
        (candidate.milestone.title, f"{candidate.contract.title} {candidate.contract.counterpart}")
        for candidate in found
    ]
    best = by_title(asked.text, titles)
    return tuple(found[index] for index in best) if best else None


def _by_position(asked: Asked, found: Candidates) -> Candidates | None:
    for entity in asked.entities:
        if entity.get("entity") == "ordinal" and not _is_of_history(entity, asked.text):
            return _at(int(entity["value"]), entity.get("of"), asked, found)
    return None


def _is_of_history(entity: Mapping[str, Any], text: str) -> bool:
    return entity["value"] == LAST and bool(PAYMENT.search(text[entity.get("start", 0) : entity.get("end", 0)]))


def _at(position: int, of: str | None, asked: Asked, found: Candidates) -> Candidates:
    """Pick by position: of what was offered, of the contracts, or of the milestones of each contract left."""
    offered = tuple(candidate for candidate in found if _is_offered(candidate, asked))
    if of is None and offered:
        return _pick(position, offered, asked)
    if of == "contract" or (of is None and asked.before.contract is None):
        chosen = {candidate.contract.id for candidate in _pick(position, _one_each(found), asked)}
        return tuple(candidate for candidate in found if candidate.contract.id in chosen)
    talked_of = tuple(candidate for candidate in found if candidate.contract.id == asked.before.contract)
    contracts = [talked_of] if talked_of else [_of(contract, found) for contract in _one_each(found)]
    return tuple(chosen for milestones in contracts for chosen in _pick(position, milestones, asked))


def _pick(position: int, among: Candidates, asked: Asked) -> Candidates:
    if position == OTHER:
        return tuple(it for it in among if asked.before not in {it.subject, Subject(it.contract.id)})
    index = position - 1 if position > 0 else position
    return (among[index],) if -len(among) <= index < len(among) else ()


def _by_state(asked: Asked, found: Candidates) -> Candidates | None:
    for pattern, statuses in STATES:
        if pattern.search(asked.text):
            return tuple(candidate for candidate in found if candidate.milestone.status in statuses) or None
    return None


def _by_amount(asked: Asked, found: Candidates) -> Candidates | None:
    amounts = asked.values("amount")
    return tuple(candidate for candidate in found if candidate.milestone.amount.minor in amounts) or None


POINTERS: tuple[Pointer, ...] = (_by_contract, _by_number, _by_title, _by_position, _by_state)


def _nearest(asked: Asked, found: Candidates, *, pointed: bool) -> Candidates:
    """Prefer what the conversation is about: the very milestone, or at least its contract."""
    if len(found) == 1 or asked.before.contract is None:
        return found
    inside = tuple(candidate for candidate in found if candidate.contract.id == asked.before.contract)
    same = tuple(candidate for candidate in inside if candidate.subject == asked.before)
    return (same if same and not pointed else inside) or found


def _besides(asked: Asked, one: Candidate, interests: tuple[Interest, ...]) -> Candidates:
    """Return what else the topic is about, so that a wrong guess costs one press of a button."""
    return tuple(
        candidate
        for candidate in candidates(asked)
        if candidate != one and any(interest(candidate) for interest in interests)
    )


def _one_each(found: Candidates) -> Candidates:
    """Keep the first milestone of each contract."""
    return tuple({candidate.contract.id: candidate for candidate in reversed(found)}.values())[::-1]


def _of(of: Candidate, found: Candidates) -> Candidates:
    return tuple(candidate for candidate in found if candidate.contract.id == of.contract.id)


def _is_offered(candidate: Candidate, asked: Asked) -> bool:
    return candidate.subject in asked.offered or Subject(candidate.contract.id) in asked.offered
