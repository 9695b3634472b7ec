"""What the assistant says while a marketplace's system is away."""

import pytest

from bot.remote.marketplace import HttpMarketplace
from tests.actions.conversation import Conversation
from tests.remote.scripted import says, silent


@pytest.mark.parametrize("fault", [silent, says(status=500), says(b"<html>")], ids=["silent", "broken", "garbage"])
@pytest.mark.parametrize(
    "topic", ["ask_milestone_status", "ask_escrow_balance", "ask_transactions", "ask_service_status"]
)
async def test_without_records_a_person_is_offered_and_nothing_guessed(scripted, scripted_line, topic, fault):
    scripted.then(fault)
    said = await Conversation(HttpMarketplace(scripted_line), "client-demo").ask(topic)
    assert said.text.startswith("I can't see your contracts and account right now")
    assert "USD" not in said.text
    assert {then["topic"] for then in said.buttons.values()} == {"talk_to_specialist"}


async def test_one_who_is_not_known_to_the_marketplace_is_told_so(http):
    said = await Conversation(http, "nobody").ask("ask_milestone_status")
    assert "no records" in said.text
