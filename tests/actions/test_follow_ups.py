"""What says nothing without the answer before it: whose turn it is, until when, back again, no, allowed, to whom."""

import pytest

from tests.actions.conversation import Conversation

STATE, AUTO = "ask_milestone_status", "ask_auto_release"


@pytest.mark.parametrize("text", ["who is sitting on it", "who has it now?", "whose turn is it", "who's got the ball"])
@pytest.mark.parametrize("understood", ["follow_up", "not_understood"])
async def test_whose_turn_it_is_is_told_in_one_sentence(client, freelancer, text, understood):
    for person, turn in ((client, "is with you: you have until"), (freelancer, "is with Client Demo, who has until")):
        await person.ask(STATE, "the logo files")
        said = await person.ask(understood, text)
        assert said.text.startswith(f"“Final logo files” (C-1001) {turn} ")
        assert said.of_type("clock")


async def test_whose_turn_it_is_without_a_deadline_is_told_with_the_state(client):
    await client.ask("ask_auto_release", "and the landing page")
    said = await client.ask("follow_up", "who has it")
    assert said.topic == STATE
    assert "waits for Freelancer Demo to submit" in said.text


@pytest.mark.parametrize(
    ("account", "text", "says"),
    [
        ("client-demo", "by when", "“Explainer video” (C-1003) is with Freelancer Demo, who has until"),
        ("freelancer-demo", "until when must I answer", "“Explainer video” (C-1003) is with you: you have until"),
    ],
)
async def test_until_when_is_told_from_the_record(marketplace, account, text, says):
    person = Conversation(marketplace, account)
    await person.ask("ask_dispute", "the refund on C-1003")
    assert (await person.ask("follow_up", text)).text.startswith(says)


@pytest.mark.parametrize(
    ("account", "before", "about", "text", "topic"),
    [
        ("client-demo", AUTO, "C-1004", "can I get that back", "cancel_and_refund"),
        ("client-demo", "approve_milestone", "C-1001", "wen does she have it", "ask_release_route"),
        ("client-demo", "cancel_and_refund", "C-1003", "and what if he says no", "ask_dispute"),
        ("suspended-demo", "ask_video_requirements", "", "how long do I have", "ask_suspension"),
        ("private-demo", "make_profile_public", "", "did it go through", "ask_profile_request_status"),
        ("pastdue-demo", "ask_past_due_balance", "", "how much is it", "ask_past_due_balance"),
    ],
)
@pytest.mark.parametrize("understood", ["follow_up", "ask_back"])
async def test_a_question_about_the_answer_leads_to_the_topic_that_has_it(
    marketplace, account, before, about, text, topic, understood
):
    person = Conversation(marketplace, account)
    await person.ask(before, f"tell me of this {about}")
    assert (await person.ask(understood, text)).topic == topic


async def test_a_no_to_a_refund_that_was_not_asked_for_yet_is_answered_by_the_rule(client):
    await client.ask("cancel_and_refund", "the landing page")
    said = await client.ask("follow_up", "what if she refuses")
    assert said.topic == "ask_dispute"
    assert "C-1003" not in said.text
    assert "None of your contracts" not in said.text


@pytest.mark.parametrize("topic", ["ask_dispute", "cancel_and_refund"])
async def test_a_refund_that_is_asked_of_the_freelancer_is_found_whatever_was_talked_of(freelancer, topic):
    await freelancer.ask("ask_freelancer_payment", "the logo files")
    said = await freelancer.ask(topic, "I want to say no to the refund")
    assert "Storyboard" in said.text
    assert "asked to have 300.00 USD back" in said.text


async def test_a_release_that_has_been_is_what_somebody_who_never_approved_speaks_of(client):
    said = await client.ask(AUTO, "I never approved it!")
    assert "“Icons” of C-1004" in said.text
    assert "only the freelancer can give it back" in said.text
    assert "Asking for changes" not in said.text
    again = await client.ask(AUTO, "how does that automatic thing work")
    assert "C-1004" in again.text  # still talked of


@pytest.mark.parametrize("topic", ["report_suspicious", "report_other_email", "report_third_party_site"])
async def test_whom_to_tell_is_the_form(client, topic):
    await client.ask(topic, "somebody wants something odd")
    allowed = await client.ask("follow_up", "is that allowed")
    assert allowed.topic == topic
    assert len(allowed.text) < 200
    told = await client.ask("follow_up", "who do I tell")
    assert told.topic == topic
    assert "files a report" in told.text


async def test_options_are_asked_for_of_what_was_just_said(client, stranger):
    await client.ask("ask_dispute", "we do not agree")
    assert (await client.ask("ask_capabilities", "so what are my options")).topic == "ask_dispute"
    assert (await stranger.ask("ask_capabilities", "what are my options")).topic == "ask_capabilities"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("actually no, forget the bonus", "cancel_flow"),
        ("I changed my mind about the bonus", "cancel_flow"),
        ("no bonus after all", "cancel_flow"),
        ("don't forget the bonus", "give_bonus"),
        ("can I skip the form for the bonus?", "give_bonus"),
    ],
)
async def test_what_is_named_to_be_left_is_left(client, text, topic):
    await client.ask("give_bonus", "a bonus for C-1001")
    assert (await client.ask("give_bonus", text)).topic == topic


async def test_a_bonus_on_another_contract_is_not_told_where_one_is_named(client):
    assert "C-1004" not in (await client.ask("give_bonus", "a bonus for C-1001")).text


async def test_a_question_about_the_answer_goes_with_another_record_too(client):
    await client.ask(STATE, "the logo files")
    said = await client.ask("follow_up", "and C-1003, when do I get it back")
    assert said.topic == "cancel_and_refund"
    assert "C-1003" in said.text


async def test_whoever_is_fed_up_about_what_is_over_is_told_of_that(client):
    await client.ask(AUTO, "I never approved C-1004")
    assert "C-1004" in (await client.ask("express_frustration", "this is theft")).text
