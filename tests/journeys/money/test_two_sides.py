"""The same records seen from each side: what a client, a freelancer, a stranger and a suspended party see and can do."""

import pytest

from tests.journeys.money.acting import of_type

STRANGER = None
STATE, BONUS, HELD = "ask_milestone_status", "give_bonus", "ask_escrow_balance"
APPROVE, CHANGES, PART = "approve_milestone", "request_changes", "release_part"
SUBMITTED, RELEASED, ICONS = "milestone 2 of C-1001", "milestone 1 of C-1001", "the bonus on C-1004"

SEES = [
    # who asks, about what, what they are told, and what they must not be
    ("client-demo", STATE, f"how is {SUBMITTED}?", ["600.00 USD", "waits for your review"], ["withdraw", "available to you"]),
    ("freelancer-demo", STATE, f"how is {SUBMITTED}?", ["600.00 USD", "waits for Client Demo"], ["your review", "4242"]),
    (STRANGER, STATE, f"how is {SUBMITTED}?", ["Sign in"], ["600", "Final logo files", "Client Demo"]),
    ("suspended-demo", STATE, f"how is {SUBMITTED}?", ["cannot find"], ["600", "Final logo files", "Client Demo"]),
    ("client-demo", STATE, RELEASED, ["released to Freelancer Demo"], ["available", "withdraw", "pending"]),
    ("freelancer-demo", STATE, RELEASED, ["released to you", "became available to you"], []),
    ("client-demo", BONUS, ICONS, ["50.00 USD", "has not been charged yet"], []),
    ("freelancer-demo", BONUS, ICONS, ["given by clients"], ["50.00"]),  # it is heard of when it is paid
    (STRANGER, BONUS, ICONS, [], ["50.00", "Freelancer Demo"]),
    ("client-demo", HELD, "how much is in escrow?", ["1,150.00 USD"], ["pending", "available"]),
    ("freelancer-demo", HELD, "how much is in escrow?", ["Clients hold", "pending"], ["4242"]),
    (STRANGER, HELD, "how much is in escrow?", [], ["1,150"]),
    ("pastdue-demo", STATE, "milestone 1 of C-2002", ["paused (past-due balance)"], []),
    ("maker-demo", STATE, "milestone 1 of C-2002", ["is paused"], ["past-due", "past due", "120.00"]),
    ("suspended-demo", STATE, "milestone 2 of C-2001", ["450.00 USD", "waits for you to submit"], []),
    ("studio-demo", STATE, "milestone 2 of C-2001", ["450.00 USD", "waits for Suspended Demo"], ["hold", "identity", "suspended."]),
]  # fmt: skip

DOES = [
    # who asks, about what, the quote that is offered
    ("client-demo", APPROVE, f"approve {SUBMITTED}", "approve"),
    ("freelancer-demo", APPROVE, f"approve {SUBMITTED}", None),
    ("suspended-demo", APPROVE, f"approve {SUBMITTED}", None),
    (STRANGER, APPROVE, f"approve {SUBMITTED}", None),
    ("client-demo", CHANGES, f"{SUBMITTED}: please make it bluer", "request_changes"),
    ("freelancer-demo", CHANGES, f"{SUBMITTED}: please make it bluer", None),
    (STRANGER, CHANGES, f"{SUBMITTED}: please make it bluer", None),
    ("client-demo", PART, f"release $100 for {SUBMITTED}", "release_part"),
    ("freelancer-demo", PART, f"release $100 for {SUBMITTED}", None),
    ("client-demo", BONUS, "a bonus of $20 on C-1004", "bonus"),
    ("freelancer-demo", BONUS, "a bonus of $20 on C-1004", None),
    ("studio-demo", BONUS, "a bonus of $20 on C-2001", "bonus"),
    ("pastdue-demo", BONUS, "a bonus of $20 on C-2002", None),  # the contract is paused
    ("client-demo", "cancel_and_refund", "cancel C-1002", "cancel"),
    ("freelancer-demo", "cancel_and_refund", "cancel C-1002", None),
    ("client-demo", "cancel_and_refund", "cancel C-1003", None),  # it is asked back already
    ("client-demo", "end_contract", "end C-1002 and pay everything", "end"),
    ("freelancer-demo", "end_contract", "end C-1002 and pay everything", "leave"),
    ("pastdue-demo", "end_contract", "end C-2002 and pay everything", None),
    ("client-demo", "fund_next_milestone", "fund the next one of C-1001", None),  # the present one is not paid
    ("freelancer-demo", "ask_dispute", "I want to open a dispute on C-1002", "open_dispute"),
    ("client-demo", "ask_dispute", "I want to open a dispute on C-1002", None),
    ("suspended-demo", "ask_dispute", "I want to open a dispute on C-2001", "open_dispute"),  # running work goes on
    ("suspended-demo", "ask_dispute", "I want to open a dispute on C-1002", None),
    ("maker-demo", "ask_dispute", "I want to open a dispute on C-2002", None),  # the contract is paused
    (STRANGER, "ask_dispute", "I want to open a dispute on C-1002", None),
    ("blocked-demo", APPROVE, f"approve {SUBMITTED}", None),
]  # fmt: skip

SUBMITS = "I want to submit my work for milestone {number} of {contract}"


@pytest.fixture
def ask(browse, gateway, assistant):
    async def asked(account, topic, text):
        browser = await browse(**({} if account is STRANGER else {"token": gateway.token(account)}))
        assistant.topics[text] = topic
        await browser.say(text)
        return browser, await browser.answered()

    return asked


@pytest.mark.parametrize("cell", SEES, ids=lambda cell: f"{cell[0]}-{cell[1]}-{cell[2]}")
async def test_each_party_is_told_what_is_theirs_to_know(ask, cell):
    account, topic, text, told, kept_back = cell
    _, answer = await ask(account, topic, text)
    shown = f"{answer['text']} {answer['blocks']}"
    assert [part for part in told if part not in shown] == []
    assert [part for part in kept_back if part in shown] == []


@pytest.mark.parametrize("cell", DOES, ids=lambda cell: f"{cell[0]}-{cell[1]}-{cell[2]}")
async def test_each_party_is_offered_what_is_theirs_to_do(ask, cell):
    account, topic, text, action = cell
    _, answer = await ask(account, topic, text)
    assert [quote["action"] for quote in of_type(answer, "quote")] == ([action] if action else [])


@pytest.mark.parametrize(
    ("account", "contract", "number", "allowed"),
    [
        ("freelancer-demo", "C-1002", 1, True),
        ("suspended-demo", "C-2001", 2, True),  # running work goes on while an account is on hold
        ("client-demo", "C-1002", 1, False),
        ("studio-demo", "C-2001", 2, False),
        (STRANGER, "C-1002", 1, False),
    ],
)
async def test_only_its_freelancer_can_hand_work_in(ask, account, contract, number, allowed):
    browser, _ = await ask(account, "ask_freelancer_payment", SUBMITS.format(contract=contract, number=number))
    await browser.say("Here is what we agreed on.")
    answer = await browser.answered(2)
    assert bool(of_type(answer, "quote")) is allowed
