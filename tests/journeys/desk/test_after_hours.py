"""Friday evening: the desk is closed, a message is left, and on Monday it is answered."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.assistant import Utterance
from bot.mail.outbox import Letter
from tests.journeys.desk.conftest import PACIFIC, PERSON, until_said, until_state

FRIDAY_EVENING = datetime(2026, 3, 6, 17, 5, tzinfo=PACIFIC)
MONDAY_MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=PACIFIC)  # the clocks went forward on Sunday
LEAVE, TYPED, NEWS = "I leave a message", "I leave a message and an address", "any news?"
EMAIL = "client@example.com"


@pytest.fixture
def clock(clock):
    clock.at = FRIDAY_EVENING
    return clock


@pytest.fixture
def assistant(assistant):
    left = {"what": "Which skills does a logo need?"}
    thanks = Utterance("Thank you.", topic="leave_message", file={"message": left})
    assistant.script[LEAVE] = [thanks]
    assistant.script[TYPED] = [
        Utterance("Thank you.", topic="leave_message", file={"message": {**left, "email": "typed@example.com"}})
    ]
    return assistant


@pytest.fixture
async def signed_in(browse, gateway):
    return await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))


async def letters(database) -> list[tuple[str, str, dict]]:
    async with database.reading() as session:
        rows = await session.scalars(select(Letter).order_by(Letter.id))
        return [(row.kind, row.address, row.subject_data) for row in rows]


async def test_a_message_of_friday_evening_is_answered_on_monday_in_the_chat_and_by_mail(
    signed_in, browse, gateway, console, clock, database, assistant
):
    await signed_in.say(PERSON)
    closed = await until_said(signed_in, "The specialists are away now. They are back on Mon 9 Mar 2026, 06:00")
    state = await until_state(signed_in, lambda state: state["owner"] == "nobody")
    assert (state["desk"]["open"], state["desk"]["available"], state["desk"]["missing"]) == (False, False, "closed")
    assert state["desk"]["opens_at"] == "2026-03-09T13:00:00.000Z"

    asked = len(assistant.asked)
    button = {"id": str(uuid4()), "message": closed["seq"], "choice": "1"}
    assert (await signed_in.sends("choose", button))["ok"]
    await signed_in._until(lambda: len(assistant.asked) > asked)
    assert assistant.asked[-1]["payload"]["intent"] == "leave_message"
    await signed_in.say(LEAVE)
    kept = await until_said(signed_in, "Your message is kept under the reference")
    assert "Mon 9 Mar 2026, 10:00" in kept["text"]
    assert "c•••@e•••.com" in kept["text"]
    owed = await until_state(signed_in, lambda state: "follow_up" in state)
    assert (owed["owner"], owed["follow_up"]["promised_by"]) == ("assistant", "2026-03-09T17:00:00.000Z")
    assert owed["follow_up"]["reference"] in kept["text"]
    await signed_in.say(NEWS)  # never met by silence while it waits
    await until_said(signed_in, f"You said: {NEWS}")
    await signed_in.leave()

    clock.at = MONDAY_MORNING
    web = await console("specialist-web")
    [item] = (await web.hears("welcome"))["follow_ups"]
    assert (item["kind"], item["what"], item["name"], item["overdue"]) == (
        "message", "Which skills does a logo need?", "Client Demo", False,
    )  # fmt: skip
    view = await web.does("open", conversation=item["conversation"])
    assert view["messages"][0]["text"] == PERSON
    reply = {"follow_up": item["id"], "id": str(uuid4()), "text": "Illustration and type design."}
    answered = await web.does("reply_by_mail", **reply)
    assert answered["letter"] is True
    assert (await web.does("reply_by_mail", **reply))["seq"] == answered["seq"], "sent again, it is the same answer"
    await web.hears("follow_ups", lambda told: told["items"] == [])

    back = await browse(token=gateway.tokens.mint("client-demo", name="Client Demo", email=EMAIL))
    said = await until_said(back, "Illustration and type design.")
    assert said["from"] == {"kind": "specialist", "name": "Specialist Web"}
    assert "follow_up" not in back.welcome["state"]
    sent = [(kind, address) for kind, address, _ in await letters(database)]
    assert sent == [("message_received", EMAIL), ("specialist_answer", EMAIL)]


async def test_whoever_is_still_there_at_opening_time_is_back_in_line(signed_in, console, clock):
    await signed_in.say(PERSON)
    await until_state(signed_in, lambda state: state["owner"] == "nobody")
    clock.at = MONDAY_MORNING
    web = await console("specialist-web")
    offer = await web.hears("offer")
    assert offer["conversation"] == signed_in.welcome["conversation"]
    await until_said(signed_in, "your request is back in line")


async def test_nobody_is_promised_a_chat_that_closing_time_would_cut_off(signed_in, console, clock):
    clock.at = datetime(2026, 3, 6, 16, 50, tzinfo=PACIFIC)
    await console("specialist-web")
    await signed_in.say(PERSON)
    await until_said(signed_in, "It is too close to closing time")


async def test_closing_time_takes_those_who_wait_out_of_line_and_leaves_chats_alone(
    browse, start_desk, desk_parts, console, clock
):
    clock.at = datetime(2026, 3, 6, 16, 59, 50, tzinfo=PACIFIC)
    gateway = await start_desk(
        desk=replace(desk_parts, timetable=replace(desk_parts.timetable, last_call=timedelta(0)))
    )
    web = await console("specialist-web", at=gateway)
    await web.does("capacity", capacity=1)
    served = await browse(token=gateway.token(), at=gateway)
    await served.say(PERSON)
    offer = await web.hears("offer")
    await web.does("accept", handoff=offer["handoff"])
    late = await browse(token=gateway.token("freelancer-demo"), at=gateway)
    await late.say(PERSON)
    await until_state(late, lambda state: "queue" in state)
    clock.forward(timedelta(seconds=15))
    await until_said(late, "The specialists are away now")
    await web.says(offer["conversation"], "We can finish this.")
    await until_said(served, "We can finish this.")


async def test_a_typed_address_is_confirmed_by_its_code_before_anything_goes_there(visitor, database):
    await visitor.say(TYPED)
    await until_said(visitor, "there is no confirmed e-mail address to write to")
    asked = await until_said(visitor, "A code is on its way to t•••@e•••.com")
    [form] = [block for block in asked["blocks"] if block["type"] == "form"]
    [(kind, address, data)] = await letters(database)
    assert (kind, address) == ("address_code", "typed@example.com")

    async def submit(code):
        return await visitor.sends(
            "submit", {"id": str(uuid4()), "message": asked["seq"], "form": form["form"], "values": {"code": code}}
        )

    wrong = "000000" if data["code"] != "000000" else "111111"
    assert (await submit(wrong))["ok"]
    await until_said(visitor, "That code is not right. 4 more tries.")
    assert (await submit(data["code"]))["ok"]
    await until_said(visitor, "t•••@e•••.com is confirmed")
    assert [kind for kind, _, _ in await letters(database)] == ["address_code", "message_received"]


async def test_an_account_is_answered_at_the_address_that_the_marketplace_has_for_it(client, database):
    await client.say(LEAVE)
    await until_said(client, "and by e-mail to c•••@e•••.com")
    assert [(kind, address) for kind, address, _ in await letters(database)] == [
        ("message_received", "client-demo@example.com")
    ]


async def test_a_promise_is_shown_to_both_sides_alerts_before_it_breaks_and_is_kept(browse, gateway, console, clock):
    clock.at = MONDAY_MORNING
    client = await browse(token=gateway.token())
    web = await console("specialist-web")
    await client.say(PERSON)
    offer = await web.hears("offer")
    await web.does("accept", handoff=offer["handoff"])
    conversation = offer["conversation"]
    due = clock.at + timedelta(hours=3)
    made = await web.does(
        "promise", conversation=conversation, what="check the fee", kind="check", due_at=due.isoformat()
    )
    await until_said(client, "Specialist Web has promised: check the fee.")
    assert (await until_state(client, lambda state: "follow_up" in state))["follow_up"]["reference"] == made[
        "reference"
    ]
    assert (await web.hears("follow_ups", lambda told: told["items"]))["items"][0]["id"] == made["follow_up"]
    assert (await web.hears("welcome"))["alerts"] == []
    clock.at = due - timedelta(minutes=5)
    alert = (await web.hears("alerts", lambda told: told["alerts"]))["alerts"][0]
    assert (alert["follow_up"], alert["what"]) == (made["follow_up"], "check the fee")
    await web.does("keep_promise", follow_up=made["follow_up"])
    await until_said(client, "Done: check the fee")
    await web.hears("alerts", lambda told: told["alerts"] == [])
    again = await web.sends("keep_promise", {"follow_up": made["follow_up"]})
    assert again["code"] == "already_settled"
