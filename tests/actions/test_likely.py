"""A topic that is only likely is answered where the records, the talk or the asker's own trouble speak for it."""

import pytest

from tests.actions.conversation import Conversation


def likely(*ranked: tuple[str, float]) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in ranked]


@pytest.mark.parametrize(
    ("account", "ranked", "topic"),
    [
        ("blocked-demo", [("out_of_scope", 0.5), ("ask_suspension", 0.2)], "ask_suspension"),
        ("suspended-demo", [("ask_reinstatement", 0.4), ("ask_suspension", 0.3)], "ask_reinstatement"),
        ("pastdue-demo", [("end_contract", 0.5), ("ask_suspension_effects", 0.3)], "ask_past_due_balance"),
        ("private-demo", [("other_job_search", 0.6), ("make_profile_public", 0.2)], "make_profile_public"),
        ("inactive-demo", [("other_profile_edit", 0.5), ("ask_profile_request_status", 0.3)], "make_profile_public"),
    ],
)
async def test_what_may_be_about_the_askers_trouble_is(marketplace, client, account, ranked, topic):
    text = "it just stopped, what is this"
    assert (
        await Conversation(marketplace, account).ask("ask_back", text, intent_ranking=likely(*ranked))
    ).topic == topic
    assert (await client.ask("ask_back", text, intent_ranking=likely(*ranked))).topic == "not_understood"


async def test_what_hardly_may_be_about_the_askers_trouble_is_asked_back(marketplace):
    ranked = likely(("ask_escrow_basics", 0.6), ("ask_reinstatement", 0.05))
    said = await Conversation(marketplace, "suspended-demo").ask("ask_back", "how does it go", intent_ranking=ranked)
    assert said.topic == "not_understood"


async def test_a_question_about_another_record_takes_its_own_subject(client):
    await client.ask("give_bonus", "did the bonus on C-1004 go out")
    ranked = likely(("follow_up", 0.6), ("cancel_and_refund", 0.4))
    said = await client.ask("ask_back", "and C-1003, is that coming back to me soon", intent_ranking=ranked)
    assert said.topic == "cancel_and_refund"
    assert "Storyboard" in said.text


@pytest.mark.parametrize(
    ("before", "topic"),
    [("ask_escrow_balance", "ask_escrow_balance"), ("ask_safety_tips", "ask_milestone_status")],
)
async def test_a_question_that_only_leans_is_asked_of_the_record_that_it_names(client, before, topic):
    await client.ask(before, "tell me")
    ranked = likely(("follow_up", 0.5), ("ask_specialist_hours", 0.2))
    said = await client.ask("ask_back", "so what is up there with the storyboard", intent_ranking=ranked)
    assert said.topic == topic
    assert "C-1003" in said.text


@pytest.mark.parametrize(
    ("text", "topic"), [("is C-1003 through yet", "ask_milestone_status"), ("is this through yet", "not_understood")]
)
async def test_what_was_hardly_understood_is_about_the_record_that_it_names(client, text, topic):
    ranked = likely(("ask_milestone_status", 0.41), ("give_bonus", 0.4))
    assert (await client.ask("not_understood", text, intent_ranking=ranked)).topic == topic


@pytest.mark.parametrize("text", ["right, and the explainer one then", "somebody paid for C-1003 behind my back, tell"])
async def test_what_is_understood_only_by_the_record_that_it_names_is_about_its_state(client, stranger, text):
    ranked = likely(("out_of_scope", 0.3), ("ask_dispute", 0.2))
    said = await client.ask("not_understood", text, intent_ranking=ranked)
    assert said.topic == "ask_milestone_status"
    assert "C-1003" in said.text
    assert (await stranger.ask("not_understood", text, intent_ranking=ranked)).topic == "not_understood"
