"""What people who are locked out are told, and what they can have done from the chat."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import account as account_topics
from bot.actions import verification
from bot.actions.standing import ONLY_IF_ALLOWED, TOLD
from bot.marketplace.notices import AGAIN_AFTER
from bot.marketplace.port import AccountView, CaseView, Role, Standing
from bot.marketplace.standing import OF_ROLE, Act, can
from tests.actions.conversation import WORDS, Conversation, ReadMarketplace
from tests.clock import NOON


def changed(marketplace, account, **values):
    """Return the marketplace with something else in this account's record."""
    records = marketplace.seen[account]
    return ReadMarketplace(
        {**marketplace.seen, account: replace(records, account=replace(records.account, **values))},
        marketplace.history,
    )


def case(state, **more):
    return CaseView("AP-ABCD2345", state, NOON - timedelta(days=1), **more)


async def test_a_held_person_is_shown_the_form_of_the_appeal_that_the_record_opens(marketplace):
    said = await Conversation(marketplace, "suspended-demo").ask("ask_reinstatement", "how do I appeal")
    [form] = said.of_type("form")
    assert [field["name"] for field in form["fields"]] == ["statement", "evidence"]
    assert form["then"] == {"topic": "ask_reinstatement"}
    assert "video verification" in said.text
    assert "cannot be promised" in said.text


@pytest.mark.parametrize("topic", ["ask_suspension", "ask_reinstatement"])
async def test_the_way_to_the_call_stands_beside_the_reason(marketplace, topic):
    said = await Conversation(marketplace, "suspended-demo").ask(topic, "why is my account suspended")
    assert said.buttons["Start the video verification"] == {"topic": "start_video_verification", "entities": {}}
    blocked = await Conversation(marketplace, "blocked-demo").ask(topic, "why is my account suspended")
    assert "Start the video verification" not in blocked.buttons


async def test_a_filed_appeal_has_a_reference_and_is_handed_to_be_kept(marketplace):
    conversation = Conversation(marketplace, "suspended-demo")
    said = await conversation.fill_in("ask_reinstatement", "m1", statement="My passport is renewed.", evidence="")
    assert said.file == {"case": {"kind": "appeal", "statement": "My passport is renewed.", "evidence": ""}}
    assert "AP-" in said.text
    assert said.personal


@pytest.mark.parametrize("account", ["blocked-demo", "inactive-demo", "private-demo", "client-demo"])
async def test_nobody_files_an_appeal_that_their_record_does_not_open(marketplace, account):
    conversation = Conversation(marketplace, account)
    assert not (await conversation.ask("ask_reinstatement", "I want to appeal")).of_type("form")
    assert (await conversation.fill_in("ask_reinstatement", "m1", statement="Let me in.", evidence="")).file is None


async def test_while_an_appeal_waits_its_state_is_told_and_no_second_one_is_taken(marketplace):
    conversation = Conversation(changed(marketplace, "suspended-demo", appeal=case("submitted")), "suspended-demo")
    said = await conversation.ask("ask_reinstatement", "what about my appeal")
    assert "AP-ABCD2345" in said.text
    assert not said.of_type("form")
    assert (await conversation.fill_in("ask_reinstatement", "m1", statement="Again.", evidence="")).file is None


async def test_a_declined_appeal_is_told_with_its_reason_and_another_is_taken(marketplace):
    declined = case("declined", decided_at=NOON, reason="The name differs.")
    conversation = Conversation(changed(marketplace, "suspended-demo", appeal=declined), "suspended-demo")
    said = await conversation.ask("ask_reinstatement", "what about my appeal")
    assert "declined" in said.text
    assert "The name differs." in said.text
    assert said.of_type("form")


@pytest.mark.parametrize("account", ["suspended-demo", "blocked-demo", "inactive-demo", "private-demo", None])
@pytest.mark.parametrize("topic", [topic.name for topic in (*account_topics.TOPICS, *verification.TOPICS)])
async def test_a_person_is_one_step_away_from_every_answer(marketplace, account, topic):
    said = await Conversation(marketplace, account).ask(topic, "what about my account")
    assert any(then.get("topic") == "talk_to_specialist" for then in said.buttons.values())


async def test_a_hold_whose_day_has_gone_by_is_told_so(marketplace):
    hold = replace(marketplace.seen["suspended-demo"].account.hold, due_at=NOON - timedelta(days=1))
    said = await Conversation(changed(marketplace, "suspended-demo", hold=hold), "suspended-demo").ask("ask_suspension")
    assert "that has gone by. The hold stays until it is done" in said.text


async def test_whoever_asks_about_another_account_hears_the_rule_first(marketplace):
    conversation = Conversation(marketplace, "suspended-demo")
    said = await conversation.ask("ask_reinstatement", "shall I open a second account")
    assert said.text.startswith("Please don't open another account")
    assert "another account" not in (await conversation.ask("ask_reinstatement", "how do I get it back")).text


async def test_a_held_freelancer_sees_the_clocks_that_run_meanwhile(marketplace):
    view = marketplace.seen["freelancer-demo"].account
    held = changed(marketplace, "freelancer-demo", standing=Standing.ON_HOLD, can=view.can)
    said = await Conversation(held, "freelancer-demo").ask("ask_suspension_effects", "do my clocks run")
    assert {clock["contract"] for clock in said.of_type("clock")} == {"C-1001", "C-1003"}
    assert "The clocks below run on by your record." in said.text


async def test_why_it_was_declined_leads_to_the_decision_and_declining_something_does_not(marketplace):
    declined = case("declined", decided_at=NOON, reason="The name differs.")
    conversation = Conversation(changed(marketplace, "suspended-demo", appeal=declined), "suspended-demo")
    await conversation.ask("ask_freelancer_payment", "will I be paid")
    said = await conversation.ask("ask_back", "why was it declined", ranking=("ask_dispute",))
    assert (said.topic, "The name differs." in said.text) == ("ask_reinstatement", True)
    await conversation.ask("ask_freelancer_payment", "will I be paid")
    assert (await conversation.ask("ask_back", "no, I decline", ranking=("ask_dispute",))).topic != "ask_reinstatement"


async def test_a_stranger_is_shown_no_form(stranger):
    for topic in ("ask_reinstatement", "make_profile_public"):
        assert not (await stranger.ask(topic, "help")).of_type("form")
        assert (await stranger.fill_in(topic, "m1", statement="x")).file is None


async def test_the_email_is_sent_again_by_its_button_alone(marketplace):
    conversation = Conversation(marketplace, "suspended-demo")
    said = await conversation.ask("ask_suspension_email", "I cannot find the mail, send it again")
    assert said.file is None
    assert "s***@example.com" in said.text
    again = await conversation.press(said.buttons[WORDS.text("suspension_email_send")])
    assert again.file == {"notice": {}}
    assert "s***@example.com" in again.text


async def test_the_email_is_not_sent_again_too_soon(marketplace):
    hold = replace(marketplace.seen["suspended-demo"].account.hold, notice_again_at=NOON + AGAIN_AFTER)
    conversation = Conversation(changed(marketplace, "suspended-demo", hold=hold), "suspended-demo")
    said = await conversation.ask("ask_suspension_email", "send it again")
    assert all(then["topic"] != "ask_suspension_email" for then in said.buttons.values())
    pressed = await conversation.press({"topic": "ask_suspension_email", "entities": {"id": "again"}})
    assert pressed.file is None


async def test_a_private_profile_is_brought_back_by_a_request(marketplace):
    conversation = Conversation(marketplace, "private-demo")
    [form] = (await conversation.ask("make_profile_public", "make my profile public")).of_type("form")
    assert not any(field["required"] for field in form["fields"])
    said = await conversation.fill_in("make_profile_public", "m1", statement="")
    assert said.file == {"case": {"kind": "profile", "statement": ""}}
    assert "does not mean done" in said.text


async def test_a_request_that_waits_is_told_instead_of_taken_again(marketplace):
    profile = replace(marketplace.seen["private-demo"].account.profile, request=case("submitted"))
    conversation = Conversation(changed(marketplace, "private-demo", profile=profile), "private-demo")
    for topic in ("make_profile_public", "ask_profile_request_status"):
        said = await conversation.ask(topic, "my profile")
        assert "AP-ABCD2345" in said.text
        assert not said.of_type("form")


CELLS = [(act, standing, role) for act in TOLD for standing in Standing for role in Role if act in OF_ROLE[role]]


@pytest.mark.parametrize(("act", "standing", "role"), CELLS)
async def test_what_one_may_still_do_is_told_as_the_table_has_it(marketplace, act: Act, standing, role):
    account = "suspended-demo" if role is Role.FREELANCER else "client-demo"
    allowed = can(role, standing, appealable=True, verification=True)
    view: AccountView = marketplace.seen[account].account
    conversation = Conversation(changed(marketplace, account, standing=standing, can=allowed, role=view.role), account)
    said = (await conversation.ask("ask_suspension_effects", "what may I do")).text
    still, _, barred = said.partition(
        WORDS.text(f"effects_barred.{standing}", acts="|").partition("|")[0] if standing is not Standing.GOOD else "|"
    )
    told = WORDS.text(f"act.{act}")
    if standing is Standing.GOOD:
        assert told not in said
    elif act in allowed:
        assert told in still
    else:
        assert (told in barred) is (act not in ONLY_IF_ALLOWED)


@pytest.mark.parametrize(
    ("account", "word"), [("pastdue-demo", "Your freelancer is asked"), ("maker-demo", "Please stop work")]
)
async def test_both_sides_of_a_paused_contract_hear_their_own_side(marketplace, account, word):
    said = await Conversation(marketplace, account).ask("ask_suspension_effects", "the contract is paused")
    assert "C-2002" in said.text
    assert word in said.text
