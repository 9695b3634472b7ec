"""How an account stands and why, what it may do meanwhile, and the way back.

Only what the asker's own record says is told; no reason is guessed and no outcome promised
(facts.md §4).
"""

import re

from bot.actions import cases
from bot.actions.answer import Answer
from bot.actions.blocks import contract_clocks
from bot.actions.voice import Voice
from bot.actions.words import Entry, choices
from bot.marketplace.cases.case import CaseKind
from bot.marketplace.port import ContractStatus, ContractView, HoldView, Records, Role, Standing
from bot.marketplace.standing import OF_ROLE, Act

#: What people ask about while they are locked out, in the order in which it is told.
TOLD = (
    Act.SUBMIT_WORK,
    Act.RELEASE_PAYMENT,
    Act.REQUEST_CHANGES,
    Act.SEND_MESSAGE,
    Act.FUND_MILESTONE,
    Act.END_CONTRACT,
    Act.APPEAL,
    Act.VERIFY,
    Act.WITHDRAW,
    Act.SEND_PROPOSAL,
    Act.POST_JOB,
    Act.SEND_OFFER,
    Act.ACCEPT_OFFER,
    Act.APPEAR_IN_SEARCH,
)

#: Acts that are told only where they are allowed: nobody misses an appeal against nothing.
ONLY_IF_ALLOWED = frozenset({Act.APPEAL, Act.VERIFY})

#: Contracts on which something may still happen.
LIVE = frozenset({ContractStatus.ACTIVE, ContractStatus.REFUND_REQUESTED, ContractStatus.DISPUTED})

#: "Shall I open a new account?": the rule comes first then.
ANOTHER_ACCOUNT = re.compile(r"\b(?:new|second|other|another|different)\b.*\b(?:account|acct|profile)\b", re.IGNORECASE)

#: "What if I miss it?": what is known of that comes first then.
MISSED = re.compile(r"\b(?:miss(?:ed)?|too late|in time|deadline)\b", re.IGNORECASE)

#: "I have lost that address": whom that is put right by comes first then.
LOST = re.compile(
    r"\b(?:lost|changed?|old|dead|closed|hacked|no (?:longer|more)|can(?:'?t|not)|without|no access)\b.*\b(?:address|inbox|mailbox|e-?mail account|access)\b",
    re.IGNORECASE,
)

#: The value of a button's `id` that asks for the suspension's letter once more.
AGAIN = "again"


def ask_suspension(voice: Voice, records: Records) -> Answer:
    """Tell the standing, and for a suspension its reason and what lifts it."""
    return voice.own(*standing(voice, records), *owed(voice, records))


def ask_reinstatement(voice: Voice, records: Records) -> Answer:
    """Tell the next step back to good standing, where there is one; take an appeal where the record opens one."""
    account = records.account
    if voice.asked.form is not None and _takes_appeal(voice, records):
        return cases.filed(voice, CaseKind.APPEAL, voice.asked.form)
    match account.standing, account.hold:
        case Standing.GOOD, _:
            step = voice.say("reinstatement_good")
        case Standing.INACTIVE, _:
            step = voice.say("reinstatement_inactive")
        case _, HoldView() as hold:
            step = _step_back(voice, records, hold)
        case _:
            step = voice.say("reinstatement_unknown")
    appeal = () if account.appeal is None else (cases.state(voice, CaseKind.APPEAL, account.appeal),)
    other = (voice.say("no_other_account"),) if ANOTHER_ACCOUNT.search(voice.asked.text) else ()
    entries = [*other, *appeal, step]
    form = None
    if _takes_appeal(voice, records):
        entries.append(voice.say("appeal_here"))
        form = cases.form(voice, CaseKind.APPEAL)
    return voice.own(*entries, *owed(voice, records), blocks=[form])


def ask_suspension_email(voice: Voice, records: Records) -> Answer:
    """Tell when the e-mail was sent, to which address (masked), and what it said; send it again where asked to."""
    hold = records.account.hold
    if hold is None:
        inactive = records.account.standing is Standing.INACTIVE
        return voice.own(voice.say("suspension_email_inactive" if inactive else "suspension_email_none"))
    if hold.notice_sent_at is None or hold.notice_sent_to is None:
        return voice.own(voice.say("suspension_email_unrecorded"))
    can_send = hold.notice_again_at is not None and hold.notice_again_at <= voice.asked.now
    if can_send and voice.asked.pressed and AGAIN in voice.asked.values("id"):
        answer = voice.own(voice.say("suspension_email_again", address=hold.notice_sent_to))
        return Answer(answer.text, answer.blocks, personal=True, file={"notice": {}})
    said = voice.say("suspension_email_sent", sent=hold.notice_sent_at, address=hold.notice_sent_to, reason=hold.reason)
    lost = voice.say("suspension_email_lost")
    told = (said, _step_back(voice, records, hold))
    button = choices((voice.words.text("suspension_email_send"), "ask_suspension_email", {"id": AGAIN}))
    return voice.own(
        *((lost, *told) if LOST.search(voice.asked.text) else (*told, lost)),
        *(() if can_send else (_not_again(voice, hold),)),
        blocks=[button if can_send else None],
    )


def ask_suspension_effects(voice: Voice, records: Records) -> Answer:
    """Tell what goes on and what does not: from the table of acts, the contracts and the balances."""
    account = records.account
    entries = [voice.say(f"effects_{account.standing.value}"), *owed(voice, records), *_may(voice, records)]
    held = account.standing is Standing.ON_HOLD
    if account.hold is not None and account.hold.due_at is not None and MISSED.search(voice.asked.text):
        entries.insert(0, _step_back(voice, records, account.hold))
    running = [contract for contract in records.contracts if contract.status in LIVE]
    if held and running:
        listed = "; ".join(f"{contract.id} {contract.title}" for contract in running)
        entries.append(voice.say("effects_running", contracts=listed))
    clocks = [clock for contract in records.contracts for clock in contract_clocks(contract, records)]
    if clocks:
        entries.append(voice.say("effects_clocks" if account.standing is Standing.GOOD else "effects_clocks_held"))
    elif held and running:
        entries.append(voice.say("effects_no_clocks"))
    entries += paused(voice, records)
    if account.profile is not None and account.profile.visibility == "private":
        entries.append(voice.say("effects_private"))
    if account.role is Role.FREELANCER and account.standing is not Standing.GOOD:
        entries.append(
            voice.say("effects_balance", account=account.id, pending=account.pending, available=account.available)
        )
    return voice.own(*entries, blocks=clocks)


def standing(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """Say how the account stands, and for a suspension why and what lifts it."""
    account = records.account
    hold = account.hold
    if account.standing in {Standing.GOOD, Standing.INACTIVE} or hold is None:
        return (voice.say(f"standing_{account.standing.value}"),)
    said = voice.say(f"standing_{account.standing.value}_since", reason=hold.reason, since=hold.since)
    return said, _step_back(voice, records, hold)


def owed(voice: Voice, records: Records, *, alone: bool = False) -> tuple[Entry, ...]:
    """Say what is past due, beside something else or alone; nothing if nothing is."""
    debt, key = records.account.past_due, "standing_past_due.alone" if alone else "standing_past_due"
    return () if debt is None else (voice.say(key, owed=debt.amount, since=debt.since),)


def paused(voice: Voice, records: Records) -> list[Entry]:
    """Say of every paused contract what that means to this side of it, and who has to act."""
    return [entry for one in records.contracts if one.status is ContractStatus.PAUSED for entry in _paused(voice, one)]


def _takes_appeal(voice: Voice, records: Records) -> bool:
    account = records.account
    return voice.asked.takes_cases and Act.APPEAL in account.can and not cases.waits(account.appeal)


def _may(voice: Voice, records: Records) -> tuple[Entry, ...]:
    """List what this standing allows and what it does not, by the table that enforces it."""
    account = records.account
    if account.standing is Standing.GOOD:
        return ()
    told = [act for act in TOLD if act in OF_ROLE[account.role]]
    allowed = [act for act in told if act in account.can]
    barred = [act for act in told if act not in account.can and act not in ONLY_IF_ALLOWED]
    return tuple(
        voice.say(key, acts="; ".join(voice.words.text(f"act.{act}") for act in acts))
        for key, acts in (("effects_allowed", allowed), (f"effects_barred.{account.standing.value}", barred))
        if acts
    )


def _paused(voice: Voice, contract: ContractView) -> tuple[Entry, Entry]:
    said = voice.say(f"effects_paused.{contract.role}", contract=contract.id, title=contract.title)
    if contract.paused_reason is None:  # the record of the other side is not told
        return said, voice.say("effects_paused_by_other")
    return said, voice.say("effects_paused_by_you", reason=contract.paused_reason)


def _step_back(voice: Voice, records: Records, hold: HoldView) -> Entry:
    if hold.lifted_by is None and not hold.appealable:
        return voice.say("reinstatement_closed")
    if hold.lifted_by is None:
        step = voice.say("reinstatement_nothing_asked")
    else:
        key = f"lifted_by_{hold.lifted_by.replace(' ', '_')}"
        what = voice.say(key) if key in voice.words else Entry(hold.lifted_by)
        said = voice.say("reinstatement_lifted_by", what=what.text)
        step = Entry(said.text, (*said.blocks, *what.blocks))
    due = _due(voice, hold)
    appeal = Entry("") if cases.waits(records.account.appeal) else _appeal(voice, hold)
    text = " ".join(entry.text for entry in (step, due, appeal) if entry.text)
    return Entry(text, (*step.blocks, *due.blocks, *appeal.blocks))


def _due(voice: Voice, hold: HoldView) -> Entry:
    """Say until when it is asked for, and what is known of missing that."""
    if hold.due_at is None:
        return Entry("")
    return voice.say("reinstatement_due" if hold.due_at > voice.asked.now else "reinstatement_overdue", due=hold.due_at)


def _appeal(voice: Voice, hold: HoldView) -> Entry:
    if not hold.appealable:
        return voice.say("appeal_closed")
    return voice.say("appeal_open" if voice.asked.takes_cases else "appeal_open_elsewhere")


def _not_again(voice: Voice, hold: HoldView) -> Entry:
    if hold.notice_again_at is None:
        return voice.say("suspension_email_not_again")
    return voice.say("suspension_email_wait", again=hold.notice_again_at)
