"""The same actions over the same records, as the stock SDK server loads them: one class each, made without arguments."""

from rasa_sdk import Action

from bot.actions.webhook import TopicAction
from bot.cli.parts import shared_parts
from bot.settings import Settings


def _stock(served: Action) -> type[Action]:
    """Make a class as the SDK's package loader wants it, which answers as `served` does."""

    def name(_self: Action) -> str:
        return served.name()

    async def run(_self: Action, dispatcher: object, tracker: object, domain: object) -> list[object]:
        return await served.run(dispatcher, tracker, domain)

    return type(f"Stock_{served.name()}", (Action,), {"name": name, "run": run, "__module__": __name__})


# The loader makes one of every action class that it finds, without arguments, except of Rasa's own.
TopicAction.__module__ = f"rasa.{TopicAction.__module__}"
for _served in shared_parts(Settings()).actions():
    globals()[f"Stock_{_served.name()}"] = _stock(_served)
