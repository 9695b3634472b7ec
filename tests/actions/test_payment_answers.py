"""What clients, freelancers and strangers are told about money, from the demo marketplace's records."""

import re
from datetime import timedelta

import pytest

from bot.actions import payments
from tests.actions.conversation import Conversation

TOPICS = [topic.name for topic in payments.TOPICS]
SIGNED_IN = [
    "client-demo",
    "freelancer-demo",
    "suspended-demo",
    "blocked-demo",
    "inactive-demo",
    "pastdue-demo",
    "newclient-demo",
]
MONEY = re.compile(r"\d[\d,]*\.\d\d|USD|\$")
RECORD = re.compile(r"\bC-\d{4}\b|account \w+-demo")
AS_OF = "As of Mon 2 Mar 2026, 04:00 (12:00 UTC)."
REVIEW_DUE = "Sat 7 Mar 2026, 04:00 (12:00 UTC), in 5 days"


async def test_how_much_is_in_escrow(client):
    said = await client.ask("ask_escrow_balance", "how much is in escrow")
    assert said.text == (
        "You have 1,150.00 USD in escrow (account client-demo). C-1001 “Brand identity” holds 600.00 USD. "
        "C-1002 “Landing page copy” holds 250.00 USD.\n\nC-1003 “Explainer video” holds 300.00 USD, which you have asked "
        "back: Freelancer Demo has until Sat 7 Mar 2026, 04:00 (12:00 UTC) to answer, and silence returns it to you. "
        f"{AS_OF}"
    )
    assert [clock["contract"] for clock in said.of_type("clock")] == ["C-1001", "C-1003"]


async def test_is_my_milestone_2_paid(client):
    said = await client.ask("ask_milestone_status", "is my milestone 2 paid")
    assert said.text == (
        "Milestone 2 “Final logo files” of C-1001 “Brand identity” is submitted and not paid yet: 600.00 USD is in "
        f"escrow. It waits for your review: you have until {REVIEW_DUE}, to approve it or ask for changes. If you do "
        f"neither, the money is released to Freelancer Demo automatically then.\n\n{AS_OF}"
    )
    assert said.of_type("clock") == [
        {
            "type": "clock",
            "title": "Final logo files",
            "amount": {"minor": 60000, "currency": "USD"},
            "status": "submitted",
            "who_acts": "client",
            "due_at": "2026-03-07T12:00:00.000Z",
            "if_silent": "released_to_freelancer",
            "as_of": "2026-03-02T12:00:00.000Z",
            "contract": "C-1001",
        }
    ]
    assert said.personal


async def test_when_does_the_logo_payment_release(client):
    said = await client.ask("ask_auto_release", "when does the logo payment release")
    assert said.text.startswith("Milestone 2 “Final logo files” of C-1001 “Brand identity”")
    assert REVIEW_DUE in said.text
    assert "released to Freelancer Demo automatically then" in said.text


async def test_what_did_you_charge_me(client):
    said = await client.ask("ask_transactions", "what did you charge me")
    assert said.text.startswith(
        "Your last charges: Fixed-price charge -250.00 USD for C-1002 on Thu 26 Feb 2026; "
        "Fixed-price charge -300.00 USD for C-1003"
    )
    [ledger] = said.of_type("ledger")
    charged = [row["amount"]["minor"] for row in ledger["rows"] if row["kind"] == "fixed_price_charge"]
    assert sorted(charged) == [-60000, -40000, -30000, -25000, -15000]


async def test_the_charges_of_one_contract_are_picked_out(client):
    said = await client.ask("ask_transactions", "what did you charge me for the logo")
    [ledger] = said.of_type("ledger")
    assert {row["contract"] for row in ledger["rows"]} == {"C-1001"}
    assert "C-1002" not in said.text


async def test_the_freelancer_of_the_same_milestone_is_told_the_freelancers_side(freelancer):
    said = await freelancer.ask("ask_milestone_status", "is milestone 2 paid")
    assert f"It waits for Client Demo, who has until {REVIEW_DUE}, to approve it or ask for changes." in said.text
    assert "the money is released to you automatically then" in said.text
    assert "pending for 5 days" in said.text


async def test_a_client_is_not_told_when_the_freelancer_can_withdraw(client, freelancer):
    asked = "are the logo concepts paid"
    assert "available" in (await freelancer.ask("ask_milestone_status", asked)).text
    assert "available" not in (await client.ask("ask_milestone_status", asked)).text


async def test_a_refund_request_says_what_silence_does_to_each_side(client, freelancer):
    asked = "where is my refund for the explainer video"
    mine = await client.ask("cancel_and_refund", asked)
    theirs = await freelancer.ask("cancel_and_refund", asked)
    assert "If Freelancer Demo stays silent, the money goes back to you." in mine.text
    assert "If you stay silent, the money goes back to Client Demo." in theirs.text
    assert [clock["if_silent"] for clock in mine.of_type("clock")] == ["refunded_to_client"]


async def test_asking_after_a_refund_means_the_one_that_was_asked_for(client):
    said = await client.ask("cancel_and_refund", "where is my refund")
    assert said.text.startswith("Milestone 1 “Storyboard” of C-1003")


async def test_asking_to_cancel_asks_which_contract_is_meant(client):
    said = await client.ask("cancel_and_refund", "I want to cancel my contract and get a refund")
    assert "The freelancer has 7 days to agree or to dispute it" in said.text
    assert said.text.endswith(
        "Which contract do you mean: C-1001 “Brand identity”; C-1002 “Landing page copy”; C-1003 “Explainer video”?"
    )
    assert len(said.buttons) == 3


async def test_cancelling_says_what_would_happen_to_the_money(client):
    said = await client.ask("cancel_and_refund", "cancel C-1002")
    assert said.text.startswith(
        "C-1002 “Landing page copy” holds 250.00 USD in escrow. Cancelling asks Freelancer Demo"
    )
    assert "7 days to agree or to dispute it, and silence means that you get it" in said.text
    assert "I cannot ask for it on your behalf" in said.text


async def test_the_one_that_is_in_review_is_answered_and_the_others_are_offered(client):
    said = await client.ask("ask_milestone_status", "is my milestone paid?")
    assert said.text.startswith("Milestone 2 “Final logo files”")
    assert list(said.buttons) == ["Milestone 1 “Draft copy” (C-1002)", "Milestone 1 “Storyboard” (C-1003)"]


async def test_all_milestones_at_once_are_told_with_a_clock_each(client):
    said = await client.ask("ask_milestone_status", "what is the state of my milestones")
    assert all(title in said.text for title in ("Final logo files", "Draft copy", "Storyboard"))
    assert [clock["contract"] for clock in said.of_type("clock")] == ["C-1001", "C-1003"]


async def test_a_passed_deadline_is_due_and_no_release_is_made_up(client):
    client.clock.forward(timedelta(days=6))
    said = await client.ask("ask_milestone_status", "is milestone 2 paid")
    assert "ran out on Sat 7 Mar 2026" in said.text
    assert "the record does not show the release yet" in said.text


async def test_a_bonus_is_said_to_wait_for_the_daily_run(client):
    said = await client.ask("give_bonus", "what about the bonus I gave")
    assert "Your bonus of 50.00 USD for Freelancer Demo on C-1004 “Icon set”" in said.text
    assert "has not been charged yet" in said.text


async def test_the_next_milestone_names_what_must_be_paid_first(client):
    said = await client.ask("fund_next_milestone", "fund the brand guide")
    assert "3 “Brand guide”, 500.00 USD, not funded yet" in said.text
    assert "Milestone 2 “Final logo files” has to be released first: 600.00 USD" in said.text
    assert "Visa ending 4242" in said.text


async def test_approving_is_explained_and_never_done(client):
    said = await client.ask("approve_milestone", "approve milestone 2 now")
    assert "Approving releases 600.00 USD to Freelancer Demo and cannot be undone" in said.text
    assert "I cannot do it for you" in said.text
    assert "View Payment Request" in said.of_type("steps")[0]["steps"][0]


async def test_what_is_past_due_is_told_with_what_stands_still_for_it(marketplace):
    said = await Conversation(marketplace, "pastdue-demo").ask("ask_past_due_balance", "why was my card declined")
    assert said.text.startswith("Your account pastdue-demo owes 120.00 USD, past due since")
    assert "C-2002 “Product photos” is paused for it." in said.text


async def test_a_held_freelancer_is_told_that_withdrawals_wait(marketplace):
    said = await Conversation(marketplace, "suspended-demo").ask("ask_freelancer_payment", "when do I get paid")
    assert "320.00 USD pending" in said.text
    assert "withdrawals are off until the hold is lifted" in said.text


@pytest.mark.parametrize("topic", TOPICS)
async def test_a_stranger_is_told_the_policy_without_a_single_amount(stranger, topic):
    said = await stranger.ask(topic, "is milestone 2 of C-1001 paid, the logo one")
    assert not MONEY.search(said.text)
    assert not re.search(r"C-\d|Logo|Demo", str(said))
    assert said.text.endswith("Sign in to see your own contracts and account here.")
    assert not said.personal


@pytest.mark.parametrize("topic", TOPICS)
async def test_who_is_no_longer_signed_in_is_told_the_policy_and_why(marketplace, topic):
    said = await Conversation(marketplace, "client-demo", sign_in_expired=True).ask(topic)
    assert not MONEY.search(said.text)
    assert "Your sign-in has run out" in said.text


@pytest.mark.parametrize("topic", TOPICS)
async def test_an_unknown_account_is_told_the_policy_and_that_it_is_unknown(marketplace, topic):
    said = await Conversation(marketplace, "nobody").ask(topic)
    assert not MONEY.search(said.text)
    assert "I find no records for the account" in said.text


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("text", ["", "all my contracts", "milestone 1"])
async def test_money_is_never_told_without_its_record_and_its_moment(marketplace, topic, text):
    for account in SIGNED_IN:
        said = await Conversation(marketplace, account).ask(topic, text)
        if MONEY.search(said.text):
            assert RECORD.search(said.text), account
            assert said.text.endswith(AS_OF), account
            assert said.personal, account


@pytest.mark.parametrize("topic", TOPICS)
async def test_two_parties_of_other_contracts_are_told_nothing_of_these(marketplace, topic):
    said = await Conversation(marketplace, "pastdue-demo").ask(topic, "milestone 2 of C-1001, the logo one")
    assert not re.search(r"Logo|Brand|1,150|600\.00|Client Demo|Freelancer Demo", str(said))
