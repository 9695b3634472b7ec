"""Every promise is a record: due in open hours, told of before it breaks, kept once, found again by its person."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import wire_time
from bot.db import Database
from bot.desk import contacts, conversations, follow_ups, messages, messages_left
from bot.desk.contacts import CodeAnswer
from bot.desk.conversations import Party
from bot.desk.follow_ups import AlreadySettled, DueInThePast, UnknownFollowUp
from bot.desk.handoffs.states import State
from bot.desk.models import Owner
from bot.desk.promise import FollowUpState, Kind
from bot.desk.references import ALPHABET, new_reference, read_reference
from bot.desk.staff import members
from bot.mail.outbox import Letter
from tests.desk.staffed import DESIGN, FRIDAY_EVENING, PACIFIC, SECOND, WEB, Desk

ADDRESS = "client@example.com"
MONDAY_TEN = datetime(2026, 3, 9, 10, tzinfo=PACIFIC).astimezone(UTC)


async def letters(desk):
    async with desk() as session:
        return [
            (letter.kind, letter.address, letter.subject_data)
            for letter in await session.scalars(select(Letter).order_by(Letter.id))
        ]


async def leave(desk, conversation, what="Where is my logo?", **how):
    async with desk() as session:
        return await messages_left.leave(
            session, conversation=conversation, what=what, timetable=desk.timetable, now=desk.now, **how
        )


async def promise(desk, conversation, **how):
    async with desk() as session:
        return await follow_ups.promise(
            session, conversation=conversation, kind=how.pop("kind", Kind.CHECK), what="I'll check", made_by="ann",
            timetable=desk.timetable, now=desk.now, **how,
        )  # fmt: skip


async def test_on_friday_evening_a_message_is_taken_and_answered_on_monday(desk):
    await desk.hire("ann", WEB, there=False)
    desk.clock.at = FRIDAY_EVENING
    conversation = await desk.open("client", address=ADDRESS)
    asked = (await desk.ask("client", WEB)).ticket
    left = await leave(desk, conversation)
    assert (left.moved.ticket.state, await desk.owner(conversation)) == (State.AWAITING_REPLY, Owner.ASSISTANT)
    owed = left.follow_up
    assert (owed.kind, owed.category, owed.handoff, owed.state) == (Kind.MESSAGE, WEB, asked.id, FollowUpState.OWED)
    assert owed.due_at == MONDAY_TEN
    assert (owed.address, left.letter) == ("c•••@e•••.com", True)

    desk.clock.at = MONDAY_TEN - timedelta(hours=2)
    async with desk() as session:
        ann = await members.find(session, handle="ann")
    for number in range(2):  # the console sends it twice
        async with desk() as session:
            answered = await messages_left.answer(
                session, follow_up=owed.id, by=ann, text="It is on its way.", message_id="m1", now=desk.now
            )
        assert answered.appended.new is (number == 0)
    assert (answered.follow_up.state, answered.follow_up.settled_by) == (FollowUpState.KEPT, "ann")
    assert (await desk.ticket(asked.id)).state is State.ANSWERED
    async with desk() as session:
        (said,) = (await messages.after(session, conversation, 0)).messages
        assert (said.kind, said.name, said.text) == ("specialist", "Ann", "It is on its way.")
        with pytest.raises(AlreadySettled):
            await messages_left.answer(session, follow_up=owed.id, by=ann, text="Again", message_id="m2", now=desk.now)
    assert await letters(desk) == [
        (
            "message_received",
            ADDRESS,
            {"reference": owed.reference, "promised_by": wire_time(MONDAY_TEN), "text": "Where is my logo?"},
        ),
        (
            "specialist_answer",
            ADDRESS,
            {"text": "It is on its way.", "specialist": "Ann", "category": WEB, "reference": owed.reference, "seq": 1},
        ),
    ]


async def test_an_answer_goes_to_the_conversation_that_is_open_now(desk):
    await desk.hire("ann", WEB)
    conversation = await desk.open("client")
    left = await leave(desk, conversation)
    async with desk() as session:
        opened = await conversations.find(session, conversation=conversation)
        assert await conversations.close(session, opened, now=desk.now)
        ann = await members.find(session, handle="ann")
        answered = await messages_left.answer(
            session, follow_up=left.follow_up.id, by=ann, text="Yes", message_id="m1", now=desk.now
        )
    assert answered.appended.message.conversation != conversation
    assert answered.letter is False  # there is no address, and nobody is told that there was a mail


@pytest.mark.parametrize("state", ["nothing", "queued", "offered", "active"])
async def test_a_message_can_be_left_at_any_moment(desk, state):
    await desk.hire("ann", WEB)
    conversation = await desk.open("client")
    if state != "nothing":
        asked = (await desk.ask("client", WEB)).ticket
    if state in {"offered", "active"}:
        await desk.route()
    if state == "active":
        await desk.make("accept", handoff=asked.id, by="ann")
    left = await leave(desk, conversation)
    if state in {"nothing", "active"}:
        assert left.moved is None  # a chat goes on
    else:
        assert (left.moved.ticket.state, left.moved.released) == (
            State.AWAITING_REPLY,
            "ann" if state == "offered" else None,
        )
        assert await desk.line() == []
    assert left.follow_up.handoff == (asked.id if state in {"queued", "offered"} else None)


async def test_any_news_is_answered_from_the_record_of_whose_message_it_is(desk):
    mine, theirs = await desk.open("client"), await desk.open("other")
    first = (await leave(desk, mine)).follow_up
    desk.clock.forward(SECOND)
    second = (await leave(desk, mine, "And my invoice?")).follow_up
    other = (await leave(desk, theirs)).follow_up
    party, stranger = Party(account="client"), Party(visitor="client")
    async with desk() as session:
        assert [each.id for each in await follow_ups.of_party(session, party=party)] == [second.id, first.id]
        assert await follow_ups.of_party(session, party=stranger) == []
        assert [each.id for each in await follow_ups.of_conversation(session, conversation=mine)] == [
            first.id,
            second.id,
        ]
        typed = first.reference.lower().replace("-", " ")
        assert (await follow_ups.by_reference(session, reference=typed, party=party)).id == first.id
        assert await follow_ups.by_reference(session, reference=other.reference, party=party) is None
        assert await follow_ups.by_reference(session, reference=first.reference, party=stranger) is None
        assert (await follow_ups.by_reference(session, reference=other.reference, party=None)).id == other.id
        assert await follow_ups.by_reference(session, reference="what?", party=None) is None


async def test_a_promise_is_kept_or_withdrawn_once(desk):
    conversation = await desk.open("client")
    for settle, state in ((follow_ups.keep, FollowUpState.KEPT), (follow_ups.withdraw, FollowUpState.WITHDRAWN)):
        made = await promise(desk, conversation)
        async with desk() as session:
            settled = await settle(session, follow_up=made.id, by="ann", now=desk.now)
        assert (settled.state, settled.settled_at, settled.settled_by) == (state, desk.now, "ann")
        for again in (follow_ups.keep, follow_ups.withdraw):
            async with desk() as session:
                with pytest.raises(AlreadySettled):
                    await again(session, follow_up=made.id, by="bea", now=desk.now)
    async with desk() as session:
        for act in (follow_ups.keep, follow_ups.withdraw):
            with pytest.raises(UnknownFollowUp):
                await act(session, follow_up="none", by="ann", now=desk.now)
        assert await follow_ups.owed(session) == []


async def test_a_promise_may_name_its_moment_if_that_is_still_to_come(desk):
    conversation = await desk.open("client")
    due = desk.now + timedelta(hours=30)
    assert (await promise(desk, conversation, kind=Kind.CALL_BACK, due_at=due)).due_at == due
    with pytest.raises(DueInThePast):
        await promise(desk, conversation, due_at=desk.now)


async def test_what_is_owed_is_listed_by_whom_it_concerns(desk):
    await desk.hire("ann", WEB)
    await desk.hire("bea", DESIGN)
    conversation = await desk.open("client")
    later = (await promise(desk, conversation, category=DESIGN, due_at=desk.now + timedelta(days=2))).id
    of_web = (await promise(desk, conversation, category=WEB)).id
    desk.clock.forward(SECOND)
    of_nobody = (await promise(desk, conversation, assigned_to="bea")).id
    async with desk() as session:

        async def listed(**which):
            return [each.id for each in await follow_ups.owed(session, **which)]

        assert await listed() == [of_web, of_nobody, later]
        assert await listed(categories=[WEB]) == [of_web, of_nobody]
        assert await listed(categories=[DESIGN]) == [of_nobody, later]
        assert await listed(handle="bea") == [of_nobody]
        assert await listed(handle="ann") == [of_web, of_nobody, later]  # who made them
        assert await listed(categories=[DESIGN], handle="ann") == [of_web, of_nobody, later]


async def test_it_is_told_once_before_a_promise_breaks_and_once_when_it_does(desk, database_url):
    conversation = await desk.open("client")
    made = await promise(desk, conversation)  # due in four hours
    kept = await promise(desk, conversation)
    async with desk() as session:
        await follow_ups.keep(session, follow_up=kept.id, by="ann", now=desk.now)
    other = Database(database_url)

    async def told(what):
        async def one(gateway):
            async with gateway() as session:
                return [each.id for each in await what(session, now=desk.now)]

        first, second = await asyncio.gather(one(desk), one(Desk(other, desk.clock)))
        return first + second

    desk.clock.at = made.alert_at - SECOND
    assert await told(follow_ups.alerts) == []
    desk.clock.at = made.alert_at
    assert made.alert_at == made.due_at - follow_ups.ALERT_BEFORE
    assert await told(follow_ups.alerts) == [made.id]
    assert await told(follow_ups.alerts) == []
    assert await told(follow_ups.breaches) == []
    desk.clock.at = made.due_at
    assert await told(follow_ups.breaches) == [made.id]
    assert await told(follow_ups.breaches) == []
    async with desk() as session:
        broken = await follow_ups.find(session, follow_up=made.id)
        assert (broken.broken_at, broken.state, broken.overdue(desk.now)) == (desk.now, FollowUpState.OWED, True)
        late = await follow_ups.keep(session, follow_up=made.id, by="ann", now=desk.now)
    assert (late.state, late.broken_at, late.overdue(desk.now)) == (FollowUpState.KEPT, desk.now, False)
    await other.close()


async def test_a_short_promise_is_told_of_in_its_last_quarter(desk):
    conversation = await desk.open("client")
    made = await promise(desk, conversation, due_at=desk.now + timedelta(minutes=20))
    assert made.alert_at == desk.now + timedelta(minutes=15)


def test_a_reference_is_readable_and_hardly_guessed():
    made = {new_reference() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(re.fullmatch(r"M-[2-9A-Z]{4}-[2-9A-Z]{4}", each) for each in made)
    assert not set("01AEIOUYLSM") & set(ALPHABET)
    assert len(ALPHABET) ** 8 > 10**11


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("M-7KPF-Q9TD", "M-7KPF-Q9TD"),
        ("m-7kpf-q9td", "M-7KPF-Q9TD"),
        ("M 7KPF Q9TD", "M-7KPF-Q9TD"),
        ("M_7KPF/Q9TD.", "M-7KPF-Q9TD"),
        ("7kpfq9td", "M-7KPF-Q9TD"),
        ("MKPF-Q9TD", None),
        ("#M-7KPF-Q9TD", "M-7KPF-Q9TD"),
        ("M-7KPF-Q9T", None),
        ("M-7KPF-Q9TDX", None),
        ("M-7KPF-Q9TA", None),  # no such letter
        ("N-7KPF-Q9TD", None),
        ("", None),
        ("any news?", None),
    ],
)
def test_a_reference_is_read_as_people_type_it(typed, read):
    assert read_reference(typed) == read


# Addresses


async def send_code(desk, conversation, address=ADDRESS):
    async with desk() as session:
        return await contacts.send_code(session, conversation=conversation, address=address, now=desk.now)


async def check(desk, code, party=Party(account="client")):  # noqa: B008 - frozen
    async with desk() as session:
        return await messages_left.confirm_address(session, party=party, code=code, now=desk.now)


async def codes(desk):
    return [told["code"] for kind, _, told in await letters(desk) if kind == "address_code"]


async def test_a_typed_address_counts_once_its_code_is_typed(desk):
    conversation = await desk.open("client")
    left = await leave(desk, conversation)
    assert (left.follow_up.address, left.letter) == (None, False)
    sent = await send_code(desk, conversation)
    assert (sent.address, sent.expires_at) == ("c•••@e•••.com", desk.now + contacts.CODE_LIFETIME)
    ((kind, address, told),) = await letters(desk)
    assert (kind, address, told["expires_at"]) == ("address_code", ADDRESS, wire_time(sent.expires_at))
    assert re.fullmatch(r"\d{6}", told["code"])
    assert (await check(desk, told["code"], Party(account="other"))).answer is CodeAnswer.EXPIRED  # not theirs
    checked = await check(desk, f" {told['code']} ")
    assert (checked.answer, checked.address) == (CodeAnswer.CONFIRMED, ADDRESS)
    assert [kind for kind, _, _ in await letters(desk)] == ["address_code", "message_received"]
    async with desk() as session:
        assert await contacts.address_of(session, party=Party(account="client")) == ADDRESS
        assert (await follow_ups.find(session, follow_up=left.follow_up.id)).address == "c•••@e•••.com"
    assert (await check(desk, told["code"])).answer is CodeAnswer.EXPIRED  # once
    assert (await leave(desk, conversation)).letter is True


async def test_a_wrong_code_is_counted_and_then_no_code_counts(desk):
    conversation = await desk.open("client")
    await send_code(desk, conversation)
    (code,) = await codes(desk)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    lefts = [await check(desk, wrong) for _ in range(contacts.CODE_ATTEMPTS)]
    assert [(each.answer, each.attempts_left) for each in lefts] == [
        (CodeAnswer.WRONG, left) for left in (4, 3, 2, 1, 0)
    ]
    assert (await check(desk, code)).answer is CodeAnswer.EXPIRED
    await send_code(desk, conversation)
    assert (await check(desk, (await codes(desk))[-1])).answer is CodeAnswer.CONFIRMED


async def test_a_code_runs_out_and_gives_way_to_a_newer_one(desk):
    conversation = await desk.open("client")
    await send_code(desk, conversation)
    desk.clock.forward(contacts.CODE_LIFETIME)
    assert (await check(desk, (await codes(desk))[0])).answer is CodeAnswer.EXPIRED
    await send_code(desk, conversation)
    desk.clock.forward(SECOND)
    await send_code(desk, conversation, "new@example.com")
    assert (await check(desk, (await codes(desk))[1])).answer in {CodeAnswer.WRONG, CodeAnswer.EXPIRED}
    assert (await check(desk, (await codes(desk))[2])).address == "new@example.com"


async def test_nobodys_mailbox_is_filled_with_codes(desk):
    for number in range(contacts.CODES_TO_AN_ADDRESS):
        await send_code(desk, await desk.open(f"person-{number}"), ADDRESS.upper() if number % 2 else ADDRESS)
    other = await desk.open("client")
    with pytest.raises(contacts.TooManyCodes) as refusal:
        await send_code(desk, other)
    assert refusal.value.code == "rate_limited"
    for number in range(contacts.CODES_OF_A_PARTY):
        await send_code(desk, other, f"a{number}@example.com")
    with pytest.raises(contacts.TooManyCodes):
        await send_code(desk, other, "b@example.com")
    desk.clock.forward(contacts.CODES_WINDOW)
    await send_code(desk, other)


async def test_codes_asked_for_at_once_are_all_counted(desk, database_url):
    conversation = await desk.open("client")
    others = [Database(database_url) for _ in range(4)]
    came = await asyncio.gather(
        *(
            send_code(Desk(others[number % 4], desk.clock), conversation, f"a{number}@example.com")
            for number in range(12)
        ),
        return_exceptions=True,
    )
    await asyncio.gather(*(other.close() for other in others))
    assert sum(isinstance(each, contacts.TooManyCodes) for each in came) == 12 - contacts.CODES_OF_A_PARTY


async def test_what_the_sign_in_vouches_for_goes_before_what_was_typed(desk):
    conversation = await desk.open("client")
    await send_code(desk, conversation, "typed@example.com")
    await check(desk, (await codes(desk))[0])
    await desk.open("client", address=ADDRESS)
    async with desk() as session:
        assert await contacts.address_of(session, party=Party(account="client")) == ADDRESS
        assert await contacts.address_of(session, party=Party(visitor="client")) is None


@pytest.mark.parametrize(
    ("address", "masked"),
    [("client@example.com", "c•••@e•••.com"), ("a@b.co.uk", "a•••@b•••.uk"), ("@x.de", "•••@x•••.de")],
)
def test_an_address_is_shown_so_that_only_its_owner_knows_it(address, masked):
    assert contacts.masked(address) == masked
