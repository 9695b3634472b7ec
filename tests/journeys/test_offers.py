"""Buttons and forms do what was decided when they were shown, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.actions.words import choices
from bot.assistant import Utterance

FORM = {
    "type": "form",
    "form": "dispute",
    "fields": [
        {"name": "amount", "label": "Amount", "kind": "money", "required": True, "min": 100, "max": 60000},
        {"name": "why", "label": "Reason", "kind": "choice", "required": True, "options": ["late", "other"]},
        {"name": "more", "label": "More", "kind": "long_text"},
    ],
    "then": {"topic": "dispute_form"},
}


@pytest.fixture
async def offered(client, assistant):
    buttons = choices(
        ("The logo", "payment_status", {"contract": "C-1001", "milestone": 2}), ("The copy", "payment_status", {})
    )
    assistant.script["offer"] = [Utterance("Which one?", blocks=(buttons, FORM))]
    await client.say("offer")
    await client.answered()
    return client


def choose(choice="1", message=2):
    return {"id": str(uuid4()), "message": message, "choice": choice}


def submit(message=2, form="dispute", **values):
    return {"id": str(uuid4()), "message": message, "form": form, "values": values}


async def test_the_wire_shows_labels_and_never_what_they_do(offered):
    shown = offered.thread[1]["blocks"]
    assert shown[0] == {
        "type": "choices",
        "choices": [{"id": "1", "label": "The logo"}, {"id": "2", "label": "The copy"}],
    }
    assert shown[1]["form"] == "dispute"
    assert "then" not in str(offered.arrivals)
    assert "min" not in shown[1]["fields"][0]


async def test_a_button_is_said_by_its_label_and_asks_what_it_stands_for(offered, assistant):
    first = choose()
    ack = await offered.sends("choose", first)
    assert ack["result"]["seq"] == 3
    await offered.answered(2)
    assert offered.thread[2]["text"] == "The logo"
    assert assistant.asked[1]["payload"] == {
        "intent": "payment_status",
        "entities": {"contract": "C-1001", "milestone": 2},
    }
    assert await offered.sends("choose", first) == ack
    assert len(assistant.asked) == 2


@pytest.mark.parametrize(("choice", "message"), [("3", 2), ("1", 1), ("1", 99), ("then", 2)])
async def test_a_button_that_was_not_shown_is_unknown(offered, assistant, choice, message):
    assert (await offered.sends("choose", choose(choice, message)))["code"] == "unknown_choice"
    assert len(assistant.asked) == 1


async def test_a_button_of_somebody_else_is_unknown(offered, browse, gateway):
    other = await browse(token=gateway.token("freelancer-demo"))
    assert (await other.sends("choose", choose()))["code"] == "unknown_choice"


async def test_an_old_button_or_form_has_expired(offered, clock):
    clock.forward(timedelta(hours=25))
    assert (await offered.sends("choose", choose()))["code"] == "choice_expired"
    assert (await offered.sends("submit", submit(amount="5.00", why="late")))["code"] == "choice_expired"


async def test_a_form_that_fits_is_said_and_its_checked_values_are_handed_on(offered, assistant):
    ack = await offered.sends(
        "submit", submit(amount="1,250.00".replace("1,", ""), why="late", more=" slow ", extra="x")
    )
    assert ack["ok"]
    await offered.answered(2)
    assert offered.thread[2]["text"] == "Amount: 250.00 USD\nReason: late\nMore: slow"
    assert assistant.asked[1]["payload"] == {"intent": "dispute_form", "entities": {}}
    assert assistant.asked[1]["metadata"]["form"] == {
        "amount": {"minor": 25000, "currency": "USD"},
        "why": "late",
        "more": "slow",
    }


async def test_a_form_that_does_not_fit_is_refused_with_a_sentence_per_field(offered, assistant):
    answer = await offered.sends("submit", submit(amount="900.00", why="because"))
    assert answer["code"] == "invalid_fields"
    assert answer["fields"] == {
        "amount": "Amount must be at most 600.00.",
        "why": "Reason must be one of the options.",
    }
    assert len(offered.thread) == 2
    assert len(assistant.asked) == 1


@pytest.mark.parametrize("more", [7, True, ["slow"], {"text": "slow"}, {}, {"minor": 100}])
async def test_what_an_optional_field_cannot_be_is_refused_and_not_left_out(offered, assistant, more):
    answer = await offered.sends("submit", submit(amount="250.00", why="late", more=more, unknown=more))
    assert (answer["code"], answer["fields"]) == ("invalid_fields", {"more": "More must be text."})
    assert len(offered.thread) == 2
    assert len(assistant.asked) == 1


async def test_a_form_that_was_not_shown_is_unknown(offered):
    assert (await offered.sends("submit", submit(form="other")))["code"] == "unknown_form"
