"""The warning signs are seen where they are told, and hardly ever where they are not."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.actions.words import entries
from bot.safety.domains import OwnDomains
from bot.safety.reading import QUOTE_LENGTH, Level, read
from bot.safety.signs import LOOK_ALIKE, SIGNS, Rule
from bot.settings import ROOT

TABLE = yaml.safe_load((Path(__file__).parent / "signs.yml").read_text("utf-8"))
OWN = OwnDomains("Milepost Market", ["https://example.com/help"])
NAMES = [sign.name for sign in (*SIGNS, LOOK_ALIKE)]

#: Of innocent lines, how many may be warned of: none of the table, one in two hundred of what people ask about.
CEILING = 0.005
#: What people say who mean to report: at least this part is warned of or explained.
FLOOR = 0.35
STORIES = frozenset(
    {"report_third_party_site", "report_other_email", "report_suspicious", "ask_direct_contract_misuse"}
)
#: Talks of what may happen, and of what to look out for.
NEIGHBOURS = frozenset({"ask_safety_tips"})


def rows(kind: str) -> Iterator[tuple[str, str]]:
    for name, lines in TABLE[kind].items():
        for line in lines:
            yield name, line


@cache
def examples() -> list[tuple[str, str]]:
    """Every line that the understanding is trained on, with its topic."""
    return [
        (block["intent"], line.strip("- "))
        for path in sorted((ROOT / "data/nlu").glob("*.yml"))
        for block in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]
        for line in block.get("examples", "").splitlines()
        if "intent" in block and line.strip("- ")
    ]


@pytest.mark.parametrize(("name", "line"), list(rows("told")))
def test_a_sign_that_is_told_of_is_seen(name, line):
    assert name in [seen.sign.name for seen in read(line, OWN).told]


@pytest.mark.parametrize(("name", "line"), list(rows("asked")))
def test_a_question_about_a_rule_is_no_warning(name, line):
    reading = read(line, OWN)
    assert reading.level is Level.NONE
    assert name in [seen.sign.name for seen in reading.asked]


def test_innocent_lines_are_not_warned_of():
    assert [line for line in TABLE["innocent"] if read(line, OWN).told] == []


def test_what_people_ask_about_otherwise_stays_below_the_ceiling():
    others = [line for topic, line in examples() if topic not in STORIES | NEIGHBOURS]
    warned = [line for line in others if read(line, OWN).told]
    assert len(others) > 1000
    assert len(warned) <= CEILING * len(others), warned


@pytest.mark.parametrize("topic", sorted(STORIES))
def test_of_what_people_report_enough_is_seen(topic):
    told = [line for known, line in examples() if known == topic]
    seen = [line for line in told if read(line, OWN).told or read(line, OWN).asked]
    assert len(seen) >= FLOOR * len(told)


def test_every_sign_is_in_the_table_and_told_in_words():
    assert set(TABLE["told"]) == set(NAMES)
    assert [name for name in NAMES if not entries()[f"sign.{name}"].get("steps")] == []
    assert [rule for rule in Rule if f"rule.{rule}" not in entries()] == []


def test_every_rule_is_broken_by_some_sign():
    assert {sign.rule for sign in (*SIGNS, LOOK_ALIKE)} == set(Rule)


def test_no_word_about_signs_judges_a_person():
    said = [str(entry).lower() for key, entry in entries().items() if key.startswith(("sign", "rule.", "report_"))]
    assert [
        text
        for text in said
        for verdict in ("scammer", "fraudster", "criminal", "is a scam", "liar")
        if verdict in text
    ] == []


@pytest.mark.parametrize(("_name", "line"), list(rows("told")))
def test_the_quote_is_a_short_piece_of_ones_own_words(_name, line):
    for seen in read(line, OWN).told:
        assert 0 < len(seen.quote) <= QUOTE_LENGTH + 1
        assert seen.quote.rstrip("…") in " ".join(line.split())


def test_one_heavy_sign_or_several_light_ones_are_strong():
    assert read("the client asked for my password", OWN).level is Level.STRONG
    assert read("he said add me on skype", OWN).level is Level.SOME
    assert read("he said add me on skype. They want an unpaid trial week.", OWN).level is Level.STRONG


def test_the_heaviest_sign_comes_first():
    told = read("add me on telegram he said. Then he asked for my password.", OWN).told
    assert [seen.sign.name for seen in told] == ["secrets", "outside_contact"]


def test_what_happened_is_told_even_in_a_question():
    assert read("They asked me to pay a registration fee, is it ok if I do?", OWN).level is Level.STRONG
    assert read("Is it normal that they asked me for my password?", OWN).level is Level.STRONG


def test_not_having_done_it_does_not_undo_that_it_was_asked_for():
    assert read("They want a registration fee. I did not pay the registration fee yet.", OWN).level is Level.STRONG


@pytest.mark.parametrize("text", ["", " ", "?!", "a" * 5000, "pay " * 600, "asked me " * 400 + "telegram", "\n" * 2000])
def test_any_text_is_read_quickly(text):
    read(text, OWN)


def test_the_marketplace_by_its_own_name_is_no_thief_and_another_by_that_name_is():
    said = "Tasker stole my account"
    assert read(said, OwnDomains("Tasker", [])).told == ()
    assert [seen.sign.name for seen in read(said, OWN).told] == ["taken_over"]
