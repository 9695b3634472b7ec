"""`milepost staff`: who may sign in at the desk, as an operator keeps it."""

import os
import subprocess

import pytest

from bot.settings import ROOT

MILEPOST = ROOT / ".venv" / "bin" / "milepost"


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    home = tmp_path_factory.mktemp("staff")

    def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "MILEPOST_HOME": str(home), "MILEPOST_DEMO": "0"}  # noqa: TID251 - handed on whole
        return subprocess.run(
            [MILEPOST, "staff", *words], env=env, cwd=ROOT, input=typed, capture_output=True, text=True, check=False
        )

    return run


def test_somebody_is_let_in_given_another_password_and_let_in_no_more(staff):
    added = staff(
        "add", "ana", "--name", "Ana", "--role", "specialist", "--category", "Design & Creative", "--language", "es",
        "--password", "a long password",
    )  # fmt: skip
    assert (added.returncode, added.stdout) == (0, "ana may sign in at /desk.\n")
    assert staff("list").stdout == "ana\tAna\tspecialist\tDesign & Creative\tes\n"
    assert staff("password", "ana", "--password", "another long one").returncode == 0
    assert staff("disable", "ana").stdout == "ana may not sign in any more.\n"
    assert staff("list").stdout == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "Ana", "--name", "Ana", "--role", "specialist", "--password", "a long password"), "A handle has"),
        (("add", "ana", "--name", "Ana", "--role", "boss", "--password", "a long password"), "A role is one of"),
        (("add", "ana", "--name", "Ana", "--role", "admin", "--password", "short"), "A password has 10 to 200"),
        (("password", "nobody", "--password", "a long password"), "Nobody at the desk has that handle."),
        (("disable", "nobody"), "Nobody at the desk has that handle."),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(staff, words, sentence):
    refused = staff(*words)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
