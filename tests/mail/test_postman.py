"""The postman: every letter that is owed is one mail, whatever the server does."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.gateway.stopping import Stop
from bot.mail import demo_mailbox
from bot.mail.carrier import ServerDown
from bot.mail.demo_mailbox import DemoMailbox
from bot.mail.leases import LEASE, Bounds
from bot.mail.letters.samples import SAMPLES
from bot.mail.outbox import Letter, LetterState
from bot.mail.postman import RETRY_LONGEST, retry_after
from tests.patience import PATIENCE_S

TWO_MINUTES = timedelta(minutes=2)
ANSWER = {"text": "It arrives on Monday.", "specialist": "Maya Torres", "seq": 3}


@pytest.fixture
def conversation():
    return str(uuid4())


@pytest.fixture
def answer(owe, conversation):
    """Owe an answer of a specialist."""

    def owed(text=ANSWER["text"], *, seq=3, **how):
        return owe(
            "specialist_answer",
            subject_data={**ANSWER, "text": text, "seq": seq},
            **{"conversation": conversation, **how},
        )

    return owed


async def test_a_letter_is_sent_once_with_both_texts(postman, owe, letter, post_office, clock, tokens):
    key = await owe()
    assert await postman().deliver(Stop()) == 1
    assert await postman().deliver(Stop()) == 0
    [mail] = post_office.mails
    assert mail.recipients == ("anna@example.com",)
    assert mail.sender == "bounces@mail.example"
    assert mail.message_id == tokens.message_id(key)
    assert "481902" in mail.text
    assert "481902" in mail.html
    row = await letter(key)
    assert (row.state, row.sent_at, row.attempts, row.last_error) == (LetterState.SENT, clock.now(), 1, None)


async def test_a_letter_of_a_conversation_can_be_answered_and_hangs_on_the_one_before(
    postman, answer, post_office, clock, tokens, conversation
):
    await answer()
    clock.forward(TWO_MINUTES)
    await postman().deliver(Stop())
    await answer("And it is complete.", seq=4)
    clock.forward(TWO_MINUTES)
    await postman().deliver(Stop())
    first, second = post_office.mails
    reply_to = first.message["Reply-To"].addresses[0].addr_spec
    assert tokens.find(reply_to).conversation == conversation
    assert tokens.is_for(tokens.find(reply_to), "anna@example.com")
    assert first.message["In-Reply-To"] is None
    assert second.message["In-Reply-To"] == first.message_id
    assert second.message["References"] == first.message_id
    assert "Auto-Submitted" not in first.message


async def test_what_nobody_wrote_by_hand_says_so(postman, owe, post_office):
    await owe("receipt")
    await postman().deliver(Stop())
    [mail] = post_office.mails
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Reply-To"] is None


async def test_several_answers_within_two_minutes_are_one_mail(postman, answer, letter, post_office, clock):
    first = await answer("One.")
    clock.forward(timedelta(seconds=90))
    second = await answer("Two.", seq=4)
    assert await postman().deliver(Stop()) == 0
    clock.forward(timedelta(seconds=30))
    assert await postman().deliver(Stop()) == 1
    [mail] = post_office.mails
    assert mail.text.index("One.") < mail.text.index("Two.")
    rows = [await letter(first), await letter(second)]
    assert [row.state for row in rows] == [LetterState.SENT] * 2
    assert rows[0].id == rows[0].sent_in == rows[1].sent_in


async def test_answers_of_two_conversations_stay_two_mails(postman, answer, post_office, clock):
    await answer()
    await answer(conversation=str(uuid4()))
    clock.forward(TWO_MINUTES)
    assert await postman().deliver(Stop()) == 2


async def test_an_answer_that_comes_after_a_failed_try_is_a_mail_of_its_own(postman, answer, post_office, clock):
    await answer("One.")
    clock.forward(TWO_MINUTES)
    post_office.faults.append("data 451")
    assert await postman().deliver(Stop()) == 0
    await answer("Two.", seq=4)
    clock.forward(TWO_MINUTES)
    assert await postman().deliver(Stop()) == 2
    assert sorted("One." in mail.text for mail in post_office.mails) == [False, True]
    assert len({mail.message_id for mail in post_office.mails}) == 2


async def test_what_was_seen_in_the_widget_is_not_mailed(postman, answer, letter, post_office, clock):
    async def seen(_session, letters):
        return [letter.id for letter in letters if letter.subject_data["seq"] <= 3]

    read, unread = await answer("One.", seq=3), await answer("Two.", seq=4)
    clock.forward(TWO_MINUTES)
    assert await postman(seen=seen).deliver(Stop()) == 1
    [mail] = post_office.mails
    assert "One." not in mail.text
    assert "Two." in mail.text
    rows = [await letter(read), await letter(unread)]
    assert [(row.state, row.last_error) for row in rows] == [(LetterState.SKIPPED, "seen"), (LetterState.SENT, None)]


async def test_what_has_run_out_is_not_mailed(postman, owe, letter, post_office, clock):
    key = await owe("address_code", subject_data={"code": "481902", "expires_at": "2026-03-02T12:15:00.000Z"})
    clock.forward(timedelta(minutes=15))
    assert await postman().deliver(Stop()) == 0
    assert ((await letter(key)).state, (await letter(key)).last_error) == (LetterState.SKIPPED, "stale")


async def test_an_address_gets_so_many_mails_a_day_and_the_rest_later(postman, owe, letter, post_office, clock):
    keys = [await owe("receipt") for _ in range(3)]
    await owe("receipt", address="ben@example.com")
    carrying = postman(bounds=Bounds(daily_cap=2))
    assert await carrying.deliver(Stop()) == 3
    waiting = await letter(keys[2])
    assert (waiting.state, waiting.last_error) == (LetterState.QUEUED, "daily_cap")
    clock.forward(timedelta(days=1))
    assert await carrying.deliver(Stop()) == 1
    assert (await letter(keys[2])).state == LetterState.SENT


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("rcpt 450", "smtp_450"),
        ("data 451", "smtp_451"),
        ("data 421", "smtp_421"),
        ("drop", "dropped"),
        ("slow", "timeout"),
    ],
)
async def test_what_fails_for_now_is_tried_again_with_the_same_message_id(
    postman, carrier, owe, letter, post_office, clock, tokens, fault, code
):
    key = await owe("receipt")
    post_office.faults.append(fault)
    carrying = postman(carrier=carrier(timeout_s=0.3))
    assert await carrying.deliver(Stop()) == 0
    row = await letter(key)
    assert (row.state, row.last_error, row.attempts) == (LetterState.QUEUED, code, 1)
    assert row.due_at == clock.now() + timedelta(seconds=30)
    assert await carrying.deliver(Stop()) == 0
    clock.forward(timedelta(seconds=30))
    assert await carrying.deliver(Stop()) == 1
    assert [mail.message_id for mail in post_office.mails] == [tokens.message_id(key)]


async def test_a_mail_whose_250_was_lost_goes_again_as_the_same_mail(postman, owe, post_office, clock):
    await owe("receipt")
    post_office.faults.append("lost")
    await postman().deliver(Stop())
    clock.forward(timedelta(seconds=30))
    await postman().deliver(Stop())
    first, second = post_office.mails
    assert first.message_id == second.message_id
    assert first.html == second.html


@pytest.mark.parametrize("fault", ["rcpt 550", "data 554"])
async def test_what_is_refused_for_good_is_not_tried_again(postman, owe, letter, post_office, clock, fault):
    key = await owe("receipt")
    post_office.faults.append(fault)
    assert await postman().deliver(Stop()) == 0
    clock.forward(timedelta(days=2))
    assert await postman().deliver(Stop()) == 0
    assert ((await letter(key)).state, (await letter(key)).last_error) == (LetterState.DEAD, f"smtp_{fault[-3:]}")


async def test_what_fails_too_often_is_given_up(postman, owe, letter, post_office, clock):
    key = await owe("receipt")
    post_office.faults.extend(["data 451"] * 3)
    carrying = postman(bounds=Bounds(attempts=3))
    for _ in range(4):
        await carrying.deliver(Stop())
        clock.forward(RETRY_LONGEST)
    assert ((await letter(key)).state, (await letter(key)).attempts) == (LetterState.DEAD, 3)
    assert post_office.mails == []


@pytest.mark.parametrize("fault", ["mail 450", "mail 550"])
async def test_a_refused_sender_is_nobodys_letter_s_fault(postman, owe, letter, post_office, fault):
    keys = [await owe("receipt") for _ in range(2)]
    post_office.faults.append(fault)
    with pytest.raises(ServerDown):
        await postman().deliver(Stop())
    assert [(await letter(key)).attempts for key in keys] == [0, 0]
    assert await postman().deliver(Stop()) == 2


async def test_a_server_that_is_down_for_an_hour_loses_nothing_and_uses_up_no_try(
    postman, owe, letter, post_office, clock
):
    keys = [await owe("receipt") for _ in range(5)]
    await post_office.close()
    for _ in range(60):
        with pytest.raises(ServerDown):
            await postman(bounds=Bounds(attempts=2)).deliver(Stop())
        clock.forward(timedelta(minutes=1))
    assert {(await letter(key)).last_error for key in keys} == {"unreachable", None}
    await post_office.open()
    assert await postman(bounds=Bounds(attempts=2)).deliver(Stop()) == 5
    assert len({mail.message_id for mail in post_office.mails}) == len(post_office.mails) == 5


async def test_a_postman_goes_on_by_itself_when_the_server_is_back(postman, owe, post_office):
    stop = Stop()
    await owe("receipt")
    await post_office.close()
    working = asyncio.create_task(postman().run(stop))
    await asyncio.sleep(0)
    await post_office.open()
    await post_office.has(1)
    stop.tell()
    await working


async def test_several_postmen_send_nothing_twice(postman, answer, owe, post_office, clock):
    for number in range(12):
        await owe("receipt")
        await answer(f"Answer {number}.", conversation=str(uuid4()))
    several = await answer("More.", seq=4)
    assert several
    await answer("Even more.", seq=5)
    clock.forward(TWO_MINUTES)
    carried = await asyncio.gather(*(postman().deliver(Stop()) for _ in range(4)))
    assert sum(carried) == 25 == len(post_office.mails)
    assert len({mail.message_id for mail in post_office.mails}) == 25


async def test_a_postman_who_dies_on_the_way_is_followed_by_another(postman, owe, letter, post_office, clock, tokens):
    key = await owe("receipt")
    post_office.faults.append("slow")
    dying = asyncio.create_task(postman().deliver(Stop()))
    async with asyncio.timeout(PATIENCE_S):
        await post_office.stalls.wait()
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    assert await postman().deliver(Stop()) == 0  # its lease still runs
    clock.forward(LEASE)
    assert await postman().deliver(Stop()) == 1
    assert [mail.message_id for mail in post_office.mails] == [tokens.message_id(key)]
    assert (await letter(key)).attempts == 2


async def test_nothing_is_open_while_the_server_is_waited_for(postman, owe, post_office, database):
    await owe("receipt")
    post_office.faults.append("slow")
    sending = asyncio.create_task(postman().deliver(Stop()))
    async with asyncio.timeout(PATIENCE_S):
        await post_office.stalls.wait()
    assert database._open == 0
    post_office.hurry.set()
    await sending


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "address_code", "subject_data": {}},
        {"kind": "no_such_kind", "subject_data": {}},
        {"kind": "receipt", "address": "nobody"},
        {"kind": "receipt", "address": "a@b.example\r\nBcc: eve@example.com"},
    ],
)
async def test_a_letter_that_cannot_be_written_stops_no_other(postman, owe, letter, post_office, broken):
    given = {"subject_data": SAMPLES["receipt"][0], **broken}
    key = await owe(given.pop("kind"), **given)
    await owe("receipt")
    assert await postman().deliver(Stop()) == 1
    assert ((await letter(key)).state, (await letter(key)).last_error) == (LetterState.DEAD, "unwritable")


async def test_the_connection_is_kept_while_there_are_letters(postman, owe, post_office):
    for _ in range(5):
        await owe("receipt")
    await postman().deliver(Stop())
    assert post_office.sessions == 1


async def test_waits_double_up_to_an_hour_and_are_spread(clock):
    waits = [retry_after(attempt, 0.5).total_seconds() for attempt in (1, 2, 3, 7, 8, 30, 1000)]
    assert waits == [30, 60, 120, 1920, 3600, 3600, 3600]
    assert (retry_after(1, 0).total_seconds(), retry_after(1, 1).total_seconds()) == (24, 36)


async def test_without_a_server_the_demo_keeps_the_mail_itself(postman, owe, letter, database, clock):
    key = await owe("receipt")
    assert await postman(carrier=DemoMailbox(database, clock)).deliver(Stop()) == 1
    async with database.reading() as session:
        [kept] = await demo_mailbox.mails(session, address="anna@example.com")
        everybody = await demo_mailbox.addresses(session)
        rows = (await session.scalars(select(Letter.state))).all()
    assert b"Receipt: Released" in kept.raw
    assert everybody == [("anna@example.com", 1)]
    assert rows == [LetterState.SENT]
    assert (await letter(key)).sent_at == kept.at
