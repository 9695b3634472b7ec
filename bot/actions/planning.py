"""Planning: which people a project needs, what they hand over, and the ways on from there."""

from collections.abc import Sequence

from bot.actions.answer import Answer, said
from bot.actions.asked import Asked
from bot.actions.projects import Project, named, projects
from bot.actions.words import Words, choices

#: Kinds that are offered where a message names none, the ones most asked for.
OFFERED = ("website", "app", "logo", "video", "writing", "marketing")


async def ask_specialist_help(asked: Asked, words: Words) -> Answer:
    """Tell which people the project needs that the message names, or ask what kind it is."""
    project = chosen(asked)
    if project is None:
        kinds = (((words.text(f"project.{name}")), "ask_specialist_help", {"id": name}) for name in OFFERED)
        return said(words, "ask_specialist_help", choices(*kinds))
    steps = {"type": "steps", "steps": [person[:1].upper() + person[1:] + "." for person in project.people]}
    category = category_of(project, () if asked.desk is None else asked.desk.categories)
    ways = choices(
        (words.text("plan_it"), "draft_job_post", {"id": project.name}),
        (words.text("plan_with_person"), "talk_to_specialist", {"id": category} if category else {}),
    )
    kind = words.text(f"project.{project.name}").lower()
    return said(words, "project_people", steps, ways, kind=kind, handed_over=project.handed_over)


def chosen(asked: Asked) -> Project | None:
    """Find the kind of project that a button or the message names."""
    if asked.pressed:
        return next((projects()[given] for given in asked.values("id") if given in projects()), None)
    return named(asked.text)


def category_of(project: Project, categories: Sequence[str]) -> str | None:
    """Find the desk's category for a kind of project."""
    return next((each for each in categories if project.category is not None and project.category in each), None)
