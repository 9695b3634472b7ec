"""Cases in the chat: the forms of an appeal and of a public profile, what filing them says, and how they stand."""

from collections.abc import Mapping
from typing import Any

from bot.actions.answer import Answer
from bot.actions.voice import Voice
from bot.actions.words import Entry
from bot.marketplace.cases.case import EVIDENCE_LENGTH, STATEMENT_LENGTH, CaseKind
from bot.marketplace.cases.filing import reference_of
from bot.marketplace.port import CaseView

#: Which form asks for which kind of case, and which topic takes its answer.
TOPIC: Mapping[CaseKind, str] = {
    CaseKind.APPEAL: "ask_reinstatement",
    CaseKind.PROFILE: "make_profile_public",
}

#: The fields of each form: name, how long, whether it must be filled in.
FIELDS: Mapping[CaseKind, tuple[tuple[str, int, bool], ...]] = {
    CaseKind.APPEAL: (("statement", STATEMENT_LENGTH, True), ("evidence", EVIDENCE_LENGTH, False)),
    CaseKind.PROFILE: (("statement", STATEMENT_LENGTH, False),),
}


def form(voice: Voice, kind: CaseKind) -> dict[str, Any]:
    """Show the form that files a case of this kind."""
    fields = [
        {
            "name": name,
            "label": voice.say(f"case_field.{kind}.{name}").text,
            "kind": "long_text",
            "required": required,
            "max": longest,
        }
        for name, longest, required in FIELDS[kind]
    ]
    return {"type": "form", "form": f"case_{kind}", "fields": fields, "then": {"topic": TOPIC[kind]}}


def filed(voice: Voice, kind: CaseKind, given: Mapping[str, Any]) -> Answer:
    """Say that the case is filed, and under which reference; the gateway files it with the answer."""
    reference = reference_of(kind, conversation=voice.asked.conversation, message=voice.asked.message)
    answer = voice.own(voice.say(f"case_filed.{kind}", reference=reference))
    case = {"kind": kind.value, **{name: str(given.get(name) or "") for name, _, _ in FIELDS[kind]}}
    return Answer(answer.text, answer.blocks, personal=True, file={"case": case})


def state(voice: Voice, kind: CaseKind, case: CaseView) -> Entry:
    """Say how a case stands, and for a decision its reason."""
    said = voice.say(
        f"case_state.{case.state}",
        what=voice.words.text(f"case_name.{kind}"),
        reference=case.reference,
        submitted=case.submitted_at,
        decided=case.decided_at,
    )
    if not case.reason:
        return said
    reason = voice.say("case_reason", reason=case.reason)
    return Entry(f"{said.text} {reason.text}", said.blocks)


def waits(case: CaseView | None) -> bool:
    """Tell whether a case waits for its decision."""
    return case is not None and case.state == "submitted"
