"""Questions that lean on the one before: "and the second one?", "why?", "so what now?"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.actions.answer import Answer, Reads, Topic
from bot.actions.asked import Asked
from bot.actions.blocks import milestone_clock
from bot.actions.buttons import CHOICES
from bot.actions.candidates import candidates
from bot.actions.likely import DEBT, FOLLOW_UP, LOCKED_OUT, POINTABLE, PROFILE, STATE, fitting, is_locked_out
from bot.actions.persons import people
from bot.actions.references import milestone_meant
from bot.actions.tangled import only_names
from bot.actions.understanding import TOPICS as UNSURE
from bot.actions.understanding import not_understood
from bot.actions.voice import Voice
from bot.actions.words import Words
from bot.marketplace.port import AccountView, ContractStatus, MilestoneStatus, Role

NAME = FOLLOW_UP

#: Topics that may answer the one before once more.
LEANING = frozenset({NAME, *(topic.name for topic in UNSURE)})

#: Words of a message that asks back; a longer one tells a story of its own.
LONGEST_BACK = 12

#: What is asked about the answer before, and the name that the words for it begin with.
ABOUT_THE_ANSWER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\bwhom? (?:(?:do|should|can|could|must|would|shall) i|to) (?:tell|report|inform|contact|write)\b"
            r"|\b(?:how|where) (?:(?:do|should|can|could|would) i|to) (?:report|flag|tell)\b",
            re.IGNORECASE,
        ),
        "tell",
    ),
    (
        re.compile(
            r"\b(?:is|are|am|was|may|can) (?:i|it|this|that|they|he|she|we)\b.*\ballowed\b|\bis (?:it|that|this) legal\b",
            re.IGNORECASE,
        ),
        "allowed",
    ),
    (
        re.compile(
            r"\b(?:if|when|should) (?:he|she|they|the (?:client|freelancer|other side)|somebody) "
            r"(?:says? no|refuses?|disagrees?|objects?|fights?|disputes?|declines?|won'?t|does ?n[o']t agree|do ?n[o']t agree)",
            re.IGNORECASE,
        ),
        "refused",
    ),
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
            r"\bwhat (?:now|next)\b|\b(?:what|which) (?:other )?(?:options|choices)\b|\b(?:what|anything) (?:should|can|could|must|do|shall) (?:i|we)\b"
            r"|\bwhat (?:are|is) (?:my|the) (?:options|next step)|\bdo i (?:have|need) to do\b"
            r"|\bcan (?:i|we) do (?:some|any)thing\b|\b(?:some|any)thing (?:that )?(?:i|we) can do\b"
            r"|\b(?:get|have|make|let) (?:him|her|them|it|this|that)(?: one)? (?:to )?(?:going|moving|rolling|start|begin|work)"
            r"|\b(?:remind|nudge|push|hurry|chase|rush|ask|poke) (?:him|her|them|the client|the freelancer)\b",
            re.IGNORECASE,
        ),
        "next",
    ),
    (
        re.compile(r"\bin time\b|\btoo late\b|\bmiss(?:ed)? (?:it|that|the (?:date|deadline))\b", re.IGNORECASE),
        "missed",
    ),
    (re.compile(r"\b(?:money|earnings|balance|dollars?|usd)\b", re.IGNORECASE), "money"),
    (re.compile(r"\bhow much\b|\bwhat (?:amount|sum)\b", re.IGNORECASE), "amount"),
    (
        re.compile(
            r"\b(?:did|has|is|was) (?:it|that|this|my request) (?:(?:go|gone|went|come) through|work(?:ed)?|done|approved|accepted|sent)\b",
            re.IGNORECASE,
        ),
        "done",
    ),
    (
        re.compile(
            r"\b(?:get|have|see|want) (?:it|that|this|them|my money|the money)(?: \d[\d.,]*)? (?:back|again)\b",
            re.IGNORECASE,
        ),
        "back",
    ),
    (
        re.compile(
            r"\b(?:until|till|by) wh?en\b|\bhow (?:long|much time) (?:do|does|have) (?:i|we|he|she|they)\b|\bdeadline\b",
            re.IGNORECASE,
        ),
        "until",
    ),
    (re.compile(r"\bwho(?:se|m|'s)?\b(?! (?:are|r) (?:you|u)\b)", re.IGNORECASE), "who"),
    (
        re.compile(r"\bwh?en\b|\bearliest\b|\bhow (?:long|soon|many days)\b|\bwhat (?:date|day|time)\b", re.IGNORECASE),
        "when",
    ),
)


#: "And if I say nothing?": the answer before says what silence does.
SILENCE = re.compile(
    r"\bif (?:i am|i'?m|we are|we'?re) (?:away|offline|travell?ing|gone|on (?:holiday|vacation|leave)|not (?:around|there|here|available))\b"
    r"|\b(?:say|do|answer|reply) nothing\b|\bignore (?:it|this|that|them)\b|\bjust (?:leave|wait)\b"
    r"|\b(?:don'?t|doesn'?t|not|never) (?:answer|reply|respond|(?:do|say|click|press) anything)\b",
    re.IGNORECASE,
)

#: "Why was it declined?" after the desk has said so.
DECLINED = re.compile(r"\b(?:declin|reject|refus|turned? (?:it |that |this )?down)", re.IGNORECASE)

#: Whoever sees work that can be approved, or a milestone that can be funded, is led there by "what now?".
NEXT = {MilestoneStatus.SUBMITTED: "approve_milestone", MilestoneStatus.DEFINED: "fund_next_milestone"}
SUSPENSION, REINSTATEMENT, EFFECTS = "ask_suspension", "ask_reinstatement", "ask_suspension_effects"

#: "How long do I have?" about the call asks for the day that the hold names.
CALL = frozenset({"start_video_verification", "ask_video_requirements", "report_video_problem"})

#: (what is asked about the answer, the topics that it was an answer of) → the topic that has it in the records.
LEADS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("who", POINTABLE, STATE),
    ("when", frozenset({"approve_milestone", "release_part"}), "ask_release_route"),
    ("refused", frozenset({STATE, "cancel_and_refund"}), "ask_dispute"),
    ("back", frozenset({STATE, "ask_auto_release", "ask_deposit_charge", "ask_release_route"}), "cancel_and_refund"),
    ("done", frozenset({PROFILE}), "ask_profile_request_status"),
    ("amount", frozenset({DEBT}), DEBT),
)


def follow_up(topics: Iterable[Topic]) -> Topic:
    """Make the topic that answers the one before again: for what is pointed at, or what is asked about it."""
    known = {topic.name: topic for topic in topics}

    async def answer(asked: Asked, words: Words) -> Answer:
        before = known.get(asked.topic_before or "")
        meant = milestone_meant(asked)
        if meant.pointed:
            topic = before if before is not None and before.name in POINTABLE else known[STATE]
            topic = known[_led(topic.name, asked) or topic.name]
            if asked.records is not None or before is not None:
                return await _answered(topic, asked, words)
        elif before is None and asked.before.contract is not None:
            before = known[STATE]
        elif before is None and _is_locked_out(asked):
            before = known[SUSPENSION]
        if before is None:
            return await not_understood(asked, words)
        if (with_whom := _with_whom(before, asked, words)) is not None:
            return with_whom
        further = _leads_to(before.name, asked)
        if further is not None:
            return await _answered(known[further], asked, words)
        again = await _answered(before, asked, words)
        explained = _explained(before, asked, words)
        if explained is None:
            return again
        blocks = again.blocks if _asked_about(asked) == "tell" else _still_running(again)
        return replace(again, text=explained, blocks=blocks, topic=before.name)

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
        likely = known.get(fitting(asked) or "")
        if likely is not None and likely.reads in reads:
            return await _answered(likely, asked, words)
        return await topic.answer(asked, words)

    return replace(topic, answer=answer, reads=reads)


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
    led = _led(before, asked)
    if led is not None or _is_locked_out(asked):
        return led or _way_back(about, before, records.account)
    if about in {"why", "next"} and before in LOCKED_OUT and records.account.past_due is not None:
        return DEBT
    if about == "next" and before in POINTABLE:
        talked_of = next((one for one in candidates(asked) if one.subject == asked.before), None)
        if talked_of is not None and talked_of.contract.role is Role.CLIENT:
            better = NEXT.get(talked_of.milestone.status)
            return better if better != before else None
    return None


def _led(before: str, asked: Asked) -> str | None:
    about = _asked_about(asked)
    return next((better for name, topics, better in LEADS if about == name and before in topics), None)


def _with_whom(before: Topic, asked: Asked, words: Words) -> Answer | None:
    """Say whose turn it is with what is talked of, where somebody has a deadline."""
    records = asked.records
    if records is None or before.name not in POINTABLE or _asked_about(asked) not in {"who", "until"}:
        return None
    one = next((one for one in candidates(asked) if one.subject == asked.before), None)
    one = one or next((one for one in candidates(asked) if one.contract.id == asked.before.contract), None)
    deadline = (one.contract.deadline or one.milestone.deadline) if one is not None else None
    if one is None or deadline is None:
        return None
    voice = Voice(asked, words)
    key = "who.you" if deadline.who_acts is one.contract.role else "who.other"
    title = one.contract.title if one.contract.deadline is not None else one.milestone.title
    subject = f"“{title}” ({one.contract.id})"
    said = voice.say(key, subject=subject, other=one.contract.counterpart, due=deadline.due_at)
    clock = milestone_clock(one.contract, one.milestone, records)
    return replace(voice.own(said, blocks=[clock], about=one.subject), topic=before.name)


def _is_locked_out(asked: Asked) -> bool:
    return asked.records is not None and is_locked_out(asked.records.account)


def _way_back(about: str | None, before: str, account: AccountView) -> str | None:
    """Name the topic that a locked out person's "why?", "what now?" or "and my money?" asks for."""
    if about == "money":
        return EFFECTS
    if about in {"when", "until"} and before in CALL and account.hold is not None:
        return SUSPENSION
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
    key = f"{'when' if name == 'until' else name}_{topic.name}"
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
