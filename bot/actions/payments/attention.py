"""What needs attention: every clock that runs for the asker, the most urgent first."""

import re
from datetime import datetime

from bot.actions.answer import Answer
from bot.actions.asked import Asked
from bot.actions.blocks import milestone_clock
from bot.actions.candidates import Candidate, candidates
from bot.actions.payments.caution import caution
from bot.actions.payments.states import describe
from bot.actions.voice import Voice
from bot.marketplace.port import Records

ASKED = re.compile(
    r"\b(?:attention|deadlines|due soon|urgent)\b|\b(?:waiting|waits) (?:for|on) me\b"
    r"|\bwhat (?:do|should|must) i (?:have to |need to )?do (?:next|now|today)\b",
    re.IGNORECASE,
)


def is_asked(asked: Asked) -> bool:
    """Tell whether the message asks what there is to be done."""
    return not asked.pressed and bool(ASKED.search(asked.text))


def attention(voice: Voice, records: Records) -> Answer:
    """List what runs, whoever must act: a clock that runs for the other side decides the asker's money too."""
    due = {one: at for one in candidates(voice.asked) if (at := _due(one)) is not None}
    running = sorted(due, key=lambda one: due[one])
    verify = records.account.verification_due_at
    return voice.own(
        *([voice.say("attention.verification", due=verify)] if verify else []),
        *(describe(voice, one) for one in running),
        *caution(voice, records),
        *([] if running or verify else [voice.say("attention.none")]),
        blocks=[milestone_clock(one.contract, one.milestone, records) for one in running],
        offered=tuple(one.subject for one in running),
    )


def _due(one: Candidate) -> datetime | None:
    """Return when the milestone's clock runs out; None if none runs."""
    if one.contract.refund_request is not None and one.milestone.in_escrow.minor:
        return one.contract.refund_request.respond_by
    return one.milestone.deadline.due_at if one.milestone.deadline else None
