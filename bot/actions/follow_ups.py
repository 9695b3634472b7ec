"""Questions that lean on the one before: "and the second one?", "why?", "so what now?"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.buttons import CHOICES
from bot.actions.candidates import candidates
from bot.actions.persons import people
from bot.actions.references import milestone_meant
from bot.actions.tangled import only_names
from bot.actions.understanding import not_understood
from bot.actions.words import Words
from bot.marketplace.port import AccountView, ContractStatus, MilestoneStatus, Role, Standing

NAME = "follow_up"

#: What "and the logo?" is about where nothing that has a state was talked of before.
STATE = "ask_milestone_status"

#: Topics whose answer changes with the contract or milestone that is pointed at.
POINTABLE = frozenset(
    {
        STATE,
        "approve_milestone",
        "ask_auto_release",
        "ask_deposit_charge",
        "ask_dispute",
        "ask_escrow_balance",
        "ask_freelancer_payment",
        "ask_release_route",
        "ask_transactions",
        "cancel_and_refund",
        "end_contract",
        "fund_next_milestone",
        "give_bonus",
        "release_part",
        "request_changes",
    }
)

#: Words of a message that asks back; a longer one tells a story of its own.
LONGEST_BACK = 12

#: What is asked about the answer before, and the name that the words for it begin with.
ABOUT_THE_ANSWER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\bwhy\b|\bhow come\b|\bwhat for\b|\breason\b|\bmake(?:s)? (?:no|any) sense\b"
            r"|\bhow (?:did|do|could) (?:you|they) (?:know|find|detect|see|notice)",
            re.IGNORECASE,
        ),
        "why",
    ),
    (
        re.compile(
            r"\bwhat (?:now|next)\b|\b(?:what|anything) (?:should|can|could|must|do|shall) (?:i|we)\b"
            r"|\bwhat (?:are|is) (?:my|the) (?:options|next step)|\bdo i (?:have|need) to do\b"
            r"|\bcan (?:i|we) do (?:some|any)thing\b|\b(?:some|any)thing (?:that )?(?:i|we) can do\b"
            r"|\b(?:get|have|make|let) (?:him|her|them|it|this|that)(?: one)? (?:to )?(?:going|moving|rolling|start|begin|work)",
            re.IGNORECASE,
        ),
        "next",
    ),
    (
        re.compile(r"\bin time\b|\btoo late\b|\bmiss(?:ed)? (?:it|that|the (?:date|deadline))\b", re.IGNORECASE),
        "missed",
    ),
    (re.compile(r"\b(?:money|earnings|balance|dollars?|usd)\b", re.IGNORECASE), "money"),
    (re.compile(r"\bwhen\b|\bhow (?:long|soon|many days)\b|\bwhat (?:date|day|time)\b", re.IGNORECASE), "when"),
)


#: "And if I say nothing?": the answer before says what silence does.
SILENCE = re.compile(
    r"\b(?:say|do|answer|reply) nothing\b|\bignore (?:it|this|that|them)\b|\bjust (?:leave|wait)\b"
    r"|\b(?:don'?t|doesn'?t|not|never) (?:answer|reply|respond|(?:do|say|click|press) anything)\b",
    re.IGNORECASE,
)

#: "Why was it declined?" after the desk has said so.
DECLINED = re.compile(r"\b(?:declin|reject|refus|turned? (?:it |that |this )?down)", re.IGNORECASE)

#: Whoever sees work that can be approved, or a milestone that can be funded, is led there by "what now?".
NEXT = {MilestoneStatus.SUBMITTED: "approve_milestone", MilestoneStatus.DEFINED: "fund_next_milestone"}
SUSPENSION, REINSTATEMENT, DEBT = "ask_suspension", "ask_reinstatement", "ask_past_due_balance"
EFFECTS = "ask_suspension_effects"

#: What people who are locked out talk of: "why?" asks for the reason then, and "what now?" for the way back.
LOCKED_OUT = frozenset({SUSPENSION, REINSTATEMENT, "ask_suspension_email", EFFECTS})


def follow_up(topics: Iterable[Topic]) -> Topic:
    """Make the topic that answers the one before again: for what is pointed at, or what is asked about it."""
    known = {topic.name: topic for topic in topics}

    async def answer(asked: Asked, words: Words) -> Answer:
        before = known.get(asked.topic_before or "")
        meant = milestone_meant(asked)
        if meant.pointed:
            topic = before if before is not None and before.name in POINTABLE else known[STATE]
            if asked.records is not None or before is not None:
                return await _answered(topic, asked, words)
        elif before is None and asked.before.contract is not None:
            before = known[STATE]
        elif before is None and _is_locked_out(asked):
            before = known[SUSPENSION]
        if before is None:
            return await not_understood(asked, words)
        further = _leads_to(before.name, asked)
        if further is not None:
            return await _answered(known[further], asked, words)
        again = await _answered(before, asked, words)
        explained = _explained(before, asked, words)
        if explained is None:
            return again
        return replace(again, text=explained, blocks=_still_running(again), topic=before.name)

    return Topic(NAME, answer, reads=Reads.RECORDS | Reads.TRANSACTIONS | Reads.INCIDENT)


def unless_leaning(topic: Topic, topics: Iterable[Topic]) -> Topic:
    """Make the topic leave a message to the follow-up of `topics` where that has an answer to it.

    It has where the message is but the name of one of the asker's records, or asks back about the answer before. Where
    the likeliest topic is also what is talked of, that answers.
    """
    known = {topic.name: topic for topic in topics}
    following = follow_up(known.values())
    reads = topic.reads | following.reads

    async def answer(asked: Asked, words: Words) -> Answer:
        before = known.get(asked.topic_before or (SUSPENSION if _is_locked_out(asked) else ""))
        short = len(asked.text.split()) <= LONGEST_BACK
        leans = before is not None and short and _asks_back(before, asked, words)
        if leans or only_names(asked):
            return await following.answer(asked, words)
        likeliest = known.get(str(asked.ranking[0]["name"])) if asked.asks_back and asked.ranking else None
        if likeliest is not None and likeliest.reads in reads and _is_talked_of(likeliest.name, asked):
            return await _answered(likeliest, asked, words)
        return await topic.answer(asked, words)

    return replace(topic, answer=answer, reads=reads)


def _is_talked_of(topic: str, asked: Asked) -> bool:
    """Tell whether a topic that is only likely fits what else is known.

    It is the topic before, or the state of a record that the message names, or about being locked out of somebody who is.
    """
    if topic == asked.topic_before or (topic in LOCKED_OUT and _is_locked_out(asked)):
        return True
    meant = milestone_meant(asked)
    return topic == STATE and asked.records is not None and meant.pointed and not meant.unknown


async def _answered(topic: Topic, asked: Asked, words: Words) -> Answer:
    answered = await topic.answer(replace(asked, topic=topic.name), words)
    return replace(answered, topic=answered.topic or topic.name)


def _asks_back(before: Topic, asked: Asked, words: Words) -> bool:
    """Tell whether the message asks something about the answer before that can be answered."""
    if before.name in POINTABLE and asked.before.contract is not None and SILENCE.search(asked.text):
        return True
    return _leads_to(before.name, asked) is not None or _explained(before, asked, words) is not None


def _asked_about(asked: Asked) -> str | None:
    return next((name for pattern, name in ABOUT_THE_ANSWER if pattern.search(asked.text)), None)


def _leads_to(before: str, asked: Asked) -> str | None:
    """Name the topic that answers better than the one before; None where that one does."""
    about, records = _asked_about(asked), asked.records
    if records is None:
        return None
    if about == "why" and DECLINED.search(asked.text) and (decided := _decided(records.account)) is not None:
        return decided
    if _is_locked_out(asked):
        return _way_back(about, before, records.account)
    if about in {"why", "next"} and before in LOCKED_OUT and records.account.past_due is not None:
        return DEBT
    if about == "next" and before in POINTABLE:
        talked_of = next((one for one in candidates(asked) if one.subject == asked.before), None)
        if talked_of is not None and talked_of.contract.role is Role.CLIENT:
            better = NEXT.get(talked_of.milestone.status)
            return better if better != before else None
    return None


def _is_locked_out(asked: Asked) -> bool:
    return asked.records is not None and asked.records.account.standing is not Standing.GOOD


def _way_back(about: str | None, before: str, account: AccountView) -> str | None:
    """Name the topic that a locked out person's "why?", "what now?" or "and my money?" asks for."""
    if about == "money":
        return EFFECTS
    if about == "next" and before in LOCKED_OUT:
        return REINSTATEMENT
    if about == "why" and before == REINSTATEMENT and account.appeal is not None:
        return REINSTATEMENT  # which tells what was decided, and why
    if about == "why" and (before.startswith("other_") or before in LOCKED_OUT - {SUSPENSION}):
        return SUSPENSION
    return None


def _decided(account: AccountView) -> str | None:
    """Name the topic that tells of a request of the account's that people have decided."""
    if account.appeal is not None and account.appeal.reason:
        return REINSTATEMENT
    profile = account.profile
    return "ask_profile_request_status" if profile and profile.request and profile.request.reason else None


def _variant(topic: str, asked: Asked) -> str | None:
    """Name what changes the words about an answer: how the account, its profile or the contract stands."""
    if asked.records is None:
        return None
    account = asked.records.account
    if topic == "make_profile_public" and account.profile is not None:
        return "public" if account.profile.visibility == "public" else account.profile.set_by
    if topic == "ask_suspension_effects" and any(
        one.status is ContractStatus.PAUSED for one in asked.records.contracts
    ):
        return ContractStatus.PAUSED.value
    if topic == "ask_freelancer_payment":
        return next((one.status.value for one in asked.records.contracts if one.id == asked.before.contract), None)
    return account.standing.value


def _explained(topic: Topic, asked: Asked, words: Words) -> str | None:
    """Say what is asked about the answer before, where the words have it."""
    name = _asked_about(asked)
    if name is None:
        return None
    key = f"{name}_{topic.name}"
    for said in (f"{key}.{_variant(topic.name, asked)}", key):
        if said in words:
            return words.text(said)
    # What was read from records has a rule behind it, which strangers are told; the rest was the rule.
    ruled = name == "why" and topic.name.startswith("ask_") and Reads.RECORDS in topic.reads and topic.name in words
    return words.text(topic.name) if ruled else None


def _still_running(answer: Answer) -> tuple[dict[str, object], ...]:
    """Keep what is still true beside an answer whose sentences are replaced, and the person in reach."""
    kept = [block for block in answer.blocks if block["type"] in {"clock", "links", "steps"}]
    reached = people(answer)
    return (*kept, *([{"type": CHOICES, CHOICES: reached}] if reached else []))
