"""The ways in for mail: LMTP, SMTP and IMAP over real sockets."""

import asyncio
import smtplib
from collections.abc import AsyncIterator

import pytest

from bot.gateway.mailroom.listener import CONNECTIONS, RECIPIENTS, Listener, Place
from bot.gateway.mailroom.mailbox import Box, Mailbox
from bot.gateway.stopping import Stop
from bot.mail.incoming.arrival import MAIL_BYTES, Arrival, Way
from bot.mail.incoming.verdicts import STATES
from bot.settings import ROOT
from tests.gateway.imap_server import ImapServer
from tests.mail.written_mail import written
from tests.patience import PATIENCE_S

OURS = "reply+abc@mail.example"
LOCAL = "127.0.0.1"


class ScriptedIntake:
    """Knows one address, remembers what it took, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.taken: list[Arrival] = []
        self.failures = 0
        self._news = asyncio.Event()

    async def has(self, number: int) -> None:
        """Wait until so many mails were taken."""
        async with asyncio.timeout(PATIENCE_S):
            while len(self.taken) < number:
                self._news.clear()
                await self._news.wait()

    def expects(self, recipient: str, sender: str) -> bool:
        return recipient == OURS

    async def take(self, arrival: Arrival) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        self.taken.append(arrival)
        self._news.set()


@pytest.fixture
def intake() -> ScriptedIntake:
    return ScriptedIntake()


@pytest.fixture(params=[Way.LMTP, Way.SMTP])
async def listener(request, intake) -> AsyncIterator[Listener]:
    listening = Listener(Place(request.param, LOCAL, 0), intake)
    await listening.open()
    listening.way = request.param
    yield listening
    await listening.close()


@pytest.fixture
def client(listener):
    """Connect as a mail server does; its calls are made in a thread."""
    speaks = smtplib.LMTP if listener.way is Way.LMTP else smtplib.SMTP

    def connected() -> smtplib.SMTP:
        return speaks(LOCAL, listener.port)

    return connected


async def test_a_mail_comes_through_as_it_is(client, intake, listener):
    raw = written("grün\n.\nand a line that is a dot")

    def send():
        with client() as connection:
            connection.sendmail("anna@example.com", [OURS], raw)

    await asyncio.to_thread(send)
    [arrival] = intake.taken
    assert (arrival.way, arrival.recipients, arrival.vouched) == (listener.way, (OURS,), False)
    assert arrival.raw == raw


async def test_an_unknown_recipient_is_refused_before_anything_is_sent(client, intake):
    def send():
        with client() as connection, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            connection.sendmail("anna@example.com", ["support@mail.example"], b"x")
        return refused.value.recipients

    [(code, _)] = (await asyncio.to_thread(send)).values()
    assert code == 550
    assert intake.taken == []


async def test_very_many_recipients_are_too_many(client):
    def send():
        with client() as connection:
            connection.ehlo_or_helo_if_needed()
            connection.mail("anna@example.com")
            return [connection.rcpt(OURS)[0] for _ in range(RECIPIENTS + 1)]

    assert await asyncio.to_thread(send) == [250] * RECIPIENTS + [452]


async def test_lmtp_answers_for_each_recipient(intake):
    listening = Listener(Place(Way.LMTP, LOCAL, 0), intake)
    await listening.open()
    reader, writer = await asyncio.open_connection(LOCAL, listening.port)
    lines = ["LHLO x", "MAIL FROM:<a@example.com>", f"RCPT TO:<{OURS}>", f"RCPT TO:<{OURS}>", "DATA"]
    await reader.readline()
    for line in lines:
        writer.write(f"{line}\r\n".encode())
        while (await reader.readline())[3:4] == b"-":
            pass
    writer.write(b"From: a@example.com\r\n\r\nhello\r\n.\r\n")
    assert [(await reader.readline())[:3] for _ in range(2)] == [b"250", b"250"]
    writer.close()
    await writer.wait_closed()
    await listening.close()


async def test_a_mail_over_the_limit_is_refused(client, intake):
    def send():
        with client() as connection:
            connection.ehlo_or_helo_if_needed()
            announced = connection.docmd("MAIL", f"FROM:<anna@example.com> SIZE={MAIL_BYTES + 1}")[0]
            connection.rset()
            connection.mail("anna@example.com")
            connection.rcpt(OURS)
            return announced, connection.data(b"x" * 998 + b"\r\n" + (b"y" * 998 + b"\r\n") * (MAIL_BYTES // 1000 + 1))[
                0
            ]

    assert await asyncio.to_thread(send) == (552, 552)
    assert intake.taken == []


async def test_what_could_not_be_kept_comes_again(client, intake):
    intake.failures = 1

    def send():
        with client() as connection:
            connection.sendmail("anna@example.com", [OURS], written())

    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPSenderRefused)) as refused:
        await asyncio.to_thread(send)
    assert refused.value.smtp_code == 451
    await asyncio.to_thread(send)
    assert len(intake.taken) == 1


async def test_very_many_connections_are_too_many_and_others_come_when_they_go(client):
    def is_let_in() -> bool:
        try:
            with client() as connection:
                return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def try_it() -> tuple[bool, bool]:
        held = [client() for _ in range(CONNECTIONS)]
        too_many = is_let_in()
        held.pop().quit()
        later = any(is_let_in() for _ in range(1_000))  # the server notices in its own time
        for other in held:
            other.quit()
        return too_many, later

    assert await asyncio.to_thread(try_it) == (False, True)


async def test_smuggled_commands_are_part_of_the_mail(client, intake):
    """A mail may not end where its writer says so: a dot between bare line feeds is text."""
    smuggled = (
        b"From: a@example.com\r\n\r\nhello\n.\nMAIL FROM:<eve@evil.example>\nRCPT TO:<" + OURS.encode() + b">\nDATA\n"
    )

    def send():
        with client() as connection:
            connection.ehlo_or_helo_if_needed()
            connection.mail("anna@example.com")
            connection.rcpt(OURS)
            connection.putcmd("DATA")
            connection.getreply()
            connection.send(smuggled + b"\r\n.\r\n")
            return connection.getreply()[0]

    assert await asyncio.to_thread(send) in {250, 500}
    assert len(intake.taken) <= 1


@pytest.mark.parametrize("url", ["", "lmtp://", "lmtp://host", "http://host:25", "lmtp://:25"])
def test_a_wrong_place_to_listen_is_named(url):
    with pytest.raises(ValueError, match="it must read lmtp://"):
        Place.of(url)


# IMAP


@pytest.fixture
async def server() -> AsyncIterator[ImapServer]:
    opened = await ImapServer({1: written("one"), 2: written("two")}).open()
    yield opened
    await opened.close()


@pytest.fixture
def mailbox(server, intake) -> Mailbox:
    return Mailbox(Box.of(server.url), intake, every_s=0.02)


async def test_what_is_new_in_the_mailbox_is_taken_once(mailbox, server, intake):
    assert await mailbox.look() == 2
    assert [(arrival.way, arrival.raw) for arrival in intake.taken] == [
        (Way.IMAP, server.mails[1]),
        (Way.IMAP, server.mails[2]),
    ]
    assert await mailbox.look() == 0
    assert 'SELECT "Replies"' in server.commands
    assert server.commands[-1] == "LOGOUT"


async def test_a_mail_that_could_not_be_kept_stays_unseen_and_holds_up_no_other(mailbox, server, intake):
    intake.failures = 1
    assert await mailbox.look() == 1
    assert server.seen == {2}
    assert await mailbox.look() == 1
    assert [arrival.raw for arrival in intake.taken] == [server.mails[2], server.mails[1]]


async def test_a_mail_over_the_limit_is_left_alone(mailbox, server, intake):
    server.sizes[1] = MAIL_BYTES + 1
    assert await mailbox.look() == 1
    assert [arrival.raw for arrival in intake.taken] == [server.mails[2]]
    assert not any(command.startswith("UID FETCH 1 (BODY") for command in server.commands)


async def test_a_server_that_is_away_is_asked_again(mailbox, server, intake):
    await server.close()
    stop = Stop()
    running = asyncio.create_task(mailbox.run(stop))
    await asyncio.sleep(0)
    await server.open()
    await intake.has(2)
    stop.tell()
    await running


async def test_a_wrong_password_is_no_crash(server, intake):
    server.password = "another"
    stop = Stop()
    running = asyncio.create_task(Mailbox(Box.of(server.url), intake, every_s=0.01).run(stop))
    await server.refused(2)
    stop.tell()
    await running
    assert intake.taken == []


@pytest.mark.parametrize(
    "url",
    ["imap://u:p@mail.example/INBOX", "imaps://mail.example", "pop3://u:p@h", "imaps://u@h", "imaps://u:p@h:port"],
)
def test_a_wrong_mailbox_is_named_without_its_password(url):
    with pytest.raises(ValueError, match="imaps://") as wrong:
        Box.of(url)
    assert "u:p" not in str(wrong.value)


def test_a_mailbox_is_read_from_its_url():
    box = Box.of("imaps://anna%40x.example:p%3A@mail.example:1993/A%20Folder")
    assert (box.user, box.password, box.host, box.port, box.tls, box.folder) == (
        "anna@x.example", "p:", "mail.example", 1993, True, "A Folder",
    )  # fmt: skip
    assert Box.of("imaps://a:b@mail.example").folder == "INBOX"


def test_the_page_on_receiving_names_every_reason_once():
    page = (ROOT / "docs" / "receiving-mail.md").read_text("utf-8")
    for reason, state in STATES.items():
        [row] = [line for line in page.splitlines() if line.startswith(f"| {state} ")]
        assert row.count(f"`{reason}`") == 1
