"""The kinds of letters: what each is told, what it may be late for, and whether a person wrote it.

What is not in a kind's table never reaches its template. Words of people are masked on their way in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from bot.mail.letters.masking import masked

TEXT_LENGTH = 20_000
LINE_LENGTH = 300
CODE_LENGTH = 12
TRANSCRIPT_MESSAGES = 500

# What no letter can show: control characters, and what is no character at all (XML 1.0, 2.2).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


type Text = Annotated[
    str, StringConstraints(max_length=TEXT_LENGTH), AfterValidator(_printable), AfterValidator(masked)
]
type Line = Annotated[
    str,
    StringConstraints(max_length=LINE_LENGTH),
    AfterValidator(_printable),
    AfterValidator(_one_line),
    AfterValidator(masked),
]
#: What we gave a name ourselves: M-1042, C-1001. It is no account number and stays whole.
type Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]


class Data(BaseModel):
    """What a template is handed."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Money(Data):
    """An amount as the wire writes it."""

    minor: int
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class MessageReceived(Data):
    """A message was left; `promised_by` is when its answer is due."""

    reference: Reference
    promised_by: AwareDatetime | None = None
    text: Text | None = None


class SpecialistAnswer(Data):
    """One answer of a specialist; several of one conversation may stand in one letter. `seq` is its message."""

    text: Text
    specialist: Line
    category: Line | None = None
    reference: Reference | None = None
    seq: int | None = None


class AddressCode(Data):
    """The code that proves that a typed address is the person's."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", max_length=CODE_LENGTH)]
    expires_at: AwareDatetime


class Nudge(Data):
    """A clock of the reader's is about to run out; `clock` names its kind."""

    clock: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
    contract: Reference
    title: Line
    milestone: int | None = None
    due_at: AwareDatetime


class HandoffMissed(Data):
    """Somebody asked for a specialist and nobody could come."""

    category: Line | None = None
    reference: Reference | None = None
    promised_by: AwareDatetime | None = None


class Said(Data):
    """A message of a transcript."""

    at: AwareDatetime
    kind: str
    name: Line
    text: Text


class Transcript(Data):
    """A conversation as its person could read it."""

    messages: tuple[Said, ...]


class RequestReceived(Data):
    """A request or an appeal was filed."""

    reference: Reference


class RequestDecided(Data):
    """A request or an appeal was decided, for a reason in words."""

    reference: Reference
    decision: Line
    reason: Text | None = None


class SuspensionNotice(Data):
    """Why an account is suspended, and what lifts it."""

    reason: Text
    since: AwareDatetime
    lifted_by: Text | None = None
    due_at: AwareDatetime | None = None
    appealable: bool = False


class VerificationInvitation(Data):
    """A video call is asked for, by `due_at`, or at the time `at`."""

    due_at: AwareDatetime | None = None
    at: AwareDatetime | None = None


class VerificationOutcome(Data):
    """How a video call ended, and what comes next."""

    outcome: Line
    reason: Text | None = None
    next: Text | None = None


class ReceiptLine(Data):
    """A line of a receipt."""

    label: Line
    amount: Money


class Receipt(Data):
    """What moved, once it has moved."""

    title: Line
    lines: tuple[ReceiptLine, ...]
    contract: Reference | None = None
    at: AwareDatetime


@dataclass(frozen=True, slots=True)
class Kind:
    """How letters of a kind are treated.

    `stale`: the field after whose moment the letter is no use any more. `together`: several of one conversation are one
    mail. `by_hand`: a person wrote it, so that it is no automatic mail (RFC 3834).
    """

    data: type[Data]
    stale: str | None = None
    together: bool = False
    by_hand: bool = False


KINDS: Mapping[str, Kind] = {
    "message_received": Kind(MessageReceived),
    "specialist_answer": Kind(SpecialistAnswer, together=True, by_hand=True),
    "address_code": Kind(AddressCode, stale="expires_at"),
    "nudge": Kind(Nudge, stale="due_at"),
    "handoff_missed": Kind(HandoffMissed),
    "transcript": Kind(Transcript),
    "profile_request_received": Kind(RequestReceived),
    "profile_request_decided": Kind(RequestDecided),
    "appeal_received": Kind(RequestReceived),
    "appeal_decided": Kind(RequestDecided),
    "suspension_notice": Kind(SuspensionNotice),
    "verification_invitation": Kind(VerificationInvitation),
    "verification_outcome": Kind(VerificationOutcome),
    "receipt": Kind(Receipt),
}


def stale_at(kind: str, subject_data: Mapping[str, Any]) -> datetime | None:
    """Read when a letter is no use any more; None where it always is, or where its data do not say."""
    field = KINDS[kind].stale if kind in KINDS else None
    moment = subject_data.get(field) if field is not None else None
    try:
        at = None if moment is None else datetime.fromisoformat(moment)
    except (TypeError, ValueError):
        return None
    return at if at is None or at.tzinfo is not None else None
