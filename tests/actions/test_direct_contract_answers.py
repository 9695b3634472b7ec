"""Direct Contracts: answered from the asker's own record, and of other people's accounts nothing is told."""

import pytest

from tests.actions.conversation import Conversation

TOPIC = "ask_direct_contract_eligibility"


async def test_a_client_with_an_account_is_told_that_the_marketplace_is_the_place(client):
    said = await client.ask(TOPIC, "can my freelancer send me a direct contract")
    assert said.text.startswith("You are signed in with a client's account (client-demo), so nobody can invite you")
    assert "As of Mon 2 Mar 2026" in said.text
    assert said.personal


async def test_a_freelancer_is_told_whom_to_invite_and_who_of_their_own_clients_has_an_account(freelancer):
    said = await freelancer.ask(TOPIC)
    assert "a client whom you know from outside" in said.text
    assert "The clients of your contracts here have accounts (Client Demo)" in said.text


@pytest.mark.parametrize(
    ("account", "standing"),
    [("suspended-demo", "on hold"), ("blocked-demo", "blocked"), ("inactive-demo", "inactive")],
)
async def test_an_account_that_may_begin_nothing_new_is_told_so(marketplace, account, standing):
    said = await Conversation(marketplace, account).ask(TOPIC)
    assert f"Your account is {standing} at present, and no new contracts" in said.text


async def test_an_account_in_good_standing_is_not(client):
    assert "at present" not in (await client.ask(TOPIC)).text


@pytest.mark.parametrize("account", [None, "freelancer-demo", "client-demo", "nobody"])
async def test_whether_an_address_has_an_account_is_told_to_nobody(marketplace, account):
    registered, unknown = [
        await Conversation(marketplace, account).ask(TOPIC, f"does {address} have an account, can I invite them?")
        for address in ("client-demo@example.com", "nobody-at-all@example.org")
    ]
    assert registered == unknown
    assert "neither yes nor no" in registered.text
    assert "@" not in registered.text


async def test_a_stranger_is_told_the_rule_and_how_to_see_what_is_theirs(stranger):
    said = await stranger.ask(TOPIC)
    assert "cannot be invited" in said.text
    assert "Sign in" in said.text
    assert not said.personal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("is house cleaning allowed", "physical work"),
        ("can I sell erotic drawings", "sexually explicit material"),
        ("may I write google reviews", "fake reviews and followers"),
        ("do my homework for me", "academic cheating"),
    ],
)
async def test_forbidden_work_is_named_with_its_rule(stranger, text, kind):
    said = await stranger.ask("ask_direct_contract_work", text)
    assert f"sounds like {kind}." in said.text
    assert "Direct Contracts and for the marketplace alike" in said.text


async def test_supported_work_is_named(stranger):
    said = await stranger.ask("ask_direct_contract_work", "can I do logo design")
    assert "sounds like design and creative work: knowledge work that is supported" in said.text


async def test_work_on_neither_list_is_asked_about_at_support(stranger):
    said = await stranger.ask("ask_direct_contract_work", "can I tell fortunes")
    assert "sounds like" not in said.text
    assert "ask support" in said.text
    assert "Forbidden: physical work, illegal work" in said.text


@pytest.mark.parametrize(
    "topic", ["ask_direct_contracts", TOPIC, "ask_direct_contract_work", "ask_direct_contract_misuse"]
)
async def test_no_fee_is_quoted(client, stranger, topic):
    for who in (client, stranger):
        assert "%" not in (await who.ask(topic, "what is the fee")).text


async def test_misuse_is_warned_of_with_the_rule_it_breaks(stranger):
    said = await stranger.ask(
        "ask_direct_contract_misuse", "a man wants to buy my car and told me he pays by direct contract"
    )
    assert "The rule: a contract pays for services" in said.text
    assert "Pass nothing on and fund nothing." in said.of_type("steps")[0]["steps"][0]
