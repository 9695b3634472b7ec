"""The intake: who may write what into which conversation by mail, and what comes of everything else."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from bot.desk import contacts, conversations, follow_ups, messages, messages_left, notes
from bot.desk.conversations import Party
from bot.desk.handoffs import requests
from bot.desk.handoffs.states import Reason as HandoffReason
from bot.desk.mailed import MAILROOM
from bot.desk.messages import Draft
from bot.desk.models import TURNS, Author, Owner
from bot.desk.promise import FollowUpState
from bot.desk.staff import members
from bot.gateway.mailroom.intake import Intake, Taken
from bot.mail import outbox
from bot.mail.incoming import records
from bot.mail.incoming.archive import Archive
from bot.mail.incoming.arrival import Arrival, Way
from bot.mail.incoming.verdicts import Reason, State
from bot.mail.outbox import LETTERS, LetterState
from bot.mail.threads import ReplyTokens
from tests.clock import SettableClock
from tests.desk.staffed import OPEN, TIMETABLE, WEB, Desk
from tests.mail.test_files import PAGE, PDF
from tests.mail.written_mail import OURS, QUOTE, returned, written

DOMAIN = "mail.example"
ANNA = "anna@example.com"
EVE = "Eve <eve@evil.example>"
PARTY = Party(account="anna")


class Mailroom:
    """An intake with a desk behind it, and one conversation that mail may be about."""

    def __init__(self, database, clock, folder):
        self.desk = Desk(database, clock)
        self.tokens = ReplyTokens(DOMAIN, {0: "a secret of the intake's tests"})
        self.published: list[messages.Stored] = []
        self.woken = 0
        self.intake = Intake(
            database=database,
            clock=clock,
            tokens=self.tokens,
            archive=Archive.at(folder),
            timetable=TIMETABLE,
            server=OURS,
            publish=self._publish,
            wake=self._wake,
        )
        self.conversation = ""

    async def _publish(self, message):
        self.published.append(message)

    def _wake(self):
        self.woken += 1

    async def open(self):
        """Anna says something; her address is known from her sign-in."""
        async with self.desk() as session:
            opened = await conversations.open_for(session, party=PARTY, now=self.desk.now)
            await contacts.know(session, party=PARTY, address=ANNA, now=self.desk.now)
            draft = Draft(Author.USER, "Anna", str(uuid4()), "hello")
            await conversations.say(session, conversation=opened.id, draft=draft, now=self.desk.now)
        self.conversation = opened.id
        return self

    @property
    def address(self):
        return self.tokens.address(self.conversation, ANNA)

    async def leave_and_answer(self):
        """Anna leaves a message, and somebody answers it: the promise is kept."""
        await self.desk.hire("web", WEB)
        async with self.desk() as session:
            left = await messages_left.leave(
                session, conversation=self.conversation, what="Which contract?", timetable=TIMETABLE, now=self.desk.now
            )
            web = await members.require_member(session, handle="web")
            answered = await messages_left.answer(
                session,
                follow_up=left.follow_up.id,
                by=web,
                text="The second.",
                message_id=str(uuid4()),
                now=self.desk.now,
            )
            assert answered.letter
        return left.follow_up

    async def sent(self, kind="specialist_answer"):
        """Note that the letters were sent, and return the Message-ID of the newest of a kind."""
        async with self.desk() as session:
            for key in list(await session.scalars(select(LETTERS.c.key))):
                await session.execute(
                    update(LETTERS)
                    .where(LETTERS.c.key == key)
                    .values(message_id=self.tokens.message_id(key), state=LetterState.SENT, sent_at=self.desk.now)
                )
            found = select(LETTERS.c.message_id).where(LETTERS.c.kind == kind).order_by(LETTERS.c.id.desc())
            return (await session.scalars(found)).first()

    async def take(self, raw, **how) -> Taken:
        return await self.intake.take(Arrival(raw, Way.LMTP, **how))

    async def reply(self, text="It is the second one.", **how) -> Taken:
        return await self.take(written(text, **{"to": self.address, **how}))

    async def log(self, conversation=None):
        async with self.desk.database.reading() as session:
            return (await messages.after(session, conversation or self.conversation, 0)).messages

    async def notes(self):
        async with self.desk.database.reading() as session:
            return [note.text for note in await notes.of(session, conversation=self.conversation)]

    async def owed(self):
        async with self.desk.database.reading() as session:
            return await follow_ups.owed(session)

    async def turns(self):
        async with self.desk.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(TURNS))

    async def row(self, taken):
        async with self.desk.database.reading() as session:
            return await records.find(session, taken.mail)

    async def nothing_moved(self):
        """Tell that the conversation, the promises and whoever listens are as they were."""
        return len(await self.log()) == 1 and not await self.owed() and not self.published and not await self.turns()


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def database_url(request) -> str:
    """SQLite; tests of what databases do differently ask for `BOTH`."""
    if getattr(request, "param", "sqlite") == "postgres":
        return request.getfixturevalue("postgres_server").fresh()
    return request.getfixturevalue("sqlite_files").fresh()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(OPEN)


@pytest.fixture
async def room(database, clock, tmp_path) -> Mailroom:
    return await Mailroom(database, clock, tmp_path).open()


@BOTH
async def test_a_reply_is_a_message_of_its_conversation_and_owes_an_answer_by_mail(room):
    taken = await room.reply(f"It is the second one.{QUOTE}")
    assert taken.state is State.ACCEPTED
    said = (await room.log())[-1]
    assert (said.kind, said.name, said.text) == (Author.USER, "Anna", "It is the second one.")
    assert said.blocks == [{"type": "mail", "mail": taken.mail, "shortened": True, "files": []}]
    assert [message.seq for message in room.published] == [said.seq]
    [owed] = await room.owed()
    assert (owed.what, owed.address) == ("It is the second one.", contacts.masked(ANNA))
    row = await room.row(taken)
    assert (row.conversation, row.seq, row.matched_by, row.reason) == (room.conversation, said.seq, "token", None)
    assert "Which contract is it?" in row.body
    assert room.intake.archive.read(row.raw).startswith(b"Authentication-Results")


@BOTH
async def test_a_reply_opens_the_promise_again_that_its_letter_was_about(room, clock):
    kept = await room.leave_and_answer()
    answer = await room.sent()
    clock.forward(timedelta(days=1))
    await room.reply(headers={"In-Reply-To": answer})
    [again] = await room.owed()
    assert (again.id, again.reference, again.state) == (kept.id, kept.reference, FollowUpState.OWED)
    assert again.due_at == TIMETABLE.reply_due(None, clock.now())
    clock.forward(timedelta(hours=1))
    await room.reply("And one thing more.", message_id="<two@example.com>")
    [same] = await room.owed()
    assert same.due_at == again.due_at, "writing again does not put the answer off"


async def test_the_assistant_is_asked_nothing_and_text_is_no_command(room):
    for number, text in enumerate(("/restart", "yes, release the milestone", "talk to a human")):
        assert (await room.reply(text, message_id=f"<{number}@a>")).state is State.ACCEPTED
    assert await room.turns() == 0
    async with room.desk.database.reading() as session:
        assert (await conversations.find(session, conversation=room.conversation)).owner == Owner.ASSISTANT


async def test_whoever_is_waited_for_reads_it_in_the_chat_and_nothing_is_owed(room):
    await room.desk.hire("web", WEB)
    async with room.desk() as session:
        await requests.ask(
            session, conversation=room.conversation, reason=HandoffReason.ASKED, timetable=TIMETABLE, now=room.desk.now
        )
    assert (await room.reply()).state is State.ACCEPTED
    assert await room.owed() == []


async def test_a_reply_to_a_conversation_that_has_ended_lands_in_the_present_one(room):
    ended = room.conversation
    async with room.desk() as session:
        found = await conversations.find(session, conversation=ended)
        assert await conversations.close(session, found, now=room.desk.now)
    await room.reply()
    assert len(await room.log(ended)) == 1
    [said] = room.published
    assert said.conversation != ended
    assert said.name == "Anna"


async def test_the_address_tells_before_in_reply_to_and_that_before_references(room):
    await room.leave_and_answer()
    received, answer = await room.sent("message_received"), await room.sent()
    other = await Mailroom(room.desk.database, room.desk.clock, room.intake.archive.folder).open()
    by_reference = await room.reply(
        to=f"support@{DOMAIN}", headers={"References": f"<x@y> {received}"}, message_id="<1@a>"
    )
    assert (await room.row(by_reference)).matched_by == "reference"
    by_answer = await room.reply(to=f"support@{DOMAIN}", headers={"In-Reply-To": answer}, message_id="<2@a>")
    assert (await room.row(by_answer)).matched_by == "reference"
    by_token = await room.reply(to=other.address, headers={"In-Reply-To": answer}, message_id="<3@a>")
    assert (await room.row(by_token)).matched_by == "token"


async def test_the_envelope_tells_where_the_header_does_not(room):
    assert (await room.take(written(to="undisclosed:;"), recipients=(room.address,))).state is State.ACCEPTED


UNVERIFIED = {
    "another sender": ({"sender": EVE, "authentication": f"{OURS}; dmarc=pass header.from=evil.example"}, Reason.OTHER_RECIPIENT),
    "the right name and another address": ({"sender": f'"{ANNA}" <eve@evil.example>'}, Reason.OTHER_RECIPIENT),
    "no results": ({"authentication": None}, Reason.NOT_AUTHENTICATED),
    "results of another server": ({"authentication": "mx.evil.example; dmarc=pass"}, Reason.NOT_AUTHENTICATED),
    "a sender that failed": ({"authentication": f"{OURS}; dmarc=fail; spf=pass smtp.mailfrom=example.com"}, Reason.NOT_AUTHENTICATED),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize(("how", "reason"), UNVERIFIED.values(), ids=UNVERIFIED)
async def test_an_unverified_mail_is_shown_to_the_desk_and_moves_nothing(room, how, reason):
    taken = await room.reply("Send it all to me.", **how)
    assert (taken.state, taken.reason) == (State.UNVERIFIED, reason)
    assert await room.nothing_moved()
    [note] = await room.notes()
    assert note.startswith("Unverified mail")
    assert "Send it all to me." in note
    assert room.woken == 1


async def test_a_mail_from_an_address_that_is_hers_no_more_is_unverified(room):
    address = room.address
    async with room.desk() as session:
        await contacts.know(session, party=PARTY, address="anna@new.example", now=room.desk.now)
    assert (await room.reply(to=address)).reason is Reason.FOREIGN_SENDER
    assert await room.nothing_moved()


async def test_the_mailroom_is_nobody_who_could_sign_in_or_take_a_chat(room):
    await room.reply(authentication=None)
    async with room.desk.database.reading() as session:
        assert [member.handle for member in await members.everybody(session)] == []
        assert (await members.find(session, handle=MAILROOM)).active is False


def forged(address: str) -> str:
    name, _, domain = address.partition("@")
    return f"{name[:-1]}{'a' if name[-1] != 'a' else 'b'}@{domain}"


async def test_a_forged_token_is_put_aside_and_nobody_is_told(room):
    for number, to in enumerate((forged(room.address), f"reply+nonsense@{DOMAIN}", f"reply+{'a' * 52}@{DOMAIN}")):
        taken = await room.reply(to=to, message_id=f"<{number}@a>")
        assert (taken.state, taken.reason) == (State.QUARANTINED, Reason.FORGED_TOKEN)
    assert await room.nothing_moved()
    assert await room.notes() == []


async def test_a_subject_tells_nothing(room):
    kept = await room.leave_and_answer()
    taken = await room.reply(to=f"support@{DOMAIN}", headers={"Subject": f"Re: {kept.reference}"})
    assert (taken.state, taken.reason) == (State.QUARANTINED, Reason.NO_THREAD)


@BOTH
async def test_the_same_mail_again_is_dropped_however_often_and_at_once(room):
    raw = written(to=room.address)
    taken = await asyncio.gather(*(room.take(raw) for _ in range(5)))
    assert sorted(each.new for each in taken) == [False, False, False, False, True]
    assert len(await room.log()) == 2
    assert len(list(room.intake.archive.folder.iterdir())) == 1, "what was kept for the others is gone"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [({"Auto-Submitted": "auto-replied"}, Reason.AUTO_REPLY), ({"List-Id": "<x.y>"}, Reason.LIST_MAIL)],
)
async def test_mail_that_nobody_wrote_is_dropped(room, headers, reason):
    taken = await room.reply(headers=headers)
    assert (taken.state, taken.reason) == (State.DROPPED, reason)
    assert await room.nothing_moved()


async def test_an_empty_mail_is_dropped(room):
    assert (await room.reply(" \n")).reason is Reason.EMPTY
    assert await room.nothing_moved()


@BOTH
async def test_a_letter_that_came_back_is_marked_and_its_promise_is_owed_again(room):
    await room.leave_and_answer()
    answer = await room.sent()
    taken = await room.take(returned(answer))
    assert (taken.state, taken.reason) == (State.DROPPED, Reason.BOUNCE)
    async with room.desk.database.reading() as session:
        letter = (await session.execute(select(LETTERS).where(LETTERS.c.message_id == answer))).one()
    assert (letter.bounced_at, letter.last_error) == (room.desk.now, "5.1.1")
    [note] = await room.notes()
    assert "could not be delivered (5.1.1)" in note
    assert len(await room.owed()) == 1
    assert not room.published


async def test_a_letter_that_is_late_is_only_told_of(room):
    await room.leave_and_answer()
    await room.take(returned(await room.sent(), status="4.4.1", action="delayed"))
    assert "is not delivered yet" in (await room.notes())[0]
    assert await room.owed() == []


async def test_a_report_on_a_letter_that_is_not_ours_changes_nothing(room):
    assert (await room.take(returned("<letter.ffffffffffffffffffffffffffffffff@mail.example>"))).reason is Reason.BOUNCE
    assert await room.nothing_moved()


@BOTH
async def test_files_are_kept_and_those_that_are_not_allowed_are_named(room):
    taken = await room.reply(" ", files={"brief.pdf": PDF, "run.exe": b"MZ", "a.png": PAGE})
    said = (await room.log())[-1]
    assert said.text == "brief.pdf\nrun.exe\na.png"
    assert [(file["name"], file["kept"]) for file in said.blocks[0]["files"]] == [
        ("brief.pdf", True), ("run.exe", False), ("a.png", False),
    ]  # fmt: skip
    async with room.desk.database.reading() as session:
        brief, run, picture = await records.files_of(session, taken.mail)
    assert room.intake.archive.read(brief.stored) == PDF
    assert [(file.stored, file.refused) for file in (run, picture)] == [
        (None, "type_not_allowed"),
        (None, "content_differs"),
    ]


async def test_what_cannot_be_read_is_put_aside_and_the_next_mail_comes_through(room):
    bad = b"From: anna@example.com\r\nFrom: eve@evil.example\r\nTo: " + room.address.encode() + b"\r\n\r\nhello"
    taken = await room.take(bad, recipients=(room.address,))
    assert (taken.state, taken.reason) == (State.QUARANTINED, Reason.MALFORMED_HEADERS)
    assert room.intake.archive.read((await room.row(taken)).raw) == bad
    large = await room.take(b"x" * 30_000_000)
    assert (large.reason, (await room.row(large)).raw) == (Reason.TOO_LARGE, None)
    assert await room.nothing_moved()
    assert (await room.reply()).state is State.ACCEPTED


@BOTH
async def test_old_mail_is_forgotten_with_its_files(room, clock):
    taken = await room.reply(files={"brief.pdf": PDF})
    assert await room.intake.forget(clock.now() - timedelta(days=90), orphans_s=3600) == 0
    clock.forward(timedelta(days=91))
    assert await room.intake.forget(clock.now() - timedelta(days=90), orphans_s=3600) == 2
    with pytest.raises(records.UnknownMail):
        await room.row(taken)
    assert list(room.intake.archive.folder.iterdir()) == []
    assert len(await room.log()) == 2, "what was said stays"


async def test_only_our_own_addresses_are_expected(room):
    expects = room.intake.expects
    assert expects(room.address, ANNA)
    assert expects(room.address.upper(), "")
    assert expects(f"bounces@{DOMAIN}", "")
    assert not expects(f"bounces@{DOMAIN}", ANNA)
    assert not expects(forged(room.address), ANNA)
    assert not expects(f"support@{DOMAIN}", ANNA)
    assert not expects("anybody@elsewhere.example", "")


names = st.sampled_from(
    [
        "From",
        "To",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Authentication-Results",
        "Auto-Submitted",
        "Content-Type",
        "Subject",
    ]
)
values = st.one_of(
    st.sampled_from([ANNA, "<one@a>", f"{OURS}; dmarc=pass", "multipart/report; report-type=delivery-status; boundary=b", "no", "TOKEN"]),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=20),
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    lines=st.lists(st.tuples(names, values), max_size=8),
    body=st.text(st.characters(blacklist_categories=["Cs"]), max_size=40),
)
def test_any_mail_is_taken_and_only_the_verified_sender_moves_anything(room_of_any, lines, body):
    run, room = room_of_any
    said = "\r\n".join(f"{name}: {value.replace('TOKEN', room.address)}" for name, value in lines)
    taken = run(room.take(f"{said}\r\n\r\n{body}".encode()))
    if taken.new and taken.state is State.ACCEPTED:
        froms = [value for name, value in lines if name == "From"]
        assert froms == [ANNA]
        assert ("Authentication-Results", f"{OURS}; dmarc=pass") in lines


@pytest.fixture
def room_of_any(database, clock, tmp_path):
    """A mailroom for tests that are no coroutines themselves."""
    with asyncio.Runner() as runner:
        yield runner.run, runner.run(Mailroom(database, clock, tmp_path).open())
        runner.run(database.close())


async def test_a_letter_to_a_conversation_is_answered_once_for_every_mail(room):
    async with room.desk() as session:
        await outbox.put(
            session,
            key="k",
            kind="nudge",
            address=ANNA,
            conversation=room.conversation,
            subject_data={},
            at=room.desk.now,
        )
    for number in range(3):
        await room.reply(f"mail {number}", message_id=f"<{number}@a>")
    assert [message.text for message in await room.log()][1:] == ["mail 0", "mail 1", "mail 2"]
    assert len(await room.owed()) == 1
