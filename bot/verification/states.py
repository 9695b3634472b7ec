"""The life of a verification as a table: which move starts where, and where it ends (design.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import Refused


class State(StrEnum):
    """Where a verification is."""

    REQUIRED = "required"
    PREFLIGHT = "preflight"
    WAITING = "waiting"
    RINGING = "ringing"
    IN_CALL = "in_call"
    PASSED = "passed"
    FAILED = "failed"
    RETRY = "retry"
    ABANDONED = "abandoned"
    NO_SHOW = "no_show"


class Move(StrEnum):
    """What can happen to a verification."""

    CHECK = "check"  # the person's machine was looked at
    JOIN = "join"  # the line
    CALL = "call"  # a verifier takes the next
    ANSWER = "answer"  # the person picks up
    MISS = "miss"  # nobody picked up in time
    LOSE = "lose"  # the verifier is gone, or puts the person back
    LEAVE = "leave"  # the person goes
    LAPSE = "lapse"  # the person has been gone for too long
    PASS = "pass"  # noqa: S105 - no password, a verdict
    FAIL = "fail"
    TRY_AGAIN = "try_again"
    LIFT = "lift"  # what asked for it ended in another way


class Why(StrEnum):
    """Why a move was made."""

    ASKED = "asked"  # by the person
    NEXT = "next"  # it was their turn
    NO_ANSWER = "no_answer"
    VERIFIER_GONE = "verifier_gone"
    PUT_BACK = "put_back"
    PERSON_GONE = "person_gone"
    TIME_OVER = "time_over"
    DECIDED = "decided"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Rule:
    """A move: the states it starts from, and the one it ends in."""

    starts: frozenset[State]
    ends: State


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


#: From here a person can begin (again).
STARTS = _from(State.REQUIRED, State.PREFLIGHT, State.RETRY, State.ABANDONED, State.NO_SHOW)

MOVES: Mapping[Move, Rule] = {
    Move.CHECK: Rule(STARTS, State.PREFLIGHT),
    Move.JOIN: Rule(_from(State.PREFLIGHT), State.WAITING),
    Move.CALL: Rule(_from(State.WAITING), State.RINGING),
    Move.ANSWER: Rule(_from(State.RINGING), State.IN_CALL),
    Move.MISS: Rule(_from(State.RINGING), State.NO_SHOW),
    Move.LOSE: Rule(_from(State.RINGING, State.IN_CALL), State.WAITING),
    Move.LEAVE: Rule(_from(State.PREFLIGHT, State.WAITING, State.RINGING, State.IN_CALL), State.ABANDONED),
    Move.LAPSE: Rule(_from(State.WAITING, State.IN_CALL), State.ABANDONED),
    Move.PASS: Rule(_from(State.IN_CALL), State.PASSED),
    Move.FAIL: Rule(_from(State.IN_CALL), State.FAILED),
    Move.TRY_AGAIN: Rule(_from(State.IN_CALL), State.RETRY),
    Move.LIFT: Rule(STARTS | _from(State.WAITING, State.RINGING, State.IN_CALL), State.ABANDONED),
}

#: States after which a person who is asked again begins anew.
OVER = _from(State.PASSED, State.FAILED)
#: States in which a verifier is taken.
HELD = _from(State.RINGING, State.IN_CALL)


class WrongMove(Refused):
    """The verification is not in a state that this move starts from."""

    code = "wrong_move"
    sentence = "That is not possible any more."


def require_move(move: Move, current: State) -> Rule:
    """Return the rule of a move. Raises WrongMove."""
    rule = MOVES[move]
    if current not in rule.starts:
        raise WrongMove(move=move.value, current=current.value)
    return rule
