"""What a message refers to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from milepost_runtime.nlu.references.dates import dates
from milepost_runtime.nlu.references.found import references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is C-1001 paid?", [("contract", "C-1001")]),
        ("is c1001 paid?", [("contract", "C-1001")]),
        ("contract no. 1001 and contract #1002", [("contract", "C-1001"), ("contract", "C-1002")]),
        ("milestone 2", [("milestone", 2)]),
        ("Milestone #3", [("milestone", 3)]),
        ("milestone two of C-1001", [("milestone", 2), ("contract", "C-1001")]),
        ("milestones 2 and 3", [("milestone", 2), ("milestone", 3)]),
        ("my second contract", [("ordinal", 2)]),
        ("the last milestone", [("ordinal", -1)]),
        ("no, the other contract", [("ordinal", 0)]),
        ("and the 2nd one?", [("ordinal", 2)]),
        ("I paid $1,150.50", [("amount", 115050)]),
        ("400 USD or 400 dollars", [("amount", 40000), ("amount", 40000)]),
        ("about 1.5k dollars", [("amount", 150000)]),
        ("milestone 3 $400, is it held?", [("milestone", 3), ("amount", 40000)]),
        ("write to Me@Example.com", [("email", "me@example.com")]),
        ("ticket T-48213", [("id", "T-48213")]),
        ("paid on 2026-05-03", [("date", "2026-05-03")]),
        ("paid on May 3rd, 2026", [("date", "2026-05-03")]),
        ("paid on 30/4/2026", [("date", "2026-04-30")]),
        ("paid on 3/4/2026", []),
        ("when may I be paid? 2 times I asked", []),
        ("the milestone to pay", []),
        ("I need one", []),
    ],
)
def test_references_are_found_by_their_form(text: str, expected: list[tuple[str, object]]) -> None:
    assert [(found.kind, found.value) for found in references(text)] == expected


def test_a_reference_knows_where_it_stands_and_what_it_is_of() -> None:
    (found,) = references("what about my second contract?")
    assert "what about my second contract?"[found.start : found.end] == "second contract"
    assert found.more == {"of": "contract"}


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("3 May", date(2026, 5, 20), "2026-05-03"),
        ("30 December", date(2026, 1, 5), "2025-12-30"),
        ("2 January", date(2026, 12, 20), "2027-01-02"),
        ("the day before yesterday", date(2026, 3, 1), "2026-02-27"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(text: str, today: date, expected: str) -> None:
    assert [found.value for found in dates(text, lambda: today)] == [expected]


def test_no_day_that_does_not_exist_is_found() -> None:
    assert list(dates("30 February 2026", lambda: date(2026, 1, 1) + timedelta())) == []
