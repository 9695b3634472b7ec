"""How an account stands, why, what that means meanwhile, and who can find its profile.

Only what the asker's own record says is told; no reason is guessed and no outcome promised
(facts.md §4).
"""

from bot.actions.answer import Answer, Topic
from bot.actions.voice import Voice, from_records
from bot.actions.words import Entry
from bot.marketplace.port import ContractStatus, HoldView, Records, Role, Standing


def ask_suspension(voice: Voice, records: Records) -> Answer:
    """Tell the standing, and for a suspension its reason and what lifts it."""
    return voice.own(standing(voice, records), *owed(voice, records))


def ask_reinstatement(voice: Voice, records: Records) -> Answer:
    """Tell the next step back to good standing, where there is one."""
    account = records.account
    match account.standing, account.hold:
        case Standing.GOOD, _:
            step = voice.say("reinstatement_good")
        case Standing.INACTIVE, _:
            step = voice.say("reinstatement_inactive")
        case _, HoldView() as hold:
            step = _step_back(voice, hold)
        case _:
            step = voice.say("reinstatement_unknown")
    return voice.own(step, *owed(voice, records))


def ask_suspension_email(voice: Voice, records: Records) -> Answer:
    """Tell when the e-mail was sent, and to which address (masked)."""
    hold = records.account.hold
    if hold is None:
        return voice.own(voice.say("suspension_email_none"))
    if hold.notice_sent_at is None or hold.notice_sent_to is None:
        return voice.own(voice.say("suspension_email_unrecorded"))
    said = voice.say("suspension_email_sent", sent=hold.notice_sent_at, address=hold.notice_sent_to, reason=hold.reason)
    return voice.own(said, _appeal(voice, hold))


def ask_suspension_effects(voice: Voice, records: Records) -> Answer:
    """Tell what goes on and what does not, from the record."""
    account = records.account
    entries = [voice.say(f"effects_{account.standing.value}")]
    running = [contract for contract in records.contracts if contract.status is ContractStatus.ACTIVE]
    if account.standing is Standing.ON_HOLD and running:
        listed = "; ".join(f"{contract.id} {contract.title}" for contract in running)
        entries.append(voice.say("effects_running", contracts=listed))
    paused = [contract for contract in records.contracts if contract.status is ContractStatus.PAUSED]
    entries += [voice.say("effects_paused", contract=contract.id, title=contract.title) for contract in paused]
    if account.role is Role.FREELANCER and account.standing is not Standing.GOOD:
        entries.append(voice.say("effects_balance", pending=account.pending, available=account.available))
    return voice.own(*entries, *owed(voice, records))


def make_profile_public(voice: Voice, records: Records) -> Answer:
    """Tell whether the profile is private, who set it so, and what brings it back."""
    profile = records.account.profile
    if profile is None:
        return voice.own(voice.say("profile_none"))
    if profile.visibility == "public":
        return voice.own(voice.say("profile_public"))
    if profile.request is not None:
        return _request(voice, records)
    if profile.set_by == "self":
        return voice.own(voice.say("profile_private_self"))
    since = voice.say("profile_private_since", since=profile.since) if profile.since else Entry("")
    return voice.own(voice.say("profile_private_system"), since)


def ask_profile_request_status(voice: Voice, records: Records) -> Answer:
    """Tell what the record says of a request to be public again."""
    profile = records.account.profile
    if profile is None:
        return voice.own(voice.say("profile_none"))
    if profile.request is None:
        return voice.own(voice.say("profile_request_none", visibility=profile.visibility))
    return _request(voice, records)


def standing(voice: Voice, records: Records) -> Entry:
    """Say how the account stands, and for a suspension why and what lifts it."""
    account = records.account
    hold = account.hold
    if account.standing in {Standing.GOOD, Standing.INACTIVE} or hold is None:
        return voice.say(f"standing_{account.standing.value}")
    said = voice.say(f"standing_{account.standing.value}_since", reason=hold.reason, since=hold.since)
    back = _step_back(voice, hold)
    return Entry(f"{said.text} {back.text}", (*said.blocks, *back.blocks))


def _step_back(voice: Voice, hold: HoldView) -> Entry:
    if hold.lifted_by is None:
        step = voice.say("reinstatement_nothing_asked")
    else:
        key = f"lifted_by_{hold.lifted_by.replace(' ', '_')}"
        what = voice.words.text(key) if key in voice.words else hold.lifted_by
        step = voice.say("reinstatement_lifted_by", what=what)
    due = voice.say("reinstatement_due", due=hold.due_at) if hold.due_at else Entry("")
    appeal = _appeal(voice, hold)
    text = " ".join(entry.text for entry in (step, due, appeal) if entry.text)
    return Entry(text, (*step.blocks, *due.blocks, *appeal.blocks))


def _appeal(voice: Voice, hold: HoldView) -> Entry:
    return voice.say("appeal_open" if hold.appealable else "appeal_closed")


def _request(voice: Voice, records: Records) -> Answer:
    profile = records.account.profile
    assert profile is not None  # noqa: S101 - both callers looked
    request = profile.request
    assert request is not None  # noqa: S101 - both callers looked
    return voice.own(
        voice.say(
            "profile_request",
            reference=request.reference,
            submitted=request.submitted_at,
            status=request.status,
            visibility=profile.visibility,
        )
    )


def owed(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say what is past due; nothing if nothing is."""
    debt = records.account.past_due
    return () if debt is None else (voice.say("standing_past_due", owed=debt.amount, since=debt.since),)


TOPICS: tuple[Topic, ...] = (
    Topic("ask_suspension", from_records(ask_suspension)),
    Topic("ask_reinstatement", from_records(ask_reinstatement)),
    Topic("ask_suspension_email", from_records(ask_suspension_email)),
    Topic("ask_suspension_effects", from_records(ask_suspension_effects)),
    Topic("make_profile_public", from_records(make_profile_public)),
    Topic("ask_profile_request_status", from_records(ask_profile_request_status)),
)
