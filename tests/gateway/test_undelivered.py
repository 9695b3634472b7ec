"""What a server refuses for good: the desk reads that its answer did not arrive, and owes it again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.desk import contacts, conversations, follow_ups, messages_left, notes
from bot.desk.conversations import Party
from bot.desk.promise import FollowUpState
from bot.desk.staff import members
from bot.gateway.mailroom.sending import Sending
from bot.gateway.mailroom.undelivered import Undelivered
from bot.gateway.stopping import Stop
from bot.mail import outbox
from bot.mail.letters.envelope import Sender
from bot.mail.letters.samples import SAMPLES
from bot.mail.letters.writing import Branding, Writer
from bot.mail.postman import Correspondence
from bot.mail.smtp import SmtpCarrier, SmtpServer
from bot.mail.threads import ReplyTokens
from tests.desk.staffed import OPEN, TIMETABLE, WEB, Desk
from tests.mail.post_office import PostOffice

PARTY = Party(account="anna")
ANNA = "anna@example.com"


@pytest.fixture
async def office():
    opened = await PostOffice().open()
    yield opened
    await opened.close()


@pytest.fixture
def postman(database, clock, office):
    sending = Sending(
        carrier=SmtpCarrier(SmtpServer.of(office.url()), name="mail.example"),
        correspondence=Correspondence(
            writer=Writer(Branding("Milepost Market", "#0d6253", "https://market.example/")),
            sender=Sender("Milepost Market", "support@mail.example", "mail.example"),
            tokens=ReplyTokens("mail.example", {0: "a secret of these tests"}),
        ),
    )
    return sending.postman(database, clock, every_s=1.0, undelivered=Undelivered(TIMETABLE).tell)


async def test_an_answer_that_is_refused_is_noted_at_the_desk_and_owed_again(database, clock, office, postman):
    clock.at = OPEN
    desk = Desk(database, clock)
    await desk.hire("web", WEB)
    async with desk() as session:
        opened = await conversations.open_for(session, party=PARTY, now=desk.now)
        await contacts.know(session, party=PARTY, address=ANNA, now=desk.now)
        left = await messages_left.leave(
            session, conversation=opened.id, what="Which contract?", timetable=TIMETABLE, now=desk.now
        )
        web = await members.require_member(session, handle="web")
        await messages_left.answer(
            session, follow_up=left.follow_up.id, by=web, text="The second.", message_id=str(uuid4()), now=desk.now
        )
    await postman.deliver(Stop())  # that we have her message
    clock.forward(timedelta(minutes=2))
    office.faults.append("rcpt 550")
    await postman.deliver(Stop())
    async with desk() as session:
        [note] = await notes.of(session, conversation=opened.id)
        again = await follow_ups.find(session, follow_up=left.follow_up.id)
    assert note.text == f"A letter to {ANNA} could not be sent (smtp_550). Its reader does not have it."
    assert again.state is FollowUpState.OWED
    assert [mail.recipients for mail in office.mails] == [(ANNA,)]


async def test_a_letter_without_a_conversation_is_nobody_s_to_know_of(database, clock, office, postman):
    async with database.transaction() as session:
        await outbox.put(
            session, key="test/1", kind="receipt", address=ANNA, subject_data=SAMPLES["receipt"][0], at=clock.now()
        )
    office.faults.append("data 554")
    assert await postman.deliver(Stop()) == 0
