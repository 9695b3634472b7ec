"""`milepost letters` and `milepost postman`: what an operator asks for, and what is refused in a sentence."""

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.mail.letters.kinds import KINDS

OUTSIDE = {"MILEPOST_DEMO": "0", "MILEPOST_SECRET": "a secret of the tests, of forty characters"}


@pytest.fixture
def milepost(tmp_path, monkeypatch):
    monkeypatch.setenv("MILEPOST_HOME", str(tmp_path))
    return lambda *arguments, **env: CliRunner().invoke(app, arguments, env=env)


def test_every_kind_of_letter_is_named(milepost):
    done = milepost("letters", "list")
    assert done.exit_code == 0
    for kind in KINDS:
        assert kind in done.output


def test_a_letter_is_previewed_in_its_brand_and_language(milepost):
    done = milepost("letters", "preview", "receipt", "--locale", "es", MILEPOST_BRAND="Gig & Co")
    assert done.output.startswith("Subject: Recibo: Released to Freelancer Demo\n")
    assert "Gig & Co" in done.output
    html = milepost("letters", "preview", "receipt", "--html", MILEPOST_BRAND_COLOUR="#7a1fa2").output
    assert html.startswith("<!DOCTYPE html>")
    assert "#7a1fa2" in html


@pytest.mark.parametrize(
    ("arguments", "env", "said"),
    [
        (("letters", "preview", "gift"), {}, "no letters 'gift'"),
        (("letters", "preview", "receipt", "--locale", "tlh"), {}, "no letters in 'tlh'"),
        (("postman",), OUTSIDE, "MILEPOST_SMTP_URL is not set"),
        (("postman",), {"MILEPOST_SMTP_URL": "ftp://user:hidden@host"}, "MILEPOST_SMTP_URL: it must read"),
        (
            ("postman",),
            {"MILEPOST_SMTP_URL": "smtp://localhost", "MILEPOST_SMTP_CA": "/nowhere.pem"},
            "MILEPOST_SMTP_CA",
        ),
        (("postman",), {"MILEPOST_MAIL_KEYS": "no number"}, "MILEPOST_MAIL_KEYS must read"),
        (("postman",), {"MILEPOST_MAIL_KEYS": "300:x"}, "MILEPOST_MAIL_KEYS must read"),
        (("postman",), {"MILEPOST_MAIL_FROM": "not an address"}, "MILEPOST_MAIL_FROM"),
        (("letters", "list"), {"MILEPOST_BRAND_COLOUR": "green"}, "MILEPOST_BRAND_COLOUR"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(milepost, arguments, env, said):
    done = milepost(*arguments, **env)
    assert done.exit_code != 0
    assert said in done.output
    assert "Traceback" not in done.output
    assert "hidden" not in done.output
