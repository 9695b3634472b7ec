"""A job post in the making: a form takes it down, a draft comes back and is kept. Nothing is posted."""

from collections.abc import Mapping
from typing import Any

from bot.actions.answer import Answer, said
from bot.actions.asked import Asked
from bot.actions.phrases import phrased
from bot.actions.planning import chosen
from bot.actions.words import Words
from bot.desk.drafts import FIELDS, MINIMUM_MINOR, exported
from bot.desk.forms import Field
from bot.marketplace.money import Money

FORM = "job_post"


async def draft_job_post(asked: Asked, words: Words) -> Answer:
    """Show the form, with what is written already; once it is filled in, the draft, which its client accepts or changes."""
    if asked.form is not None:
        return _drafted(asked, asked.form, words)
    draft = None if asked.desk is None else asked.desk.draft
    project = chosen(asked)
    written: Mapping[str, Any] = {}
    if draft is not None:
        written = draft.fields
    elif project is not None:
        written = {"deliverables": project.handed_over, "skills": project.skills}
    key = "draft_job_post" if draft is None else "draft_job_post_again"
    return said(words, key, _form(words, written))


def _form(words: Words, written: Mapping[str, Any]) -> dict[str, Any]:
    fields = [_field(words, field, written.get(field.name)) for field in FIELDS]
    return {"type": "form", "form": FORM, "fields": fields, "then": {"topic": "draft_job_post"}}


def _field(words: Words, field: Field, written: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": field.name,
        "label": words.text(f"job_post_{field.name}"),
        "kind": field.kind,
        "required": field.required,
    }
    if field.greatest is not None:
        shown["max"] = field.greatest
    if field.kind == "choice":
        shown["options"] = [{"id": each, "label": words.text(f"budget_{each}")} for each in field.options]
    if field.kind == "money":
        shown["min"] = min(MINIMUM_MINOR.values())
    match written:
        case {"minor": int(minor)}:
            shown["value"] = f"{minor // 100}.{minor % 100:02d}"
        case str():
            shown["value"] = written
    return shown


def _drafted(asked: Asked, form: Mapping[str, Any], words: Words) -> Answer:
    """Show the draft; one whose budget is below the least that can be offered is shown as a form again, nothing lost."""
    least = Money(MINIMUM_MINOR[form["budget_kind"]])
    if form.get("budget") and form["budget"]["minor"] < least.minor:
        kind = words.text(f"budget_{form['budget_kind']}").lower()
        told = phrased(asked, {"least": least})["least"]
        return said(words, "job_post_below_minimum", _form(words, form), kind=kind, least=told)
    before = None if asked.desk is None else asked.desk.draft
    version = 1 if before is None else before.version + 1
    text = exported(form)
    block = {"type": "draft", "title": form["title"], "text": text, "version": version, "fields": dict(form)}
    answer = said(words, "job_post_drafted", block, _decisions(words, version), text=text)
    return Answer(answer.text, answer.blocks, file={"draft": {"base": version - 1, "fields": dict(form)}})


def _decisions(words: Words, version: int) -> dict[str, Any]:
    """Make the buttons of a draft; the gateway itself does what they say, for the client alone."""
    buttons = [
        {"label": words.text("job_post_accept"), "then": {"act": "accept_draft", "version": version}},
        {"label": words.text("job_post_edit"), "then": {"topic": "draft_job_post", "entities": {}}},
        {"label": words.text("plan_with_person"), "then": {"topic": "talk_to_specialist", "entities": {}}},
    ]
    return {"type": "choices", "choices": [{"id": str(number), **each} for number, each in enumerate(buttons, 1)]}
