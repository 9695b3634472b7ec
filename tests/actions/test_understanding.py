"""What is not understood is asked back, and a person is offered when that goes on."""

import pytest

from tests.actions.conversation import Conversation


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
    asked = await client.ask("ask_back", "milestone 3 thing", ranking=("approve_milestone", "ask_milestone_status"))
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
    assert list(second.buttons)[1:3] == ["a dispute", "making an offer"]
    assert "a dispute, or making an offer" in second.text


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


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("the first one", "ask_auto_release"),
        ("the second one", "approve_milestone"),
        ("I mean the last one please", "approve_milestone"),
    ],
)
async def test_what_was_asked_back_about_may_be_picked_in_words(client, said, topic):
    await client.ask("ask_back", "that explainer thing", ranking=("ask_auto_release", "approve_milestone"))
    answer = await client.ask("follow_up", said)
    assert answer.topic == topic
    assert "Storyboard" in answer.text


async def test_a_yes_picks_the_only_topic_that_was_asked_back_about(client):
    await client.ask("ask_back", "flurb", ranking=("ask_escrow_balance",))
    assert (await client.ask("affirm", "yes")).topic == "ask_escrow_balance"


async def test_a_yes_to_two_topics_picks_neither(client):
    await client.ask("ask_back", "flurb", ranking=("ask_escrow_balance", "ask_dispute"))
    assert (await client.ask("affirm", "yes")).topic == "affirm"


@pytest.mark.parametrize("said", ["the third one", "the second milestone", "no"])
async def test_what_points_at_nothing_that_was_asked_back_about_picks_nothing(client, said):
    await client.ask("ask_back", "flurb", ranking=("ask_escrow_basics", "ask_dispute"))
    assert (await client.ask("follow_up", said)).topic not in {"ask_escrow_basics", "ask_dispute"}


async def test_a_failure_leaves_what_was_offered_to_choose_from(client):
    offered = await client.ask("cancel_and_refund", "I want my money back")
    second = [label for label in offered.buttons if label.startswith("C-")][1]
    await client.ask("not_understood", "flurb")
    said = await client.ask("follow_up", "the second one")
    assert second in said.text


async def test_what_is_only_likely_is_answered_where_it_is_what_is_talked_of(client):
    await client.ask("ask_escrow_balance", "how much is in escrow")
    said = await client.ask("ask_back", "flurb", ranking=("ask_escrow_balance", "ask_dispute"))
    assert said.topic == "ask_escrow_balance"


async def test_what_is_only_likely_is_answered_where_it_is_about_a_record_that_is_named(client, stranger):
    likely = ("ask_milestone_status", "ask_dispute")
    said = await client.ask("ask_back", "wats happning w my explainer video", ranking=likely)
    assert said.topic == "ask_milestone_status"
    assert "Storyboard" in said.text
    assert (await client.ask("ask_back", "wats happning", ranking=("ask_dispute", *likely))).topic == "not_understood"
    assert (await stranger.ask("ask_back", "the explainer video", ranking=likely)).topic == "not_understood"


async def test_whoever_is_locked_out_means_that(marketplace, client):
    likely = ("ask_reinstatement", "contact_support")
    held = Conversation(marketplace, "suspended-demo")
    assert (await held.ask("ask_back", "how do I get out of this", ranking=likely)).topic == "ask_reinstatement"
    assert (await client.ask("ask_back", "how do I get out of this", ranking=likely)).topic == "not_understood"


async def test_what_is_understood_as_nothing_is_not_guessed_from_what_is_talked_of(client):
    await client.ask("ask_escrow_balance", "how much is in escrow")
    said = await client.ask("not_understood", "flurb", ranking=("ask_escrow_balance", "ask_dispute"))
    assert said.topic == "not_understood"


async def test_another_record_that_is_only_named_is_what_is_asked_about(freelancer):
    await freelancer.ask("ask_freelancer_payment", "the landing page")
    likely = ("ask_video_requirements", "start_video_verification")
    said = await freelancer.ask("ask_back", "and for the other job, the explainer video?", ranking=likely)
    assert said.topic == "ask_freelancer_payment"
    assert "Storyboard" in said.text
