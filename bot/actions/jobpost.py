"""A first draft of a job post: a form is filled in, a text to copy comes back. Nothing is posted."""

from collections.abc import Mapping
from typing import Any

from bot.actions.answer import Answer, said
from bot.actions.asked import Asked
from bot.actions.phrases import phrased
from bot.actions.words import Words
from bot.marketplace.money import Money

TITLE_MAX = 80
LINE_MAX = 300
TEXT_MAX = 1500
BUDGETS = ("fixed", "hourly")

#: The least that may be offered, in minor units (facts.md, ask_specialist_help: W65).
MINIMUM = {"fixed": Money(500), "hourly": Money(300)}

FIELDS: tuple[tuple[str, str, bool, int | None], ...] = (
    ("title", "text", True, TITLE_MAX),
    ("goal", "long_text", True, TEXT_MAX),
    ("deliverables", "long_text", True, TEXT_MAX),
    ("skills", "text", True, LINE_MAX),
    ("budget_kind", "choice", True, None),
    ("budget", "money", False, None),
    ("timeline", "text", False, LINE_MAX),
)


async def draft_job_post(asked: Asked, words: Words) -> Answer:
    """Show the form; once it is filled in, the draft."""
    if asked.form is None:
        return said(words, "draft_job_post", _form(words))
    return _draft(asked, asked.form, words)


def _form(words: Words) -> dict[str, Any]:
    fields: list[dict[str, Any]] = []
    for name, kind, required, longest in FIELDS:
        field: dict[str, Any] = {
            "name": name,
            "label": words.text(f"job_post_{name}"),
            "kind": kind,
            "required": required,
        }
        if longest is not None:
            field["max"] = longest
        if kind == "choice":
            field["options"] = [{"id": value, "label": words.text(f"budget_{value}")} for value in BUDGETS]
        if kind == "money":
            field["min"] = min(least.minor for least in MINIMUM.values())
        fields.append(field)
    return {"type": "form", "form": "job_post", "fields": fields, "then": {"topic": "draft_job_post"}}



def _draft(asked: Asked, form: Mapping[str, Any], words: Words) -> Answer:
    kind = form["budget_kind"]
    least = MINIMUM[kind]
    offered = Money(**form["budget"]) if form.get("budget") else None
    budget = words.text("job_post_budget_open") if offered is None else _amount(asked, words, kind, offered)
    timeline = form.get("timeline") or words.text("job_post_timeline_open")
    told = {name: form[name] for name in ("title", "goal", "deliverables", "skills")}
    text = words.text("job_post_text", **told, budget=budget, timeline=timeline)
    block = {"type": "draft", "title": form["title"], "text": text}
    if offered is not None and offered < least:
        return said(words, "job_post_below_minimum", block, least=_amount(asked, words, kind, least), text=text)
    return said(words, "job_post_drafted", block, text=text)


def _amount(asked: Asked, words: Words, kind: str, amount: Money) -> str:
    return words.text(f"amount_{kind}", **phrased(asked, {"amount": amount}))
