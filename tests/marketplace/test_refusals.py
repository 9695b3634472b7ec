"""Every refusal of the marketplace has a code for programs and a sentence for people."""

import importlib
import pkgutil

import pytest

import bot.marketplace
from bot.errors import Refused
from bot.remote.refusals import CODE

LONGEST = 200

for module in pkgutil.walk_packages(bot.marketplace.__path__, f"{bot.marketplace.__name__}."):
    importlib.import_module(module.name)


def kinds(of=Refused):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


OURS = sorted(
    {kind for kind in kinds() if kind.__module__.startswith("bot.marketplace.")}, key=lambda kind: kind.__name__
)


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_it_has_its_own_code_and_its_own_sentence(kind):
    assert {"code", "sentence"} <= vars(kind).keys()
    assert CODE.fullmatch(kind.code)
    assert kind.sentence.endswith(".")
    assert len(kind.sentence) <= LONGEST
