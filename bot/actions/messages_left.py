"""Messages for the desk: the form that takes one, and what became of those that were left."""

from typing import Any

from bot.actions.answer import Answer, said
from bot.actions.asked import Asked
from bot.actions.layout import laid_out
from bot.actions.safety.reporting import state_of_reports
from bot.actions.voice import Voice
from bot.actions.words import Entry, Words
from bot.desk.follow_ups import WHAT_LENGTH, FollowUp
from bot.desk.forms import EMAIL_LENGTH
from bot.desk.promise import FollowUpState

FORM = "message"
SHOWN = 3  # of one person's, the newest


async def leave_message(asked: Asked, words: Words) -> Answer:
    """Show the form; once it is filled in, hand the message over. The desk says its reference and by when it answers."""
    if asked.form is not None:
        given = asked.form
        message = {name: given[name] for name in ("what", "email") if given.get(name)}
        return Answer(words.text("message_taken"), file={"message": message})
    address = None if asked.desk is None else asked.desk.address
    key = "leave_message_known" if address else "leave_message"
    return said(words, key, _form(words, ask_address=address is None), personal=bool(address), address=address)


async def ask_message_followup(asked: Asked, words: Words) -> Answer:
    """Tell what became of the asker's messages, promises and safety reports; what was left elsewhere is in no record."""
    voice = Voice(asked, words)
    owed = () if asked.desk is None else asked.desk.follow_ups[:SHOWN]
    if not owed:
        return state_of_reports(voice) if asked.reports else said(words, "ask_message_followup")
    lines = [_state(voice, each) for each in owed]
    if asked.reports:
        reports = state_of_reports(voice)
        lines.append(Entry(reports.text, reports.blocks))
    return Answer(
        laid_out(line.text for line in lines), tuple(block for line in lines for block in line.blocks), personal=True
    )


def _state(voice: Voice, promise: FollowUp) -> Entry:
    """Say how a promise stands: kept, owed, or late, which is said as plainly."""
    told = {
        "what": voice.words.text(f"promise_kind.{promise.kind}"),
        "reference": promise.reference,
        "made": promise.created_at,
        "due": promise.due_at,
        "settled": promise.settled_at,
    }
    if promise.state is not FollowUpState.OWED:
        return voice.say(f"promise_state.{promise.state}", **told)
    return voice.say("promise_state.late" if promise.overdue(voice.asked.now) else "promise_state.owed", **told)


def _form(words: Words, *, ask_address: bool) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {
            "name": "what",
            "label": words.text("message_field.what"),
            "kind": "long_text",
            "required": True,
            "max": WHAT_LENGTH,
        }
    ]
    if ask_address:
        fields.append(
            {
                "name": "email",
                "label": words.text("message_field.email"),
                "kind": "email",
                "required": False,
                "max": EMAIL_LENGTH,
            }
        )
    return {"type": "form", "form": FORM, "fields": fields, "then": {"topic": "leave_message"}}
