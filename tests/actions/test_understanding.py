"""What is not understood is asked back, and a person is offered when that goes on."""


async def test_two_likely_topics_are_asked_back_in_plain_words(client):
    said = await client.ask(
        "ask_back", "logo thing", ranking=("ask_back", "ask_auto_release", "approve_milestone", "ask_dispute")
    )
    assert "the automatic release after 14 days, or approving work" in said.text
    assert list(said.buttons) == [
        "the automatic release after 14 days",
        "approving work",
        "Something else",
        "A person",
    ]
    assert said.topic == "not_understood"


async def test_a_press_of_did_you_mean_keeps_what_the_message_named(client):
    asked = await client.ask("ask_back", "milestone 3 thing", ranking=("ask_milestone_status", "approve_milestone"))
    said = await client.press(asked.buttons["the state of your milestones"])
    assert said.text.startswith("Milestone 3 “Brand guide”")


async def test_a_press_of_did_you_mean_keeps_which_title_the_message_spoke_of(client):
    asked = await client.ask("ask_back", "that landing page stuff", ranking=("approve_milestone", "ask_dispute"))
    said = await client.press(asked.buttons["approving work"])
    assert said.text.startswith("Milestone 1 “Draft copy” of C-1002")


async def test_the_second_failure_in_a_row_offers_a_person_first(client):
    first = await client.ask("not_understood", "flurb")
    second = await client.ask("ask_back", "flurb", ranking=("ask_dispute", "make_offer"))
    assert next(iter(first.buttons)) != "A person"
    assert "A person" in first.buttons
    assert next(iter(second.buttons)) == "A person"


async def test_an_answer_in_between_starts_the_count_again(client):
    await client.ask("not_understood", "flurb")
    await client.ask("ask_escrow_balance")
    again = await client.ask("not_understood", "flurb")
    assert next(iter(again.buttons)) != "A person"


async def test_a_follow_up_of_nothing_is_not_understood(stranger):
    said = await stranger.ask("follow_up", "and the second one?")
    assert said.topic == "not_understood"


async def test_a_follow_up_of_nothing_that_names_a_record_is_about_its_state(client):
    said = await client.ask("follow_up", "what about the explainer video")
    assert said.topic == "ask_milestone_status"
    assert said.text.startswith("Milestone 1 “Storyboard” of C-1003")


async def test_a_failure_leaves_what_was_talked_of(client):
    await client.ask("ask_milestone_status", "the logo one")
    await client.ask("not_understood", "flurb")
    said = await client.ask("follow_up", "milestone 3")
    assert said.topic == "ask_milestone_status"


async def test_what_is_talked_of_is_asked_first_where_it_is_likely(client):
    await client.ask("ask_past_due_balance", "my card was declined")
    said = await client.ask("ask_back", "two parts", ranking=("release_part", "ask_dispute", "ask_past_due_balance"))
    assert list(said.buttons)[:2] == ["a charge that failed", "releasing part of the money"]
