"""Who sent a mail is believed if the server that took it says so, and nobody else."""

import pytest

from bot.mail.incoming.senders import is_authenticated
from tests.mail.written_mail import OURS

SENDER = "anna@mail.example.com"

BELIEVED = {
    "DMARC": f"{OURS}; dmarc=pass (p=REJECT) header.from=mail.example.com",
    "DMARC beside SPF that failed": f"{OURS}; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from=mail.example.com",
    "DKIM of the domain": f"{OURS}; dmarc=none; dkim=pass header.d=mail.example.com header.s=a",
    "DKIM of the domain above": f"{OURS}; dkim=pass header.d=example.com",
    "DKIM by its identity": f"{OURS}; dkim=pass header.i=@example.com",
    "SPF of the domain": f"{OURS}; spf=pass smtp.mailfrom=bounce@mail.example.com",
    "a version and comments": f"{OURS} 1 (a (nested; one) here); dkim/1=pass (good; very) header.d=example.com",
    "letters of any case": f"{OURS.upper()}; DMARC=Pass",
}
NOT_BELIEVED = {
    "a field of another server": "mx.evil.example; dmarc=pass",
    "DMARC that failed": f"{OURS}; dmarc=fail; dkim=pass header.d=mail.example.com; spf=pass smtp.mailfrom=mail.example.com",
    "DMARC of two minds": f"{OURS}; dmarc=pass; dmarc=fail",
    "DKIM of another domain": f"{OURS}; dkim=pass header.d=evil.example",
    "DKIM of a domain that ends alike": f"{OURS}; dkim=pass header.d=notmail.example.com",
    "DKIM of a top level": f"{OURS}; dkim=pass header.d=com",
    "DKIM that failed": f"{OURS}; dkim=fail header.d=mail.example.com",
    "SPF of another domain": f"{OURS}; spf=pass smtp.mailfrom=x@evil.example",
    "SPF of a greeting": f"{OURS}; spf=pass smtp.helo=mail.example.com",
    "no result": f"{OURS}; none",
    "a result in a comment": f"{OURS}; (dmarc=pass) dkim=none",
    "a result in quotes": f'{OURS}; dkim=fail reason="; dmarc=pass"',
    "nothing": "",
    "a bracket that never ends": f"{OURS}; (dmarc=pass",
}


@pytest.mark.parametrize("field", BELIEVED.values(), ids=BELIEVED)
def test_a_sender_is_believed_by(field: str):
    assert is_authenticated(SENDER, [field], server=OURS)


@pytest.mark.parametrize("field", NOT_BELIEVED.values(), ids=NOT_BELIEVED)
def test_a_sender_is_not_believed_by(field: str):
    assert not is_authenticated(SENDER, [field], server=OURS)


def test_only_the_newest_field_of_our_server_counts():
    fields = ["mx.between.example; dmarc=fail", f"{OURS}; dmarc=fail", f"{OURS}; dmarc=pass"]
    assert not is_authenticated(SENDER, fields, server=OURS)
    assert is_authenticated(SENDER, [fields[0], fields[2], fields[1]], server=OURS)


def test_nobody_is_believed_where_no_server_is_named():
    assert not is_authenticated(SENDER, ["; dmarc=pass", f"{OURS}; dmarc=pass"], server="")
