"""The life of a hand-off as a table: which move starts where, ends where, and who answers then."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.models import Owner
from bot.errors import Refused


class State(StrEnum):
    """Where a hand-off is (design.md)."""

    REQUESTED = "requested"
    QUEUED = "queued"
    OFFERED = "offered"
    ACTIVE = "active"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"
    AFTER_HOURS = "after_hours"
    AWAITING_REPLY = "awaiting_reply"
    ANSWERED = "answered"
    ABANDONED = "abandoned"
    RETURNED = "returned"


class Reason(StrEnum):
    """Why a person was called."""

    ASKED = "asked"
    TWO_FAILURES = "two_failures"
    FRUSTRATION = "frustration"
    SAFETY = "safety"
    NO_RECORD = "no_record"  # about money, and there is no record to answer from
    ACTION = "action"  # an answer that ends with a person


class Move(StrEnum):
    """What can happen to a hand-off."""

    QUEUE = "queue"  # live hand-off is possible: it waits in line
    DEFER = "defer"  # it is not: a message is asked for
    OFFER = "offer"  # to one specialist, for a time
    ACCEPT = "accept"
    CLAIM = "claim"  # taken from the line without an offer
    DECLINE = "decline"
    EXPIRE = "expire"  # the offer was not answered in time
    WITHDRAW = "withdraw"  # the offer's specialist is gone
    LOSE = "lose"  # the chat's specialist is gone
    TRANSFER = "transfer"
    REASSIGN = "reassign"  # by a supervisor, before anybody talked
    RECALL = "recall"  # by a supervisor, from whoever talks
    GIVE_BACK = "give_back"  # to the assistant
    END = "end"  # the chat is over; its specialist writes down how
    WRAP_UP = "wrap_up"  # how it ended is written down, or the time for it is over
    ABANDON = "abandon"  # the person left the line, or never left a message
    LEAVE_MESSAGE = "leave_message"
    MISS = "miss"  # the desk closed, or its people left, before anybody came
    REOPEN = "reopen"  # the desk is open again, and the person is there
    ANSWER = "answer"  # the message is answered
    SETTLE = "settle"  # the answer stands


class Why(StrEnum):
    """Why a move was made, beside the reasons for which a person is called."""

    CLOSED = "closed"
    CLOSING = "closing"
    NOBODY = "nobody"
    NEXT = "next"  # it was their turn
    CHOSEN = "chosen"  # somebody decided it
    NO_ANSWER = "no_answer"  # in time
    CONSOLE_GONE = "console_gone"
    OPENED = "opened"
    DONE = "done"
    USER_LEFT = "user_left"
    MESSAGE_LEFT = "message_left"
    TIME_OVER = "time_over"


@dataclass(frozen=True, slots=True)
class Rule:
    """A move: the states it starts from, the one it ends in, and the owner it gives the conversation to.

    It takes the conversation only from one of `takes_from`, and without an `owner` from nobody.
    """

    starts: frozenset[State]
    ends: State
    owner: Owner | None = None
    takes_from: frozenset[Owner] = frozenset(Owner)


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


# While somebody waits, the person may have gone back to the assistant and kept the place in line. So the moves of
# the line leave the conversation with whoever has it, and only the one that brings a specialist takes it over.
MOVES: Mapping[Move, Rule] = {
    Move.QUEUE: Rule(_from(State.REQUESTED), State.QUEUED, Owner.QUEUE),
    Move.DEFER: Rule(_from(State.REQUESTED), State.AFTER_HOURS, Owner.NOBODY),
    Move.OFFER: Rule(_from(State.QUEUED), State.OFFERED),
    Move.ACCEPT: Rule(_from(State.OFFERED), State.ACTIVE, Owner.SPECIALIST),
    Move.CLAIM: Rule(_from(State.QUEUED), State.ACTIVE, Owner.SPECIALIST),
    Move.DECLINE: Rule(_from(State.OFFERED), State.QUEUED),
    Move.EXPIRE: Rule(_from(State.OFFERED), State.QUEUED),
    Move.WITHDRAW: Rule(_from(State.OFFERED), State.QUEUED),
    Move.REASSIGN: Rule(_from(State.QUEUED, State.OFFERED), State.QUEUED),
    Move.LOSE: Rule(_from(State.ACTIVE), State.QUEUED, Owner.QUEUE),
    Move.TRANSFER: Rule(_from(State.ACTIVE), State.QUEUED, Owner.QUEUE),
    Move.RECALL: Rule(_from(State.ACTIVE), State.QUEUED, Owner.QUEUE),
    Move.GIVE_BACK: Rule(_from(State.ACTIVE), State.RETURNED, Owner.ASSISTANT),
    # Whoever talked still writes down how it went; the person is the assistant's already.
    Move.END: Rule(_from(State.ACTIVE), State.WRAP_UP, Owner.ASSISTANT),
    Move.WRAP_UP: Rule(_from(State.WRAP_UP), State.CLOSED),
    Move.ABANDON: Rule(
        _from(State.REQUESTED, State.QUEUED, State.OFFERED, State.AFTER_HOURS), State.ABANDONED, Owner.ASSISTANT
    ),
    # With the thanks the assistant answers again: it is who tells how the message stands.
    Move.LEAVE_MESSAGE: Rule(
        _from(State.REQUESTED, State.QUEUED, State.OFFERED, State.AFTER_HOURS), State.AWAITING_REPLY, Owner.ASSISTANT
    ),
    Move.MISS: Rule(_from(State.QUEUED, State.OFFERED), State.AFTER_HOURS, Owner.NOBODY, frozenset({Owner.QUEUE})),
    Move.REOPEN: Rule(
        _from(State.AFTER_HOURS, State.AWAITING_REPLY), State.QUEUED, Owner.QUEUE, frozenset({Owner.NOBODY})
    ),
    Move.ANSWER: Rule(_from(State.AWAITING_REPLY), State.ANSWERED),
    Move.SETTLE: Rule(_from(State.ANSWERED), State.CLOSED),
}

#: States in which a person waits for somebody, or talks to them: a conversation has one such hand-off at most.
LIVE = frozenset({State.REQUESTED, State.QUEUED, State.OFFERED, State.ACTIVE, State.AFTER_HOURS})
#: States in which a person waits for somebody to come.
WAITING = frozenset({State.QUEUED, State.OFFERED})
#: States in which a hand-off takes one of a specialist's places.
HELD = frozenset({State.OFFERED, State.ACTIVE, State.WRAP_UP})
#: States in which nothing happens any more.
OVER = frozenset({State.CLOSED, State.ABANDONED, State.RETURNED})


class WrongMove(Refused):
    """The hand-off is not in a state that this move starts from."""

    code = "wrong_move"
    sentence = "That is not possible any more."


def require_move(move: Move, current: State) -> Rule:
    """Return the rule of a move. Raises WrongMove."""
    rule = MOVES[move]
    if current not in rule.starts:
        raise WrongMove(move=str(move), current=str(current))
    return rule
