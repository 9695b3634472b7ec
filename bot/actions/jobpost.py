"""A job post in the making: a form takes it down, and it is kept as a draft. Nothing is posted."""

from collections.abc import Mapping
from typing import Any

from bot.actions.answer import Answer, said
from bot.actions.asked import Asked
from bot.actions.phrases import phrased
from bot.actions.planning import chosen
from bot.actions.words import Words
from bot.desk.drafts import FIELDS, MINIMUM_MINOR
from bot.desk.forms import Field
from bot.marketplace.money import Money

FORM = "job_post"


async def draft_job_post(asked: Asked, words: Words) -> Answer:
    """Show the form, with what is written already; once it is filled in, hand it over."""
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
    """Hand the draft over to be kept; the desk shows it then, with the buttons that decide about it.

    One whose budget is below the least that can be offered is asked for again, and nothing of it is lost.
    """
    least = Money(MINIMUM_MINOR[form["budget_kind"]])
    if form.get("budget") and form["budget"]["minor"] < least.minor:
        kind = words.text(f"budget_{form['budget_kind']}").lower()
        told = phrased(asked, {"least": least})["least"]
        return said(words, "job_post_below_minimum", _form(words, form), kind=kind, least=told)
    answer = said(words, "job_post_taken")
    return Answer(answer.text, answer.blocks, file={"draft": {"fields": dict(form)}})
