"""Values that come back are held against the form that was shown."""

import pytest

from bot.desk.forms import KINDS, InvalidFields, check, fields_of, written


def field(kind, **more):
    return {"name": "f", "label": "This", "kind": kind, **more}


FIT = [
    (field("text"), " hello ", "hello"),
    (field("text", max=5), "hello", "hello"),
    (field("long_text"), "x" * 2000, "x" * 2000),
    (field("number"), "12", 12),
    (field("number"), 2.5, 2.5),
    (field("number", min=1, max=3), 3, 3),
    (field("money"), "600.00", {"minor": 60000, "currency": "USD"}),
    (field("money"), "1,150", {"minor": 115000, "currency": "USD"}),
    (field("money"), 0.1, {"minor": 10, "currency": "USD"}),
    (field("money"), {"minor": 5, "currency": "USD"}, {"minor": 5, "currency": "USD"}),
    (field("money", min=0), "0", {"minor": 0, "currency": "USD"}),
    (field("choice", options=["a", "b"]), "b", "b"),
    (field("choice", options=[{"id": "a", "label": "A"}]), "a", "a"),
    (field("email"), " a@b.example ", "a@b.example"),
    (field("date"), "2026-02-28", "2026-02-28"),
    (field("date", min="2026-01-01", max="2026-12-31"), "2026-01-01", "2026-01-01"),
]

UNFIT = [
    (field("text"), 7, "must be text"),
    (field("text"), "x" * 201, "at most 200 characters"),
    (field("text", max=3), "long", "at most 3 characters"),
    (field("text", min=3), "ab", "at least 3 characters"),
    (field("long_text"), "x" * 2001, "at most 2000 characters"),
    (field("number"), "many", "must be a number"),
    (field("number"), True, "must be a number"),
    (field("number"), "NaN", "must be a number"),
    (field("number"), "1e999", "must be a number"),
    (field("number"), [1], "must be a number"),
    (field("number", min=1), 0, "at least 1"),
    (field("number", max=3), 3.01, "at most 3"),
    (field("money"), "a lot", "an amount such as"),
    (field("money"), "0.001", "two decimal places"),
    (field("money"), "0", "at least 0.01"),
    (field("money"), "-5", "at least 0.01"),
    (field("money", max=60000), "600.01", "at most 600.00"),
    (field("money", min=500), "4.99", "at least 5.00"),
    (field("money"), {"minor": 5, "currency": "EUR"}, "must be in USD"),
    (field("money"), {"minor": True}, "an amount such as"),
    (field("choice", options=["a"]), "c", "one of the options"),
    (field("choice", options=["a"]), ["a"], "one of the options"),
    (field("email"), "nobody", "an e-mail address"),
    (field("email"), "a b@c.example", "an e-mail address"),
    (field("email"), "a@b..example", "an e-mail address"),
    (field("date"), "2026-02-30", "a date such as"),
    (field("date"), 20260228, "a date such as"),
    (field("date", min="2026-01-01"), "2025-12-31", "not be before 2026-01-01"),
    (field("date", max="2026-01-01"), "2026-01-02", "not be after 2026-01-01"),
]


@pytest.mark.parametrize(("shown", "value", "kept"), FIT)
def test_a_value_that_fits_is_kept_tidied(shown, value, kept):
    assert check(fields_of([shown]), {"f": value, "unknown": 1}) == {"f": kept}


@pytest.mark.parametrize(("shown", "value", "sentence"), UNFIT)
def test_a_value_that_does_not_fit_gets_a_sentence(shown, value, sentence):
    with pytest.raises(InvalidFields) as refused:
        check(fields_of([shown]), {"f": value})
    told = refused.value.details["fields"]["f"]
    assert told.startswith("This ")
    assert sentence in told
    assert told.endswith(".")


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("value", [None, "", "  "])
def test_nothing_is_refused_only_where_something_is_needed(kind, value):
    assert check(fields_of([field(kind)]), {"f": value}) == {}
    with pytest.raises(InvalidFields) as refused:
        check(fields_of([field(kind, required=True)]), {"f": value})
    assert refused.value.details["fields"] == {"f": "This is needed."}


def test_every_kind_is_tried_both_ways():
    assert {shown["kind"] for shown, *_ in FIT} == {shown["kind"] for shown, *_ in UNFIT} == set(KINDS)


def test_values_are_written_as_a_person_reads_them():
    fields = fields_of(
        [{**field("money"), "name": "a", "label": "Amount"}, {**field("text"), "name": "b", "label": "Why"}]
    )
    assert written(fields, {"a": {"minor": 123456, "currency": "USD"}}) == "Amount: 1,234.56 USD"
