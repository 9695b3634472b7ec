"""Kinds of work: the shipped table, and any other that a marketplace brings."""

import pytest

from bot.cli.parts import shared_parts
from bot.cli.refusal import Misused
from bot.safety.work import WrongWorkRules, work_rules
from bot.settings import Settings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("can I do house cleaning", "physical work"),
        ("cooking for a family", "physical work"),
        ("a courier who delivers parcels", "physical work"),
        ("erotic drawings", "sexually explicit material"),
        ("is porn editing allowed", "sexually explicit material"),
        ("do my homework", "academic cheating"),
        ("write google reviews for my shop", "fake reviews and followers"),
        ("hack an instagram account", "hacking"),
        ("logo contest", "unpaid contests"),
        ("sell my laptop", "goods off the shelf"),
        ("a phishing page", "fraud and deception"),
        ("forged papers", "illegal work"),
    ],
)
def test_forbidden_work_is_named_by_its_kind(text, kind):
    assert kind in [found.kind.name for found in work_rules().forbidden_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "logo design", "a website for a bakery", "translation from French", "bookkeeping", "a food delivery app",
        "a device driver in C", "deliverables of the project", "proofread my thesis", "virtual assistant", "growth hacking",
    ],
)  # fmt: skip
def test_knowledge_work_is_not_forbidden(text):
    assert work_rules().forbidden_in(text) == ()


@pytest.mark.parametrize("text", ["logo design", "a website for a bakery", "translation", "bookkeeping", "data entry"])
def test_known_kinds_are_supported(text):
    assert work_rules().supported_in(text)


def test_a_marketplace_may_bring_its_own_table(tmp_path):
    table = tmp_path / "work.toml"
    table.write_text('[[forbidden]]\nname = "poems"\nrule = "No poems."\nwords = ["poem*"]\n')
    assert [found.word for found in work_rules(table).forbidden_in("ten Poems, please")] == ["Poems"]
    assert work_rules(table).supported == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[forbidden", '[[forbidden]]\nname = "x"\nwords = ["y"]', '[[supported]]\nname = "x"\nwords = []',
        '[[supported]]\nname = "x"\nwords = [1]', '[[supported]]\nname = "x"\nwords = ["*"]', "[other]\nname = 1",
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused(tmp_path, text):
    table = tmp_path / "work.toml"
    table.write_text(text)
    with pytest.raises(WrongWorkRules):
        work_rules(table)


@pytest.mark.parametrize("text", [None, "[[forbidden"])
def test_nothing_starts_with_a_table_that_cannot_be_used(tmp_path, text):
    table = tmp_path / "work.toml"
    if text is not None:
        table.write_text(text)
    with pytest.raises(Misused, match="MILEPOST_WORK_RULES"):
        shared_parts(Settings(work_rules=table))
