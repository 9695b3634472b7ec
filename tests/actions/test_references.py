"""Which milestone a message means, in many words."""

import pytest

OPEN = "ask_milestone_status"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("is my milestone paid?", "2 C-1001"),
        ("is my milestone 2 paid", "2 C-1001"),
        ("Milestone #2?", "2 C-1001"),
        ("what about milestone two", "2 C-1001"),
        ("when does the logo payment release", "2 C-1001"),
        ("the logo one", "2 C-1001"),
        ("logo concepts, was that paid", "1 C-1001"),
        ("Is FINAL LOGO FILES paid", "2 C-1001"),
        ("has the brand guide been funded", "3 C-1001"),
        ("the landing page", "1 C-1002"),
        ("my second contract", "1 C-1002"),
        ("status of contract 1002", "1 C-1002"),
        ("C-1002", "1 C-1002"),
        ("c 1003?", None),  # no number of a contract, and nothing else either
        ("the explainer video", "1 C-1003"),
        ("storyboard", "1 C-1003"),
        ("did the icons get paid", "1 C-1004"),
        ("last contract", "1 C-1004"),
        ("milestone 3", "3 C-1001"),
        ("last milestone of C-1001", "3 C-1001"),
        ("the first milestone of the brand identity contract", "1 C-1001"),
        ("C-1001 milestone 1", "1 C-1001"),
        ("is all of the logo files milestone paid", "2 C-1001"),
        ("I waited all day, is it paid", "2 C-1001"),
        ("the $250 one", "1 C-1002"),
        ("the one I submitted", "2 C-1001"),
        ("the one waiting for review", "2 C-1001"),
        ("is the milestone paid", "2 C-1001"),
        ("was the milestone released yet?", "2 C-1001"),
        ("has the milestone been paid already", "2 C-1001"),
        ("is the work submitted", "2 C-1001"),
        ("the one that is already paid for the logo", "1 C-1001"),
        ("the unfunded one", "3 C-1001"),
        ("what happened to the brand identity project", "2 C-1001"),
    ],
)
async def test_a_milestone_is_found_by(client, text, meant):
    await client.ask(OPEN, text)
    before = f"{client.slots.get('milestone_before')} {client.slots.get('contract_before')}"
    assert before == (meant or "2 C-1001")


async def test_a_number_that_several_contracts_have_is_asked_about(client):
    said = await client.ask(OPEN, "is milestone 1 paid")
    assert list(said.buttons) == [
        "Milestone 1 “Logo concepts” (C-1001)",
        "Milestone 1 “Draft copy” (C-1002)",
        "Milestone 1 “Storyboard” (C-1003)",
        "Milestone 1 “Icons” (C-1004)",
    ]
    assert "Draft copy" in said.text
    assert "contract_before" not in client.slots


async def test_a_button_of_the_question_answers_it(client):
    asked = await client.ask(OPEN, "is milestone 1 paid")
    said = await client.press(asked.buttons["Milestone 1 “Draft copy” (C-1002)"])
    assert said.text.startswith("Milestone 1 “Draft copy” of C-1002")


async def test_a_position_in_the_question_answers_it(client):
    await client.ask(OPEN, "is milestone 1 paid")
    said = await client.ask("follow_up", "the third one")
    assert "Storyboard" in said.text
    assert said.topic == OPEN


async def test_a_position_in_a_question_about_contracts_answers_it(client):
    await client.ask("end_contract", "I want to end my contract")
    said = await client.ask("follow_up", "the second one")
    assert said.text.startswith("C-1002 “Landing page copy”")


async def test_a_number_afterwards_stays_within_the_contract_that_is_talked_of(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("follow_up", "and milestone 1?")
    assert said.text.startswith("Milestone 1 “Logo concepts” of C-1001")


async def test_another_question_afterwards_means_the_same_milestone(client):
    await client.ask(OPEN, "the landing page")
    said = await client.ask("approve_milestone", "can I approve it")
    assert said.text.startswith("Milestone 1 “Draft copy” of C-1002")


async def test_manners_do_not_change_what_is_talked_of(client):
    await client.ask(OPEN, "the logo one")
    await client.ask("thank", "thanks")
    said = await client.ask("follow_up", "and milestone 3?")
    assert said.text.startswith("Milestone 3 “Brand guide”")


@pytest.mark.parametrize("text", ["is C-9999 paid", "milestone 17", "C-2001", "milestone 2 of C-1002"])
async def test_what_is_not_ones_own_is_not_found_and_nothing_is_told_of_it(client, text):
    said = await client.ask(OPEN, text)
    assert said.text.startswith("I cannot find that one among your contracts.")
    assert "USD" not in said.text
    assert "Booking" not in said.text


@pytest.mark.parametrize("topic", ["ask_escrow_balance", "ask_transactions", "ask_deposit_charge"])
@pytest.mark.parametrize("contract", ["C-9999", "C-2001"])
async def test_a_sum_is_not_told_of_all_where_anothers_contract_is_named(client, freelancer, topic, contract):
    for person in (client, freelancer):
        said = await person.ask(topic, f"how much was it for {contract}")
        assert said.text.startswith("I cannot find that one among your contracts.")
        assert "USD" not in said.text
        assert "Booking" not in said.text


async def test_an_amount_to_release_is_a_wish_and_no_description(client):
    said = await client.ask("release_part", "release only $250 of it")
    assert "Releasing 250.00 USD would leave 350.00 USD of the 600.00 USD in escrow" in said.text


@pytest.mark.parametrize("wish", ["250", "250.00", "$250", "250 usd"])
async def test_an_amount_to_release_needs_no_currency(client, wish):
    said = await client.ask("release_part", f"release {wish} of milestone 2 in C-1001")
    assert "Releasing 250.00 USD would leave 350.00 USD" in said.text


async def test_a_percentage_is_a_share_of_what_is_held(client):
    said = await client.ask("release_part", "release 50% of milestone 2")
    assert "Releasing 300.00 USD would leave 300.00 USD" in said.text


@pytest.mark.parametrize("wish", ["$600", "$601", "$0"])
async def test_a_part_is_more_than_nothing_and_less_than_all(client, wish):
    said = await client.ask("release_part", f"release {wish} of the final logo files")
    assert "is not a part of the 600.00 USD" in said.text
