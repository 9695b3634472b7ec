"""Every topic has an intent, a rule, an action and words, and is answered to everybody."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.actions.catalogue import TOPICS
from bot.actions.words import INTENTS, entries
from bot.gateway import sentences
from bot.settings import ROOT
from tests.actions.conversation import Conversation

PIECES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(INTENTS.glob("*.yml"))}
RULES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "data/rules").glob("*.yml"))}
MANNERS = set(PIECES["smalltalk"]["intents"]) | set(PIECES["understanding"]["intents"])

PEOPLE = {
    "a stranger": {},
    "a client": {"account": "client-demo"},
    "a freelancer": {"account": "freelancer-demo"},
    "a held freelancer": {"account": "suspended-demo"},
    "a blocked freelancer": {"account": "blocked-demo"},
    "an inactive freelancer": {"account": "inactive-demo"},
    "a hidden freelancer": {"account": "private-demo"},
    "a client who owes": {"account": "pastdue-demo"},
    "a new client": {"account": "newclient-demo"},
    "an unknown account": {"account": "nobody"},
    "somebody whose sign-in ran out": {"sign_in_expired": True},
}
#: Four words and a full stop are a sentence, and sentences belong into bot/intents.
SENTENCE = re.compile(r"(?:[^\s\\]+\s+){3,}[^\s\\]*[.?!]\s*")


def intents() -> list[str]:
    return [intent for piece in PIECES.values() for intent in piece.get("intents", [])]


def test_every_intent_is_declared_once():
    assert [name for name, times in Counter(intents()).items() if times > 1] == []


def test_every_intent_has_one_rule_in_the_file_of_its_group():
    for group, piece in PIECES.items():
        if "intents" in piece:
            asked = [rule["steps"][0]["intent"] for rule in RULES[group]["rules"]]
            assert sorted(asked) == sorted(piece["intents"])


def test_every_rule_runs_an_action_that_is_declared_beside_its_intent():
    for group, rules in RULES.items():
        run = {rule["steps"][1]["action"] for rule in rules["rules"]}
        assert run == set(PIECES[group]["actions"])


def test_every_declared_action_is_served_and_every_served_one_declared():
    declared = [action for piece in PIECES.values() for action in piece.get("actions", [])]
    assert sorted(declared) == sorted(topic.action for topic in TOPICS)


def test_every_topic_that_can_be_meant_has_a_title_to_ask_back_with():
    meant = [name for name in intents() if name not in MANNERS | {"out_of_scope"}]
    assert [name for name in meant if f"title.{name}" not in entries()] == []


def test_sessions_are_configured_in_one_file_only():
    assert [name for name, piece in PIECES.items() if "session_config" in piece] == ["session"]


def test_what_the_gateway_says_by_itself_has_words():
    assert set(sentences.KEYS) <= set(entries())


def test_all_words_are_said_somewhere():
    nodes = [node for path in (ROOT / "bot").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    literals = {node.value for node in nodes if isinstance(node, ast.Constant)}
    patterns = [
        "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values)
        for node in nodes
        if isinstance(node, ast.JoinedStr)
    ]
    made = [pattern for pattern in patterns if re.fullmatch(r"(?:\[\\w\.\]\+|[\w\\.])+", pattern)]
    said = literals | {topic.name for topic in TOPICS}
    assert [key for key in entries() if key not in said and not any(re.fullmatch(it, key) for it in made)] == []


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
async def test_everybody_is_answered(marketplace, topic):
    for who, known_as in PEOPLE.items():
        said = await Conversation(marketplace, **known_as).ask(topic)
        assert said.text.strip(), who
        assert not re.search(r"[{}]|\bNone\b(?! of )", said.text), who
        assert all(then["topic"] in {known.name for known in TOPICS} for then in said.buttons.values()), who
        ids = [choice["id"] for block in said.of_type("choices") for choice in block["choices"]]
        assert len(ids) == len(set(ids)), who


@pytest.mark.parametrize("path", sorted((ROOT / "bot/actions").rglob("*.py")), ids=lambda path: path.stem)
def test_no_sentence_for_people_stands_in_python(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    expressions = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    asserted = {id(node.msg) for node in ast.walk(tree) if isinstance(node, ast.Assert)}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in expressions | asserted
    ]
    assert [text for text in texts if SENTENCE.fullmatch(text)] == []
