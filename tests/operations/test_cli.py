"""The command line, as a person uses it."""

import json
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import jwt
import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.clock import WallClock
from bot.gateway.signin import Tokens

ROOT = Path(__file__).resolve().parents[2]
MACHINE = {name: value for name, value in os.environ.items() if not name.startswith("MILEPOST_")}  # noqa: TID251
SECRET = "a secret of the tests, long enough"


@pytest.fixture
def milepost(tmp_path):
    def run(*arguments, lines=None, **env):
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env={**MACHINE, "MILEPOST_HOME": str(tmp_path / "var"), **env},
            input=lines,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


class TestToken:
    def test_prints_a_token_and_nothing_else(self, milepost):
        before = int(time.time())
        done = milepost("token", "client-demo", MILEPOST_SECRET=SECRET)
        assert done.returncode == 0
        assert done.stdout.count("\n") == 1
        claims = jwt.decode(done.stdout.strip(), SECRET, algorithms=["HS256"], audience="milepost")
        assert claims["sub"] == "client-demo"
        assert claims["iat"] >= before
        assert claims["exp"] - claims["iat"] == 600
        assert claims["auth_time"] == claims["iat"]
        assert claims["jti"]
        assert not {"name", "email"} & set(claims)

    def test_says_how_long_ago_the_person_signed_in(self, milepost):
        done = milepost("token", "client-demo", "--auth-age", "3600", MILEPOST_SECRET=SECRET)
        claims = jwt.decode(done.stdout.strip(), SECRET, algorithms=["HS256"], audience="milepost")
        assert claims["iat"] - claims["auth_time"] == 3600

    def test_says_who_the_person_is_where_it_is_told(self, milepost):
        done = milepost("token", "client-demo", "--name", "Ann", "--email", "ann@example.com", MILEPOST_SECRET=SECRET)
        signed_in = Tokens(SECRET, WallClock()).verify(done.stdout.strip())
        assert (signed_in.account, signed_in.name, signed_in.email) == ("client-demo", "Ann", "ann@example.com")

    def test_uses_real_time_whatever_the_applications_clock_says(self, milepost):
        done = milepost("token", "client-demo", MILEPOST_SECRET=SECRET, MILEPOST_CLOCK="2020-01-01T00:00:00+00:00")
        jwt.decode(done.stdout.strip(), SECRET, algorithms=["HS256"], audience="milepost")

    def test_makes_a_secret_once_that_only_its_owner_can_read(self, milepost, tmp_path):
        tokens = [milepost("token", "client-demo").stdout.strip() for _ in range(2)]
        kept = tmp_path / "var" / "secret"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        for token in tokens:
            jwt.decode(token, kept.read_text(), algorithms=["HS256"], audience="milepost")
        assert list(kept.parent.iterdir()) == [kept]

    @pytest.mark.parametrize("handle", ["", "two words", "../secret", "-", "x" * 81, "a\n"])
    def test_a_malformed_handle_is_refused_with_a_sentence(self, milepost, handle):
        done = milepost("token", "--", handle, MILEPOST_SECRET=SECRET)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error: An account's handle")

    def test_a_negative_age_is_refused(self, milepost):
        assert milepost("token", "client-demo", "--auth-age", "-5").returncode == 2

    def test_a_secret_that_is_too_short_is_refused_where_there_is_something_to_protect(self, milepost):
        assert milepost("token", "client-demo", MILEPOST_SECRET="short").returncode == 0
        done = milepost("token", "client-demo", MILEPOST_SECRET="short", MILEPOST_DEMO="0")
        assert done.returncode == 2
        assert "MILEPOST_SECRET" in done.stderr


class TestUnderstand:
    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("nope", "Line 2 is not JSON."),
            ("[1]", 'Line 2 is not an object with a string "text".'),
            ('{"text": 7}', 'Line 2 is not an object with a string "text".'),
            ('{"words": "hi"}', 'Line 2 is not an object with a string "text".'),
        ],
    )
    def test_a_malformed_line_is_named_after_the_lines_before_it_are_answered(self, milepost, line, sentence):
        done = milepost("understand", lines=f'{{"text": "how much is in escrow?"}}\n{line}\n')
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == f"error: {sentence}"
        (answer,) = [json.loads(answered) for answered in done.stdout.splitlines()]
        assert answer["text"] == "how much is in escrow?"

    def test_answers_every_line_of_a_file_in_order(self, milepost, tmp_path):
        texts = ["how much is in escrow?", "/restart", "", "ünïcode ☃", "is my milestone paid?"]
        file = tmp_path / "texts.jsonl"
        file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        done = milepost("understand", str(file))
        assert done.returncode == 0, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert [answer["text"] for answer in answers] == texts
        for answer in answers:
            assert set(answer) == {"text", "topic", "confidence", "ranking"}
            assert all(set(ranked) == {"topic", "confidence"} for ranked in answer["ranking"])
        assert answers[0]["topic"] == answers[0]["ranking"][0]["topic"]

    def test_a_missing_file_is_refused(self, milepost):
        assert milepost("understand", "no-such-file.jsonl").returncode == 2


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORT", "many"),
            ("DATABASE_URL", "mysql://x"),
            ("DESK_ZONE", "Mars"),
            ("ORIGINS", "shop"),
            ("TURN_URLS", "turn.example.com"),
            ("HOME", "/dev/null/var"),
        ],
    )
    def test_a_wrong_value_is_named(self, milepost, name, value):
        done = milepost("token", "client-demo", **{f"MILEPOST_{name}": value})
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: MILEPOST_{name}: ")
        assert done.stderr.count("\n") == 1

    @pytest.mark.parametrize("url", ["sqlite:////nowhere/x.db", "postgresql://a@127.0.0.1:1/x"])
    def test_a_database_that_cannot_be_used_is_said_in_a_sentence(self, milepost, url):
        done = milepost("db", "upgrade", MILEPOST_DATABASE_URL=url)
        assert done.returncode == 1
        assert done.stderr.startswith("error: The database of MILEPOST_DATABASE_URL cannot be used: ")
        assert done.stderr.count("\n") == 1

    def test_an_incident_is_opened_in_a_home_that_is_new(self, milepost):
        done = milepost("demo", "incident", "on")
        assert (done.returncode, done.stdout) == (0, "The incident is on.\n"), done.stderr


def test_help_names_every_command(milepost):
    shown = milepost("--help").stdout
    for name in ("run", "token", "db", "demo", "understand", "settings"):
        assert f"\n  {name} " in shown


@pytest.mark.parametrize("group", ["", *(group.name for group in app.registered_groups)])
def test_help_says_what_every_command_does_to_the_end_of_the_line(group):
    shown = CliRunner().invoke(app, [*filter(None, [group]), "--help"]).stdout.splitlines()
    assert [line for line in shown if line.startswith("  ") and line.endswith("...")] == []


def test_a_taken_port_is_said_before_anything_is_started(milepost, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = milepost("run", MILEPOST_PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert not (tmp_path / "var").exists()
