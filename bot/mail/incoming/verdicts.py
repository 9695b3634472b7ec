"""Verdicts: what becomes of a mail that came in, and why."""

from enum import StrEnum


class State(StrEnum):
    """What became of a mail."""

    ACCEPTED = "accepted"  # it is a message of its conversation
    UNVERIFIED = "unverified"  # it was shown to the desk, and moved nothing
    QUARANTINED = "quarantined"  # it was put aside, and nobody was told
    DROPPED = "dropped"  # there is nothing in it for anybody to read


class Reason(StrEnum):
    """Why a mail was not accepted."""

    # It cannot be read.
    TOO_LARGE = "too_large"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_HEADERS = "too_many_headers"
    MALFORMED_HEADERS = "malformed_headers"
    NO_SENDER = "no_sender"
    # It belongs nowhere.
    FORGED_TOKEN = "forged_token"  # noqa: S105 - the name of a reason
    NO_THREAD = "no_thread"
    # Who sent it is not who may.
    OTHER_RECIPIENT = "other_recipient"
    FOREIGN_SENDER = "foreign_sender"
    NOT_AUTHENTICATED = "not_authenticated"
    # No person wrote it, or nothing.
    AUTO_REPLY = "auto_reply"
    LIST_MAIL = "list_mail"
    BOUNCE = "bounce"
    EMPTY = "empty"


STATES: dict[Reason, State] = {
    Reason.TOO_LARGE: State.QUARANTINED,
    Reason.TOO_MANY_PARTS: State.QUARANTINED,
    Reason.TOO_MANY_HEADERS: State.QUARANTINED,
    Reason.MALFORMED_HEADERS: State.QUARANTINED,
    Reason.NO_SENDER: State.QUARANTINED,
    Reason.FORGED_TOKEN: State.QUARANTINED,
    Reason.NO_THREAD: State.QUARANTINED,
    Reason.OTHER_RECIPIENT: State.UNVERIFIED,
    Reason.FOREIGN_SENDER: State.UNVERIFIED,
    Reason.NOT_AUTHENTICATED: State.UNVERIFIED,
    Reason.AUTO_REPLY: State.DROPPED,
    Reason.LIST_MAIL: State.DROPPED,
    Reason.BOUNCE: State.DROPPED,
    Reason.EMPTY: State.DROPPED,
}
