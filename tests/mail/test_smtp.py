"""How mail is handed to a server: which URL means what, and what keeps a connection private."""

import pytest

from bot.mail.carrier import Parcel, ServerDown
from bot.mail.smtp import MAILS_PER_CONNECTION, SmtpServer
from tests.mail.certificates import certificate

PARCEL = Parcel(
    "<letter.1@mail.example>", "bounces@mail.example", "anna@example.com", b"Subject: Hello\r\n\r\n.\r\nText\r\n"
)
LOGIN = ("milepost", "p@ss:word/é")
USER = "milepost:p%40ss%3Aword%2F%C3%A9@"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", SmtpServer("localhost", 25, tls=False, starttls=False)),
        ("smtp://127.0.0.1:2525", SmtpServer("127.0.0.1", 2525, tls=False, starttls=False)),
        ("smtp://relay.example", SmtpServer("relay.example", 25, tls=False, starttls=None)),
        ("smtp://u:p@relay.example", SmtpServer("relay.example", 25, tls=False, starttls=True, user="u", password="p")),
        (
            "smtp+starttls://u:p@relay.example",
            SmtpServer("relay.example", 587, tls=False, starttls=True, user="u", password="p"),
        ),
        (
            "smtps://u%40x:p%3A@relay.example",
            SmtpServer("relay.example", 465, tls=True, starttls=False, user="u@x", password="p:"),
        ),
    ],
)
def test_a_url_says_where_the_server_is_and_how_private_it_must_be(url, server):
    assert SmtpServer.of(url) == server


@pytest.mark.parametrize(
    "url", ["", "relay.example", "http://relay.example", "smtp://", "smtp://u:secret@h:port", "smtps://:465"]
)
def test_another_url_is_refused_and_its_password_is_not_repeated(url):
    with pytest.raises(ValueError, match=r"^it ") as refused:
        SmtpServer.of(url)
    assert "secret" not in str(refused.value)


async def test_a_mail_arrives_byte_for_byte(carrier, post_office):
    await carrier().carry(PARCEL)
    [mail] = post_office.mails
    assert mail.message.get_content() == ".\r\nText\r\n"


async def test_tls_from_the_first_byte_with_a_known_authority(carrier, tmp_path, another_office):
    own = certificate(tmp_path)
    office = await another_office(tls=own.server())
    carrying = carrier("smtps", at=office, ca=own.path)
    await carrying.carry(PARCEL)
    await carrying.rest()
    assert len(office.mails) == 1


async def test_starttls_and_a_password_of_any_letters(carrier, tmp_path, another_office):
    own = certificate(tmp_path)
    office = await another_office(starttls=own.server(), login=LOGIN)
    carrying = carrier("smtp+starttls", at=office, user=USER, ca=own.path)
    await carrying.carry(PARCEL)
    await carrying.rest()
    assert len(office.mails) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_a_certificate_of_an_unknown_authority_is_refused(carrier, tmp_path, another_office, scheme):
    own = certificate(tmp_path)
    office = await another_office(**{"tls" if scheme == "smtps" else "starttls": own.server()})
    with pytest.raises(ServerDown, match=r"^tls$"):
        await carrier(scheme, at=office).carry(PARCEL)
    assert office.mails == []


async def test_a_certificate_of_another_server_is_refused(carrier, tmp_path, another_office):
    other = certificate(tmp_path, name="elsewhere.example")
    office = await another_office(tls=other.server())
    with pytest.raises(ServerDown, match=r"^tls$"):
        await carrier("smtps", at=office, ca=other.path).carry(PARCEL)


async def test_a_server_without_starttls_gets_nothing_where_it_is_asked_for(carrier, post_office):
    with pytest.raises(ServerDown, match=r"^no_starttls$"):
        await carrier("smtp+starttls", user=USER).carry(PARCEL)
    assert post_office.mails == []


async def test_a_wrong_password_is_the_settings_fault_not_the_mail_s(carrier, tmp_path, another_office):
    own = certificate(tmp_path)
    office = await another_office(starttls=own.server(), login=LOGIN)
    with pytest.raises(ServerDown, match=r"^sign_in_535$"):
        await carrier("smtp+starttls", at=office, user="milepost:wrong@", ca=own.path).carry(PARCEL)


async def test_nobody_listening_is_a_server_that_is_down(carrier, post_office):
    await post_office.close()
    with pytest.raises(ServerDown, match=r"^unreachable$"):
        await carrier().carry(PARCEL)


async def test_a_connection_carries_so_many_mails_and_no_more(carrier, post_office):
    carrying = carrier()
    for _ in range(MAILS_PER_CONNECTION + 1):
        await carrying.carry(PARCEL)
    await carrying.rest()
    assert post_office.sessions == 2
    assert len(post_office.mails) == MAILS_PER_CONNECTION + 1
