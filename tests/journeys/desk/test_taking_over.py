"""A person asks for a person: line, offer, chat, and the way back, over real sockets."""

from uuid import uuid4

from tests.journeys.desk.conftest import HELP, PERSON, until_said, until_state


async def test_somebody_who_asks_for_a_person_is_joined_by_one_and_given_back(client, web, assistant):
    await client.say("is my milestone paid?")
    await client.say(PERSON)
    offer = await web.hears("offer")
    assert offer["name"] == "Client Demo"
    assert offer["conversation"] == client.welcome["conversation"]
    assert any(line["label"] == "Asked" for line in offer["summary"]["lines"])
    queued = await until_said(client, "You are in line")
    assert queued["from"]["kind"] == "system"
    assert [choice["label"] for choice in queued["blocks"][0]["choices"]] == ["Leave a message instead", "Stop waiting"]
    waiting = await until_state(client, lambda state: "queue" in state)
    assert waiting["queue"]["position"] == 1

    await web.does("accept", handoff=offer["handoff"])
    await until_said(client, "Specialist Web has joined")
    served = await until_state(client, lambda state: state["owner"] == "specialist")
    assert served["specialist"] == {"name": "Specialist Web", "category": None}
    assert "queue" not in served
    view = await web.hears("conversation")
    assert view["owner"] == "specialist"
    assert view["messages"][0]["text"] == "is my milestone paid?"

    asked_before = len(assistant.asked)
    conversation = view["conversation"]
    assert (await client.say("hello, is somebody there?"))["ok"]
    heard = await web.reads(conversation, "hello, is somebody there?")
    assert heard["from"]["kind"] == "user"
    await web.says(conversation, "Yes. What is it about?")
    answer = await until_said(client, "Yes. What is it about?")
    assert answer["from"] == {"kind": "specialist", "name": "Specialist Web"}
    assert len(assistant.asked) == asked_before
    assert assistant.closed == [conversation]

    await web.does("return_to_assistant", conversation=conversation)
    await until_said(client, "The assistant answers again")
    await until_state(client, lambda state: state["owner"] == "assistant")
    await client.say("and now?")
    await until_said(client, "You said: and now?")
    told = assistant.asked[-1]["metadata"]["desk"]
    assert (told["state"], told["specialist"]) == ("returned", "Specialist Web")


async def test_typing_and_reading_are_seen_on_both_sides(client, web):
    await client.say(PERSON)
    offer = await web.hears("offer")
    conversation = offer["conversation"]
    await web.does("accept", handoff=offer["handoff"])
    await web.hears("conversation")

    await client.sends("typing", {"on": True})
    assert await web.hears("typing") == {"conversation": conversation, "on": True}
    await web.does("typing", conversation=conversation, on=True)
    await client._until(lambda: {"from": "specialist", "on": True} in client.heard("typing"))

    said = await web.says(conversation, "hello")
    await until_said(client, "hello")
    await client.sends("seen", {"seq": said["seq"]})
    assert (await web.hears("seen"))["seq"] == said["seq"]
    assert await web.does("seen", conversation=conversation, seq=said["seq"]) == {}


async def test_the_assistant_goes_on_answering_while_somebody_waits_and_their_place_is_kept(client, web, assistant):
    await client.say(PERSON)
    offer = await web.hears("offer")
    await client.say("what is escrow?")
    await until_said(client, "You said: what is escrow?")
    assert assistant.asked[-1]["metadata"]["desk"]["state"] == "offered"
    state = await until_state(client, lambda state: state["owner"] == "assistant" and "queue" in state)
    assert state["queue"]["position"] == 1
    await web.does("accept", handoff=offer["handoff"])
    await until_state(client, lambda state: state["owner"] == "specialist")


async def test_where_nobody_is_there_a_message_is_asked_for_and_the_assistant_answers_on(client, gateway):
    await client.say(PERSON)
    await until_said(client, "none of them is there")
    assert (await until_state(client, lambda state: state["owner"] == "nobody"))["desk"]["missing"] == "nobody"
    await client.say("what is escrow?")
    await until_said(client, "You said: what is escrow?")


async def test_what_is_said_right_behind_the_call_is_answered_too(client, web, assistant):
    for text in (PERSON, "what is escrow?"):
        await client.sends("say", {"id": str(uuid4()), "text": text})
    await until_said(client, "You are in line")
    await until_said(client, "You said: what is escrow?")
    assert (await web.hears("offer"))["conversation"] == client.welcome["conversation"]


async def test_a_chat_goes_to_the_category_it_is_about(client, web, design):
    await client.say(HELP)
    offer = await design.hears("offer")
    assert offer["category"] == "Design & Creative"
    assert web.heard("offer") == []


async def test_somebody_stops_waiting_by_the_button(client, design, web):
    await client.say(PERSON)
    queued = await until_said(client, "You are in line")
    pressed = await client.sends("choose", {"id": str(uuid4()), "message": queued["seq"], "choice": "2"})
    assert pressed["ok"]
    await until_said(client, "You are no longer in line")
    state = await until_state(client, lambda state: state["owner"] == "assistant" and "queue" not in state)
    assert "specialist" not in state
    again = await client.sends("choose", {"id": str(uuid4()), "message": queued["seq"], "choice": "2"})
    assert again["ok"]
    await until_said(client, "You were not in line any more")


async def test_a_declined_offer_goes_to_the_next_and_is_told_to_be_over(client, web, design):
    await client.say(PERSON)
    first, second = design, web  # both are as idle, so the handles decide
    offer = await first.hears("offer")
    await first.does("decline", handoff=offer["handoff"])
    over = await first.hears("offer_over")
    assert over["handoff"] == offer["handoff"]
    assert (await second.hears("offer"))["handoff"] == offer["handoff"]


async def test_a_note_is_seen_by_colleagues_and_never_by_the_person(client, web, lead):
    await client.say(PERSON)
    offer = await web.hears("offer")
    await web.does("accept", handoff=offer["handoff"])
    conversation = offer["conversation"]
    await lead.does("open", conversation=conversation)
    note = {"conversation": conversation, "id": str(uuid4()), "text": "Budget is tight."}
    await web.does("note", **note)
    assert (await lead.hears("note"))["text"] == "Budget is tight."
    assert (await web.does("note", **note))["at"]  # the same note is one
    view = await lead.does("open", conversation=conversation)
    assert [each["text"] for each in view["notes"]] == ["Budget is tight."]
    assert not any("Budget" in message["text"] for message in client.thread)


async def test_a_transfer_takes_the_person_to_the_colleague_with_the_note(client, web, design):
    await design.does("presence", status="away")
    await client.say(PERSON)
    offer = await web.hears("offer")
    conversation = offer["conversation"]
    await web.does("accept", handoff=offer["handoff"])
    await design.does("presence", status="online")
    await web.does("transfer", conversation=conversation, to={"specialist": "specialist-design"}, note="Knows logos.")
    await until_said(client, "Specialist Web is passing you on to Specialist Design")
    passed = await design.hears("offer")
    await design.does("accept", handoff=passed["handoff"])
    view = await design.hears("conversation")
    assert [note["text"] for note in view["notes"]] == ["Knows logos."]
    refused = await web.sends("say", {"conversation": conversation, "id": str(uuid4()), "text": "still me"})
    assert refused["code"] == "not_yours"


async def test_a_chat_is_wrapped_up_with_a_reason(client, web):
    await client.say(PERSON)
    offer = await web.hears("offer")
    conversation = offer["conversation"]
    await web.does("accept", handoff=offer["handoff"])
    await web.hears("conversation")  # a console is told of the end of what it was told of
    wrong = await web.sends("wrap_up", {"conversation": conversation, "reason": "because"})
    assert wrong["code"] == "unknown_reason"
    await web.does("wrap_up", conversation=conversation, reason="solved", note="Was easy.")
    await until_said(client, "Specialist Web has ended the chat")
    await web.hears("conversation", lambda view: view["handoff"]["state"] == "closed")
    await client.say("thanks")
    await until_said(client, "You said: thanks")


async def test_somebody_ends_the_chat_themselves_and_the_specialist_still_writes_down_how_it_went(client, web):
    await client.say(PERSON)
    offer = await web.hears("offer")
    await web.does("accept", handoff=offer["handoff"])
    joined = await until_said(client, "Specialist Web has joined")
    end = {"message": joined["seq"], "choice": "1"}
    assert (await client.sends("choose", {"id": str(uuid4()), **end}))["ok"]
    await until_said(client, "You have ended the chat")
    await until_state(client, lambda state: state["owner"] == "assistant" and "specialist" not in state)
    await web.hears("conversation", lambda view: view["handoff"]["state"] == "wrap_up")
    assert (await client.sends("choose", {"id": str(uuid4()), **end}))["ok"]
    await until_said(client, "That chat is over already.")
    await web.does("wrap_up", conversation=offer["conversation"], reason="person_left")
    await client.say("and what about escrow?")
    await until_said(client, "You said: and what about escrow?")
