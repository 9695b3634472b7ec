"""A mail is taken apart within limits, and what is wrong with it has a reason."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.mail.incoming import headers, parts
from bot.mail.incoming.arrival import MAIL_BYTES
from bot.mail.incoming.headers import Unreadable
from bot.mail.incoming.opened import open_mail
from bot.mail.incoming.verdicts import STATES, Reason, State
from tests.mail.written_mail import QUOTE, returned, written
from tests.steps import steps

WELL = written()


def nested(depth: int) -> bytes:
    """Put a multipart into a multipart, and so on."""
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number) for number in range(depth)
    )
    return b"From: anna@example.com\r\n" + opened + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def enclosed(depth: int) -> bytes:
    """Put a mail into a mail, and so on."""
    return b"From: anna@example.com\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"hello\r\n"


def many_parts(count: int) -> bytes:
    return (
        b'From: anna@example.com\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * count
    )


HOSTILE = {
    "thirty megabytes": (b"From: a@example.com\r\n\r\n" + b"x" * 30_000_000, Reason.TOO_LARGE),
    "multiparts in one another": (nested(1_000), Reason.TOO_MANY_PARTS),
    "mails in one another": (enclosed(1_000), Reason.TOO_MANY_PARTS),
    "a hundred thousand parts": (many_parts(100_000), Reason.TOO_MANY_PARTS),
    "headers without end": (b"X-A: b\r\n" * 100_000 + b"\r\n", Reason.TOO_MANY_HEADERS),
    "a header without end": (b"Subject: " + b"a" * 1_000_000 + b"\r\n\r\n", Reason.TOO_MANY_HEADERS),
    "two senders in two fields": (b"From: anna@example.com\r\nFrom: eve@evil.example\r\n\r\nx", Reason.MALFORMED_HEADERS),
    "two Message-IDs": (b"From: a@example.com\r\nMessage-ID: <1@a>\r\nmessage-id: <2@a>\r\n\r\nx", Reason.MALFORMED_HEADERS),
    "a lone carriage return": (b"From: anna@example.com\rBcc: eve@evil.example\r\n\r\nx", Reason.MALFORMED_HEADERS),
    "a NUL in a header": (b"From: anna@example.com\x00\r\n\r\nx", Reason.MALFORMED_HEADERS),
    "a line end in an encoded word": (
        b"From: =?utf-8?q?Anna=0D=0ABcc:_eve=40evil.example?= <anna@example.com>\r\n\r\nx", Reason.MALFORMED_HEADERS,
    ),
    "two senders in one field": (b"From: anna@example.com, eve@evil.example\r\n\r\nx", Reason.NO_SENDER),
    "a sender that hides in a name": (b'From: "anna@example.com" <>\r\n\r\nx', Reason.NO_SENDER),
    "an address in an encoded word": (b"From: =?utf-8?q?=3Canna=40example.com=3E?=\r\n\r\nx", Reason.NO_SENDER),
    "nobody": (b"To: support@mail.example\r\n\r\nx", Reason.NO_SENDER),
    "nothing": (b"", Reason.NO_SENDER),
}  # fmt: skip
# The standard parser takes some 15,000 for one encoded word; a part or a header of the long ones would take millions.
STEPS_TO_REFUSE = 50_000


@pytest.mark.parametrize(("raw", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_mail_is_refused_with_a_reason_whatever_its_length_in_few_steps(raw: bytes, reason: Reason):
    def refused() -> None:
        with pytest.raises(Unreadable) as refusal:
            open_mail(raw)
        assert refusal.value.reason is reason

    assert steps(refused) < STEPS_TO_REFUSE


def test_every_reason_has_a_state_and_none_of_them_is_accepted():
    assert set(STATES) == set(Reason)
    assert State.ACCEPTED not in STATES.values()


@pytest.mark.parametrize("count", [parts.MULTIPARTS, 1])
def test_mail_within_the_limits_is_read(count: int):
    assert open_mail(nested(count)).reply.text == "hello"


def test_a_large_mail_within_the_limit_is_read():
    raw = written(files={"film.bin": b"x" * 12_000_000})
    assert len(raw) < MAIL_BYTES
    assert open_mail(raw).files[0].name == "film.bin"


def test_what_was_written_is_told_from_what_was_quoted():
    opened = open_mail(
        written(f"It is the second one.{QUOTE}", headers={"In-Reply-To": "<a@b>", "References": "<z@b> <a@b>"})
    )
    assert (opened.sender, opened.message_id) == ("anna@example.com", "<one@example.com>")
    assert opened.answers == ("<a@b>", "<a@b>", "<z@b>")
    assert opened.reply.text == "It is the second one."
    assert "Which contract is it?" in opened.reply.original


def test_a_mail_without_an_id_is_named_by_its_content():
    raw = written(message_id=None)
    assert open_mail(raw).message_id == open_mail(raw).message_id != open_mail(raw + b" ").message_id


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/plain; charset=utf-8", "grün".encode(), "grün"),
        ("text/plain; charset=iso-8859-1", "grün".encode("latin-1"), "grün"),
        ("text/plain; charset=koi8-r", "привет".encode("koi8-r"), "привет"),
        ("text/plain; charset=none-of-those", "grün".encode(), "grün"),
        ("text/plain; charset=unicode_escape", rb"\ud800", "\\ud800"),
        ("text/plain; charset=utf-7", b"+2AA-", "+2AA-"),
        ("text/plain; charset=utf-8", b"a\x00b", "ab"),
        ("text/plain; format=flowed", b"one \r\nline", "one line"),
        ("text/html; charset=utf-8", b"<p>one<p>two", "one\n\ntwo"),
        ('text/plain; charset="=?x?q?y?="', b"words", "words"),
    ],
)  # fmt: skip
def test_a_body_is_decoded_whatever_it_says_of_itself(kind: str, body: bytes, text: str):
    raw = b"From: a@example.com\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body
    assert open_mail(raw).reply.text == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\Temp\\a.pdf", "a.pdf"), ("a\x07b.pdf", "ab.pdf"), ("…", "…"), ("..", "")],
)
def test_a_file_is_shown_by_the_last_piece_of_its_name(name: str, shown: str):
    opened = open_mail(written(files={name: b"x"}))
    assert [file.name for file in opened.files] == [shown]


fields = st.sampled_from(
    ["From: a@b.example", "Content-Type: multipart/mixed; boundary=b", "Content-Type: message/rfc822", "--b", "--b--", "", "Content-Transfer-Encoding: base64", "Subject: =?utf-8?b?w/8=?=", "Content-Type: text/plain; charset=x", "Content-Disposition: attachment; filename*=utf-8''%ff", "Authentication-Results: a; spf=pass (", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Content-Type: message/delivery-status", "Status: 5.1.1"]
)  # fmt: skip
mails = st.lists(st.one_of(fields, st.text(max_size=20)), max_size=20).map(
    lambda lines: "\r\n".join(lines).encode("utf-8", "replace")
)


@given(st.one_of(mails, st.binary(max_size=200)))
@example(WELL)
@example(returned("<a@b>"))
@example(b"From: a@b.example\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA")
def test_any_bytes_are_read_or_refused_with_a_reason(raw: bytes):
    with contextlib.suppress(Unreadable):
        opened = open_mail(raw)
        assert opened.bounce is not None or headers.is_address(opened.sender)
        assert "\x00" not in opened.reply.text + opened.subject
