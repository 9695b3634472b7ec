"""Mail that no person wrote, and reports on mail that did not arrive, are told from replies."""

import pytest

from bot.mail.incoming.opened import open_mail
from bot.mail.incoming.verdicts import Reason
from tests.mail.written_mail import returned, written

LETTER = "<letter.0123456789abcdef0123456789abcdef@mail.example>"

AUTOMATIC = [
    ({"Auto-Submitted": "auto-replied"}, Reason.AUTO_REPLY),
    ({"Auto-Submitted": "auto-generated; owner=x"}, Reason.AUTO_REPLY),
    ({"X-Autoreply": "yes"}, Reason.AUTO_REPLY),
    ({"X-Autorespond": "Re: x"}, Reason.AUTO_REPLY),
    ({"Precedence": "auto_reply"}, Reason.AUTO_REPLY),
    ({"X-MS-Exchange-Inbox-Rules-Loop": "a@b.example"}, Reason.AUTO_REPLY),
    ({"Precedence": "bulk"}, Reason.LIST_MAIL),
    ({"List-Id": "<makers.lists.example>"}, Reason.LIST_MAIL),
    ({"Subject": "Automatic reply: Your message"}, Reason.AUTO_REPLY),
    ({"Subject": "Abwesenheitsnotiz: Ihre Nachricht"}, Reason.AUTO_REPLY),
    ({"Subject": "自动回复: 您的留言"}, Reason.AUTO_REPLY),
]
WRITTEN_BY_PEOPLE = [
    {"Auto-Submitted": "no"},
    {"X-Auto-Response-Suppress": "All"},
    {"List-Unsubscribe": "<https://x.example>"},
    {"Subject": "Re: is the out of office message mine?"},
    {"Precedence": "first-class"},
]


@pytest.mark.parametrize(("headers", "reason"), AUTOMATIC)
def test_nobody_wrote_mail_with(headers: dict, reason: Reason):
    assert open_mail(written(headers=headers)).automatic is reason


@pytest.mark.parametrize("headers", WRITTEN_BY_PEOPLE)
def test_somebody_may_have_written_mail_with(headers: dict):
    assert open_mail(written(headers=headers)).automatic is None


@pytest.mark.parametrize(
    ("status", "action", "hard"), [("5.1.1", "failed", True), ("4.4.1", "delayed", False), ("5.0.0", "failed", True)]
)
@pytest.mark.parametrize("as_type", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_letter_and_whether_it_failed_for_good(status, action, hard, as_type):
    bounce = open_mail(returned(LETTER, status=status, action=action, returned_as=as_type)).bounce
    assert LETTER in bounce.message_ids
    assert bounce.hard is hard


def test_a_report_in_words_names_a_letter_too():
    raw = written(
        f"A message that you sent could not be delivered.\n\n550 5.1.1 no such user\n\nMessage-ID: {LETTER}\n",
        sender="Mailer <MAILER-DAEMON@far.example>",
        headers={"X-Failed-Recipients": "anna@example.com"},
    )
    bounce = open_mail(raw).bounce
    assert (bounce.message_ids, bounce.status) == ((LETTER,), "5.1.1")


def test_a_person_may_quote_the_id_of_a_letter():
    assert open_mail(written(f"What is {LETTER}?")).bounce is None
