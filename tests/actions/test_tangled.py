"""Messages of more than one request, of none, and those that lean on what was said before."""

import pytest

from bot.actions.buttons import joined
from bot.actions.follow_ups import ABOUT_THE_ANSWER
from bot.actions.likely import POINTABLE
from bot.actions.words import choices
from tests.actions.conversation import BY_NAME, WORDS, Conversation

OPEN = "ask_milestone_status"
FOUND = [
    {"id": "fees", "title": "What the marketplace charges", "score": 0.7},
    {"id": "taxes", "title": "Taxes and tax forms", "score": 0.6},
]


async def test_what_a_message_asks_beside_is_offered_with_the_answer(client):
    said = await client.ask(OPEN, "Is the logo paid, and how do I give a bonus?", also=["give_bonus"])
    assert said.text.startswith("Milestone 2 “Final logo files”")
    assert "You also asked about giving a bonus" in said.text
    bonus = await client.press(said.buttons["giving a bonus"])
    assert bonus.topic == "give_bonus"


async def test_the_topic_that_is_answered_is_not_offered_again(client):
    said = await client.ask(OPEN, "is it paid", also=[OPEN, "thank", "follow_up"])
    assert "You also asked" not in said.text


async def test_buttons_of_one_answer_have_ids_of_their_own(client):
    said = await client.ask("ask_escrow_basics", "what is escrow and is it paid", also=[OPEN])
    [block] = said.of_type("choices")
    assert [choice["id"] for choice in block["choices"]] == ["1", "2", "3"]


def test_the_same_button_is_offered_once():
    twice = [
        choices(("A", "greet", {})),
        {"type": "links", "links": []},
        choices(("B", "greet", {}), ("C", "thank", {})),
    ]
    links, block = joined(twice)
    assert links["type"] == "links"
    assert [(choice["id"], choice["label"]) for choice in block["choices"]] == [("1", "A"), ("2", "C")]


@pytest.mark.parametrize("text", ["C-1002", "no, C-1002", "I meant C-1002 sorry", "and C-1002?"])
async def test_a_bare_reference_is_asked_the_question_before(client, text):
    await client.ask("approve_milestone", "can I approve the logo")
    said = await client.ask("express_frustration", text)  # whatever the NLU makes of it
    assert said.topic == "approve_milestone"
    assert said.text.startswith("Milestone 1 “Draft copy” of C-1002")


@pytest.mark.parametrize("topic", ["not_understood", "ask_back", "deny"])
async def test_the_name_of_a_record_alone_is_asked_the_question_before(client, topic):
    await client.ask("end_contract", "I want to end a contract")
    said = await client.ask(topic, "the explainer video")
    assert said.topic == "end_contract"
    assert "C-1003" in said.text


async def test_a_bare_reference_at_first_is_about_its_state(client):
    said = await client.ask("not_understood", "C-1003")
    assert said.topic == OPEN
    assert said.text.startswith("Milestone 1 “Storyboard” of C-1003")


async def test_a_bare_reference_after_something_without_records_is_about_its_state(client):
    await client.ask("ask_safety_tips", "how do I stay safe")
    said = await client.ask("follow_up", "milestone 3")
    assert said.topic == OPEN


async def test_a_reference_with_a_question_is_no_bare_one(client):
    await client.ask(OPEN, "the logo")
    said = await client.ask("end_contract", "end C-1002")
    assert said.topic == "end_contract"


async def test_the_other_contract_is_none_that_is_talked_of(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("follow_up", "no, the other contract")
    assert said.buttons
    assert "C-1001" not in said.text
    assert all(then["entities"]["contract"] != "C-1001" for then in said.buttons.values())


async def test_why_is_answered_by_the_reason_and_not_by_the_answer_again(client):
    first = await client.ask(OPEN, "the logo one")
    said = await client.ask("follow_up", "why?")
    assert said.topic == OPEN
    assert "silence for a set time" in said.text
    assert first.text not in said.text
    assert said.of_type("clock") == first.of_type("clock")


async def test_why_without_a_reason_of_its_own_is_answered_by_the_rule(client):
    await client.ask("ask_dispute", "we disagree")
    said = await client.ask("follow_up", "but why")
    assert said.text.startswith("Talk about it in Messages first.")


async def test_asking_back_is_answered_even_where_the_words_were_not_understood(marketplace):
    held = Conversation(marketplace, "suspended-demo")
    await held.ask("ask_suspension", "what is the state of my account")
    said = await held.ask("ask_back", "why me??", ranking=("other_taxes", "ask_suspension"))
    assert said.topic == "ask_suspension"
    assert "stands in your own record" in said.text


async def test_what_now_leads_to_what_can_be_done(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("follow_up", "so what should I do now?")
    assert said.topic == "approve_milestone"
    await client.ask(OPEN, "milestone 3 of C-1001")
    said = await client.ask("not_understood", "what do I do so he can start on that")
    assert said.topic == "fund_next_milestone"
    assert "Brand guide" in said.text


@pytest.mark.parametrize(
    "text",
    ["how do I get him going on that one", "what would get it rolling", "can I have her start", "make that one begin"],
)
async def test_getting_somebody_to_begin_is_what_can_be_done(client, text):
    await client.ask(OPEN, "milestone 3 of C-1001")
    said = await client.ask("not_understood", text)
    assert said.topic == "fund_next_milestone"
    assert "Brand guide" in said.text


async def test_what_asks_on_about_a_debt_is_not_taken_for_something_else(marketplace):
    owing = Conversation(marketplace, "pastdue-demo")
    for before in ("ask_past_due_balance", "ask_suspension_effects"):
        for topic, text in (
            ("release_part", "can I pay it in two parts"),
            ("ask_direct_contract_misuse", "can I pay him directly"),
        ):
            await owing.ask(before, "how much do I owe, and what does that stop")
            said = await owing.ask(topic, text)
            assert (said.topic, "120.00 USD" in said.text) == ("ask_past_due_balance", True)
    nothing = Conversation(marketplace, "client-demo")
    await nothing.ask("ask_suspension_effects", "what may I do")
    assert (await nothing.ask("release_part", "can I pay it in two parts")).topic == "release_part"
    named = await owing.ask("release_part", "can I release 50 USD of C-2002")
    assert named.topic == "release_part"


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("inactive-demo", "no activity such as earnings"),
        ("suspended-demo", "stands in your own record"),
        ("client-demo", "in good standing"),
    ],
)
async def test_why_is_told_as_the_account_stands(marketplace, account, said):
    conversation = Conversation(marketplace, account)
    await conversation.ask("ask_suspension", "how does my account stand")
    assert said in (await conversation.ask("follow_up", "why?")).text


@pytest.mark.parametrize("about", ["ask_suspension", "ask_suspension_email", "ask_suspension_effects"])
async def test_what_now_leads_a_locked_out_person_to_the_way_back(marketplace, about):
    held = Conversation(marketplace, "suspended-demo")
    await held.ask(about, "what about my account")
    assert (await held.ask("follow_up", "what now?")).topic == "ask_reinstatement"


async def test_a_locked_out_person_who_only_swore_so_far_can_ask_why(marketplace):
    held = Conversation(marketplace, "blocked-demo")
    await held.ask("express_frustration", "this is ridiculous")
    assert (await held.ask("follow_up", "why?")).topic == "ask_suspension"


async def test_the_other_side_of_a_pause_hears_nothing_of_the_debt(marketplace):
    other = Conversation(marketplace, "maker-demo")
    for topic, text in (
        ("ask_past_due_balance", "why is the contract paused"),
        ("follow_up", "why?"),
        ("ask_suspension_effects", "can I work"),
        ("follow_up", "why?"),
    ):
        assert "120.00" not in (await other.ask(topic, text)).text


async def test_what_was_not_understood_of_an_angry_person_is_answered_with_the_fact(marketplace, stranger):
    held = Conversation(marketplace, "suspended-demo")
    likely = [{"name": "express_frustration", "confidence": 0.9}, {"name": "ask_dispute", "confidence": 0.1}]
    said = await held.ask("ask_back", "a disgrace, flurb", intent_ranking=likely)
    assert said.topic == "express_frustration"
    assert said.text.startswith("Your account is on hold since")
    assert (await stranger.ask("ask_back", "a disgrace, flurb", intent_ranking=likely)).topic == "not_understood"


@pytest.mark.parametrize(("confidence", "topic"), [(0.9, "express_frustration"), (0.5, "not_understood")])
async def test_what_sounds_like_anger_by_far_is_not_asked_back(marketplace, confidence, topic):
    held = Conversation(marketplace, "suspended-demo")
    ranking = [{"name": "express_frustration", "confidence": confidence}, {"name": "ask_dispute", "confidence": 0.1}]
    assert (await held.ask("ask_back", "I have had it with all of you", intent_ranking=ranking)).topic == topic


@pytest.mark.parametrize("before", [None, "ask_suspension", "ask_reinstatement"])
async def test_whoever_is_locked_out_and_asks_about_their_money_is_told_what_goes_on(marketplace, before):
    held = Conversation(marketplace, "suspended-demo")
    if before is not None:
        await held.ask(before)
    said = await held.ask("not_understood", "and all that money of mine?")
    assert said.topic == "ask_suspension_effects"
    assert "320.00 USD pending" in said.text


async def test_money_that_nobody_holds_is_no_matter_of_standing(client):
    assert (await client.ask("not_understood", "and all that money of mine?")).topic == "not_understood"


@pytest.mark.parametrize("text", ["how do I pay", "can I pay the freelancer directly"])
async def test_paying_is_about_the_debt_just_after_it_was_told(marketplace, text):
    owes = Conversation(marketplace, "pastdue-demo")
    assert (await owes.ask("approve_milestone", text)).topic != "ask_past_due_balance"
    await owes.ask("ask_past_due_balance", "how much do I owe")
    assert (await owes.ask("approve_milestone", text)).topic == "ask_past_due_balance"


@pytest.mark.parametrize(
    "silent", ["so if I say nothing it is lost?", "what happen if I not answer him", "and if I do not press anything"]
)
async def test_what_silence_does_is_in_the_answer_before(freelancer, silent):
    await freelancer.ask("ask_freelancer_payment", "the explainer video")
    said = await freelancer.ask("ask_back", silent, ranking=("ask_dispute", "give_bonus"))
    assert "If you stay silent, the money goes back to Client Demo" in said.text


async def test_why_something_is_stopped_is_why_the_account_is(marketplace):
    held = Conversation(marketplace, "suspended-demo")
    await held.ask("other_withdrawal", "I cannot withdraw")
    said = await held.ask("follow_up", "why me??")
    assert said.topic == "ask_suspension"
    assert "on hold since" in said.text


async def test_a_story_is_no_asking_back(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("not_understood", "why " + "and so on and so forth " * 4)
    assert said.topic == "not_understood"


async def test_what_a_hold_stops_is_said_before_where_it_is_done(marketplace):
    said = await Conversation(marketplace, "suspended-demo").ask("other_withdrawal", "I cannot withdraw")
    assert said.text.startswith("Your account is on hold, so new contracts and withdrawals are off")
    assert "Get Paid" in said.text


async def test_asking_when_names_the_time_of_the_rule(client):
    await client.ask("ask_release_route", "where does the money go")
    said = await client.ask("follow_up", "and how long will that take?")
    assert "5 days" in said.text
    assert said.topic == "ask_release_route"


async def test_why_about_one_that_is_pointed_at_is_answered_from_its_record(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("follow_up", "why not milestone 3?")
    assert said.text.startswith("Milestone 3 “Brand guide”")


def test_every_explanation_belongs_to_a_topic():
    kinds = tuple(f"{name}_" for _, name in ABOUT_THE_ANSWER)
    explained = [key for key in WORDS._entries if key.startswith(kinds)]
    assert explained
    assert {key.split("_", 1)[1].partition(".")[0] for key in explained} <= BY_NAME.keys()


def test_what_can_be_pointed_at_is_a_topic():
    assert BY_NAME.keys() >= POINTABLE


async def test_articles_are_offered_where_nothing_was_understood(stranger):
    said = await stranger.ask("not_understood", "how much do you keep", articles=FOUND)
    assert "“What the marketplace charges”; “Taxes and tax forms”" in said.text
    [block] = said.of_type("links")
    assert [link["url"].rsplit("/", 1)[1] for link in block["links"]] == ["fees", "taxes"]
    assert list(said.buttons)[:2] == ["Yes, that helped", "No, I want a person"]
    assert said.topic == "not_understood"


async def test_something_else_offers_the_articles_and_a_person(stranger):
    asked = await stranger.ask("ask_back", "that fee thing", ranking=("other_fees", "other_taxes"), articles=FOUND)
    said = await stranger.press(asked.buttons["Something else"])
    assert said.of_type("links")
    assert next(iter(said.buttons)) == "A person"


async def test_a_no_after_an_answer_stays_a_no(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("deny", "no")
    assert said.text.startswith("All right")


@pytest.mark.parametrize(
    ("account", "fact"),
    [
        ("client-demo", "It waits for your review"),
        ("freelancer-demo", "asked to have 300.00 USD back. It waits for you"),
        ("newclient-demo", "Nothing in them is late"),
        ("suspended-demo", "Your account is on hold since"),
        ("blocked-demo", "Your account is blocked since"),
        ("pastdue-demo", "You have a past-due balance of 120.00 USD"),
    ],
)
async def test_whoever_is_fed_up_gets_the_most_urgent_fact_and_a_person(marketplace, account, fact):
    said = await Conversation(marketplace, account).ask("express_frustration", "this is ridiculous")
    assert fact in said.text
    # Whoever is locked out reads the fact before anything else.
    assert said.text.startswith(fact if account in {"suspended-demo", "blocked-demo", "pastdue-demo"} else "I'm sorry")
    assert next(iter(said.buttons)) in {"Reach a person", "What I may still do", "About the balance"}
    assert "Reach a person" in said.buttons


async def test_whoever_is_fed_up_about_a_contract_gets_the_fact_on_that_one(client):
    await client.ask(OPEN, "the logo one")
    said = await client.ask("express_frustration", "this is ridiculous")
    assert "Final logo files" in said.text


async def test_a_stranger_who_is_fed_up_is_asked_what_about(stranger):
    said = await stranger.ask("express_frustration", "this is ridiculous")
    assert "Tell me the one thing" in said.text
    assert not said.personal
