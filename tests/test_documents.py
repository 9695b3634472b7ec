"""What the documents say is what the code does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.environment import settings_table
from bot.cli.run import DEMO_ACCOUNTS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_table_of_settings_is_true():
    assert settings_table() in (ROOT / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"`\.venv/bin/milepost ([a-z -]+?)(?: client-demo| on)?`", README)))
)
def test_every_command_of_the_readme_exists(command):
    asked = [sys.executable, "-m", "bot", *command.split(), "--help"]
    shown = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))))
def test_every_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_readme_names_the_accounts_of_the_demo():
    greeted = set(" ".join(DEMO_ACCOUNTS).replace(",", "").split())
    assert greeted == set(re.findall(r"^\| `([a-z]+-demo)` \|", README, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_inside_the_repository_leads_somewhere(document):
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(document):
    named = re.findall(
        r"`((?:bot|runtime|web_widget|docs|data|tools|tests)/[\w/.-]*\w)/?`", document.read_text("utf-8")
    )
    built = {"bot/gateway/static"}
    assert [name for name in named if name not in built and not (ROOT / name).exists()] == []


def test_each_decision_has_its_parts():
    for decision in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = decision.read_text("utf-8")
        assert re.match(r"# \d+\. ", text), decision.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"]
