"""Which contract or milestone is meant.

Pointers are tried one after the other; what they leave open, the conversation so far and the topic's own
interest decide, and what is still open then is asked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.actions.asked import Asked
from bot.actions.candidates import Candidate, Candidates, candidates, one_each
from bot.actions.pointers import (
    Pointer,
    by_amount,
    by_contract,
    by_number,
    by_position,
    by_state,
    by_title,
    is_contract_by_position,
)

type Interest = Callable[[Candidate], bool]

POINTERS: tuple[Pointer, ...] = (by_contract, by_number, by_title, by_position, by_state)

#: Several are asked about, and each is wanted.
ALL = re.compile(
    r"\b(?:milestones|contracts|projects|jobs|everything)\b"
    r"|\b(?:all|every|each|both)(?: \w+){0,2} (?:milestone|contract|project|job|one)s?\b",
    re.IGNORECASE,
)


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


def asks_for_all(asked: Asked) -> bool:
    """Tell whether the message asks about several records at once."""
    return bool(ALL.search(asked.text))


def names_anothers(asked: Asked) -> bool:
    """Tell whether the message names a contract that is not among the asker's."""
    own = () if asked.records is None else asked.records.contracts
    named = asked.named.contract
    return named is not None and named not in {contract.id.upper() for contract in own}


def milestone_meant(asked: Asked, *interests: Interest, amounts: bool = True) -> Meant:
    """Find the milestone that is meant. `interests` are what the topic is about, likeliest first.

    `amounts` is False for topics in which an amount is a wish and not a description.
    """
    pointers = (*POINTERS, by_amount) if amounts else POINTERS
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
    if not used & {by_number, by_position} or (by_number not in used and is_contract_by_position(asked)):
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
        return replace(meant, others=one_each(meant.others))
    contracts = one_each(meant.others)
    for interest in interests:
        liked = tuple(filter(interest, contracts))
        if liked:
            contracts = liked
            break
    if len(contracts) == 1:
        return Meant(contracts[0], (), pointed=meant.pointed)
    return Meant(None, contracts, pointed=meant.pointed)


def contract_meant_among(asked: Asked, wanted: Interest) -> Meant:
    """Find the contract that is meant; one that is not pointed at is one of those that are `wanted`."""
    meant = contract_meant(asked, wanted)
    if meant.pointed or (meant.one is not None and wanted(meant.one)):
        return meant
    found = one_each(tuple(filter(wanted, candidates(asked))))
    return Meant(found[0], ()) if len(found) == 1 else Meant(None, found)


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
