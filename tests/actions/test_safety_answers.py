"""What is said to people who tell of something wrong: the signs, the rule, the money, and what becomes of a report."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.actions import safety
from bot.actions.safety.holding import advice
from bot.actions.words import Words, entries
from bot.marketplace.port import ContractStatus, MilestoneStatus, Role
from bot.safety.report import ReportState
from bot.safety.reports import ReportView, reference_of
from bot.settings import Settings
from tests.actions.conversation import Conversation
from tests.actions.test_milestone_states import BEFORE, HELD, SOON, candidate, voice  # noqa: F401 - a fixture
from tests.clock import NOON

STORIES = [topic.name for topic in safety.TOPICS if topic.name.startswith("report_")]
WHAT = "The client asked me for my password and wants to pay by gift cards."


@dataclass
class KeptReports:
    """Reports of one account and of one visitor's conversation."""

    account: str | None
    views: tuple[ReportView, ...]

    async def of(self, *, account: str | None, conversation: str) -> tuple[ReportView, ...]:
        return self.views if account == self.account else ()


@pytest.mark.parametrize("topic", [*STORIES, "ask_direct_contract_misuse", "ask_safety_tips"])
async def test_a_sign_is_named_in_ones_own_words_with_why_and_rule(stranger, topic):
    said = await stranger.ask(topic, "Hello. He told me to buy amazon gift cards and send the codes!")
    assert said.text.startswith("Please stop here for now.")
    assert "“buy amazon gift cards and send”" in said.text or "gift cards" in said.text
    assert "Codes of gift cards are like cash" in said.text
    assert "The rule: what is agreed on Milepost Market is paid on Milepost Market." in said.text
    assert "I judge nobody by them" in said.text
    assert "Buy no gift cards and send no codes." in said.of_type("steps")[0]["steps"][0]


@pytest.mark.parametrize("topic", STORIES)
async def test_without_a_sign_nothing_is_claimed(stranger, topic):
    said = await stranger.ask(topic, "something is odd")
    assert "warning sign" not in said.text
    assert said.of_type("form")


async def test_a_question_about_a_rule_is_explained_and_no_warning(stranger):
    said = await stranger.ask("report_other_email", "is it ok if I pay my freelancer by paypal?")
    assert said.text.startswith("You ask about “")
    assert "warning sign" not in said.text


async def test_at_most_one_list_of_steps_and_one_set_of_buttons(client):
    said = await client.ask("report_suspicious", "C-1001: he asked for my password. He wants crypto in his wallet.")
    assert len(said.of_type("steps")) == 1
    assert len(said.of_type("choices")) == 1
    assert len(said.of_type("form")) == 1


async def test_money_in_review_is_told_with_its_deadline_and_what_stops_it(client):
    said = await client.ask("report_suspicious", "the freelancer of C-1001 asked for my password")
    assert "600.00 USD is in escrow for Milestone 2 “Final logo files”" in said.text
    assert "Sat 7 Mar 2026, 04:00 (12:00 UTC), in 5 days" in said.text
    assert "Do not approve it." in said.text
    assert "Request changes" in said.text
    assert said.of_type("clock")[0]["contract"] == "C-1001"
    assert said.buttons["Request changes"] == {
        "topic": "request_changes",
        "entities": {"contract": "C-1001", "milestone": 2},
    }
    assert said.personal


async def test_money_that_does_not_leave_by_itself_is_told_so(client):
    said = await client.ask("report_suspicious", "something is wrong with C-1002")
    assert "no clock runs, so it does not leave by itself" in said.text
    assert not said.of_type("clock")


async def test_a_pending_refund_is_told_with_its_deadline(client):
    said = await client.ask("report_suspicious", "something is wrong with C-1003")
    assert "silence returns it to you" in said.text


async def test_where_much_speaks_for_trouble_one_is_asked_which_contract(client):
    said = await client.ask("report_suspicious", "He asked for my password")
    assert "You have 1,150.00 USD in escrow" in said.text


async def test_a_stranger_is_told_of_no_money(stranger):
    said = await stranger.ask("report_suspicious", "He asked for my password, contract C-1001")
    assert "USD in escrow" not in said.text
    assert not said.personal


async def test_the_other_partys_contract_is_not_known_to_an_outsider(marketplace):
    said = await Conversation(marketplace, "suspended-demo").ask("report_suspicious", "C-1001 is a fraud")
    assert "600.00" not in said.text
    assert "Final logo files" not in said.text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "contract", [it for it in ContractStatus if it not in {ContractStatus.ENDED, ContractStatus.OFFER_CLOSED}]
)
@pytest.mark.parametrize("milestone", sorted(HELD))
@pytest.mark.parametrize("due_at", [SOON, BEFORE])
def test_each_state_of_held_money_has_its_advice_for_both_sides(voice, role, contract, milestone, due_at):  # noqa: F811
    one = candidate(milestone, contract, role, due_at=due_at)
    text = advice(voice, one).text
    assert text.startswith("About your money:" if role is Role.CLIENT else "About the money:")
    assert "None" not in text


def test_a_submission_without_a_clock_has_its_advice(voice):  # noqa: F811
    one = candidate(MilestoneStatus.SUBMITTED, ContractStatus.ACTIVE, Role.CLIENT)
    text = advice(voice, replace(one, milestone=replace(one.milestone, deadline=None))).text
    assert "no review deadline is running" in text


async def test_the_form_offers_ones_own_contracts_and_none_to_a_stranger(client, stranger):
    own = {field["name"]: field for field in (await client.ask("report_suspicious")).of_type("form")[0]["fields"]}
    assert [option["id"] for option in own["contract"]["options"]] == ["none", "C-1001", "C-1002", "C-1003", "C-1004"]
    fields = (await stranger.ask("report_suspicious")).of_type("form")[0]["fields"]
    assert [field["name"] for field in fields] == ["what", "links", "amount", "who", "evidence"]
    assert [field["name"] for field in fields if field["required"]] == ["what"]


@pytest.mark.parametrize("topic", STORIES)
async def test_a_filled_in_form_asks_the_gateway_to_file_it(client, topic):
    said = await client.fill_in(
        topic, "m-1", what=WHAT, contract="C-1001", amount={"minor": 5000, "currency": "USD"}, who="Freelancer Demo"
    )
    report = said.file["report"]
    assert report["topic"] == topic
    assert report["contract"] == "C-1001"
    assert report["amount"] == {"minor": 5000, "currency": "USD"}
    assert {sign["name"] for sign in report["signs"]} == {"secrets", "gift_card"}
    assert reference_of("c", "m-1") in said.text
    assert "is not something I can promise" in said.text
    assert "600.00 USD is in escrow" in said.text
    assert said.of_type("clock")
    assert said.buttons["What became of my report?"]["topic"] == "ask_message_followup"
    assert said.personal


async def test_the_same_submission_has_the_same_reference(client):
    first = await client.fill_in("report_suspicious", "m-1", what=WHAT)
    again = await client.fill_in("report_suspicious", "m-1", what=WHAT)
    other = await client.fill_in("report_suspicious", "m-2", what=WHAT)
    assert first.text == again.text != other.text


@pytest.mark.parametrize("contract", ["none", "C-9999", None])
async def test_what_is_no_contract_of_ones_own_is_not_linked(client, contract):
    said = await client.fill_in("report_suspicious", "m", what=WHAT, contract=contract)
    assert said.file["report"]["contract"] is None


async def test_a_stranger_may_report_too(stranger):
    said = await stranger.fill_in("report_third_party_site", "m", what=WHAT, links="http://example.net")
    assert said.file["report"]["links"] == "http://example.net"
    assert not said.personal


async def test_nothing_is_filed_under_a_sign_in_that_has_run_out(marketplace):
    said = await Conversation(marketplace, "client-demo", sign_in_expired=True).fill_in(
        "report_suspicious", "m", what=WHAT
    )
    assert said.file is None
    assert "I have not filed that" in said.text
    assert said.of_type("form")


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("ask_message_followup", "what became of my ticket"),
        ("report_suspicious", "what happened to my report"),
        ("report_suspicious", "any news on SR-ABCDEFGH"),
    ],
)
async def test_what_became_of_a_report_is_its_state_and_no_promise(marketplace, topic, text):
    kept = KeptReports("client-demo", (ReportView("SR-ABCDEFGH", NOON - timedelta(days=1), ReportState.OPEN),))
    said = await Conversation(marketplace, "client-demo", reports=kept).ask(topic, text)
    assert "Report SR-ABCDEFGH, filed on Sun 1 Mar 2026, 04:00 (12:00 UTC): open." in said.text
    assert "I cannot say what will come of it" in said.text
    assert said.personal


async def test_other_peoples_reports_are_not_told(marketplace):
    kept = KeptReports("client-demo", (ReportView("SR-ABCDEFGH", NOON, ReportState.OPEN),))
    for account in ("freelancer-demo", None):
        said = await Conversation(marketplace, account, reports=kept).ask("ask_message_followup", "SR-ABCDEFGH")
        assert "open" not in said.text
    expired = Conversation(marketplace, "client-demo", sign_in_expired=True, reports=kept)
    assert "SR-ABCDEFGH" not in (await expired.ask("ask_message_followup", "SR-ABCDEFGH")).text


@pytest.mark.parametrize("text", ["what became of my report", "any news about my report?", "SR-ABCDEFGH"])
async def test_who_has_filed_none_is_told_so_whosever_the_reference_is(client, text):
    said = await client.ask("report_suspicious", text)
    assert said.text.startswith("I find no report of yours")
    assert said.of_type("form")[0]["then"] == {"topic": "report_suspicious"}


async def test_how_to_report_is_no_question_about_a_report(client):
    said = await client.ask("report_suspicious", "how do I make my report about a scam")
    assert "I find no report" not in said.text


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("he told me to buy amazon gift cards and send the codes", "report_suspicious"),
        ("another website says I must pay through a direct contract here", "report_third_party_site"),
        ("the client asked me to register with a different email and text him on telegram", "report_other_email"),
    ],
)
@pytest.mark.parametrize("instead", ["not_understood", "ask_back"])
async def test_what_is_not_understood_and_tells_of_something_bad_is_warned_of(stranger, text, topic, instead):
    said = await stranger.ask(instead, text, ranking=("ask_dispute", "make_offer"))
    assert said.topic == topic
    assert said.text.startswith("Please stop here for now.")
    assert said.of_type("form")[0]["then"] == {"topic": topic}


async def test_what_is_not_understood_and_holds_a_light_sign_is_asked_back(stranger):
    said = await stranger.ask("not_understood", "he said add me on skype")
    assert said.topic == "not_understood"


async def test_a_report_is_asked_after_in_whatever_words(marketplace):
    kept = KeptReports("client-demo", (ReportView("SR-ABCDEFGH", NOON, ReportState.OPEN),))
    said = await Conversation(marketplace, "client-demo", reports=kept).ask("not_understood", "my report status pls")
    assert "SR-ABCDEFGH" in said.text


def test_every_state_of_a_report_has_words():
    words = Words(entries(), **Settings().wording)
    assert [state for state in ReportState if f"report_state.{state}" not in words] == []
