"""A job post is drafted together, changed at its client's wish, and settled by the client alone."""

from uuid import uuid4

from sqlalchemy import select

from bot.assistant import Utterance
from bot.marketplace.job_posts import JobPostDraft
from tests.journeys.desk.conftest import HELP, until_said

FIELDS = {
    "title": "A logo for a bakery",
    "goal": "A logo that works on bread bags.",
    "deliverables": "Vector files and a one-page guide.",
    "skills": "Illustration",
    "budget_kind": "fixed",
    "budget": {"minor": 60000, "currency": "USD"},
    "timeline": "Three weeks",
}


def button(message: dict, label: str) -> str:
    [choices] = [block["choices"] for block in message["blocks"] if block["type"] == "choices"]
    return next(choice["id"] for choice in choices if choice["label"] == label)


async def press(client, message: dict, label: str) -> dict:
    return await client.sends(
        "choose", {"id": str(uuid4()), "message": message["seq"], "choice": button(message, label)}
    )


async def test_question_person_live_job_post_accepted_and_back_to_the_assistant(client, design, database, assistant):
    await client.say("what people does a logo need?")
    await until_said(client, "You said: what people")
    await client.say(HELP)
    offer = await design.hears("offer")
    await design.does("accept", handoff=offer["handoff"])
    conversation = offer["conversation"]
    await design.says(conversation, "Let me write that down.")

    assert (await design.does("draft", conversation=conversation, base=0, fields=FIELDS))["version"] == 1
    first = await until_said(client, "Specialist Design has written a draft of your job post, version 1")
    [block] = [block for block in first["blocks"] if block["type"] == "draft"]
    assert block["fields"]["title"] == FIELDS["title"]
    assert "A logo that works on bread bags." in first["text"]

    assert (await press(client, first, "Ask for changes"))["ok"]
    asked = await until_said(client, "What should be different?")
    values = {"changes": "Please say that I have a sketch."}
    form = {"id": str(uuid4()), "message": asked["seq"], "form": "draft_changes", "values": values}
    assert (await client.sends("submit", form))["ok"]
    view = await design.hears("conversation", lambda view: (view.get("draft") or {}).get("wish"))
    assert (view["draft"]["state"], view["draft"]["wish"]) == ("changes_requested", values["changes"])

    changed = {**FIELDS, "goal": "A logo that works on bread bags; there is a sketch."}
    stale = await design.sends("draft", {"conversation": conversation, "base": 0, "fields": changed})
    assert (stale["code"], stale["version"]) == ("draft_conflict", 1)
    assert (await design.does("draft", conversation=conversation, base=1, fields=changed))["version"] == 2
    second = await until_said(client, "version 2")
    assert (await press(client, first, "Accept"))["ok"]
    await until_said(client, "There is a newer version of this draft.")
    assert (await press(client, second, "Accept"))["ok"]
    accepted = await until_said(client, "You accepted version 2 of the job post.")
    assert "there is a sketch" in accepted["text"]
    await until_said(client, "kept among your drafts")
    async with database.reading() as session:
        [taken] = await session.scalars(select(JobPostDraft))
        assert (taken.account_id, taken.version, taken.fields["title"]) == ("client-demo", 2, FIELDS["title"])
    view = await design.hears("conversation", lambda view: (view.get("draft") or {}).get("state") == "accepted")
    assert [version["by"] for version in view["draft"]["versions"]] == ["Specialist Design"] * 2

    await design.does("wrap_up", conversation=conversation, reason="job_post_drafted")
    await client.say("thank you")
    await until_said(client, "You said: thank you")
    assert assistant.asked[-1]["metadata"]["desk"]["outcome"] == "job_post_drafted"


async def test_a_draft_of_the_assistants_is_the_same_draft_that_a_specialist_goes_on_with(client, design, assistant):
    assistant.script["plan it"] = [Utterance("Here it is.", topic="draft_job_post", file={"draft": {"fields": FIELDS}})]
    await client.say("plan it")
    shown = await until_said(client, "Assistant has written a draft of your job post, version 1")
    assert {block["type"] for block in shown["blocks"]} == {"draft", "choices"}
    await client.say(HELP)
    offer = await design.hears("offer")
    await design.does("accept", handoff=offer["handoff"])
    view = await design.hears("conversation")
    assert (view["draft"]["version"], view["draft"]["by"]) == (1, "Assistant")
    saved = await design.does("draft", conversation=offer["conversation"], base=1, fields=FIELDS | {"timeline": "Soon"})
    assert saved["version"] == 2


async def test_what_does_not_fit_a_job_post_is_refused_field_by_field(client, design):
    await client.say(HELP)
    offer = await design.hears("offer")
    await design.does("accept", handoff=offer["handoff"])
    for wrong in (
        {"title": ""},
        {"title": 7},
        {"budget": {"minor": 100}},
        {"budget": True},
        {"budget": [500]},
        {"timeline": {"weeks": 2}},
    ):
        data = {"conversation": offer["conversation"], "base": 0, "fields": FIELDS | wrong}
        refused = await design.sends("draft", data)
        assert (refused["code"], set(refused["fields"])) == ("invalid_fields", set(wrong))


async def test_a_draft_that_does_not_fit_is_not_kept_and_the_answer_is_told_all_the_same(client, assistant):
    wrong = {"draft": {"fields": {**FIELDS, "title": "x" * 200}}}
    assistant.script["plan it"] = [Utterance("Here it is.", topic="draft_job_post", file=wrong)]
    await client.say("plan it")
    await until_said(client, "Here it is.")
    await client.say("and then?")
    await until_said(client, "You said: and then?")
    assert not any("draft" in message["text"] for message in client.thread)
