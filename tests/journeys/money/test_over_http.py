"""The same journeys where the marketplace is a system of its own, behind its API."""

import pytest

from bot.marketplace.sql import SqlMarketplace
from bot.marketplace.sql_commands import SqlCommands
from bot.remote.api import marketplace_api
from bot.remote.commands import HttpCommands
from bot.remote.marketplace import HttpMarketplace
from tests.journeys.money.test_other_side import (
    test_from_the_first_sentence_to_the_receipt_and_the_ledger as test_answers_to_the_other_side_over_http,
)
from tests.journeys.money.test_sending_offers import (
    test_it_is_answered_or_withdrawn_in_the_chat as test_an_offer_is_answered_or_withdrawn_over_http,
)
from tests.journeys.money.test_sending_offers import (
    test_the_form_the_quote_and_the_receipt as test_an_offer_is_sent_over_http,
)
from tests.journeys.money.test_two_keys import (
    test_from_the_first_sentence_to_the_receipt_and_the_ledger as test_from_the_first_sentence_to_the_receipt_over_http,
)
from tests.patience import PATIENCE_S
from tests.remote.conftest import KEY, line_to

__all__ = [
    "test_an_offer_is_answered_or_withdrawn_over_http",
    "test_an_offer_is_sent_over_http",
    "test_answers_to_the_other_side_over_http",
    "test_from_the_first_sentence_to_the_receipt_over_http",
]


@pytest.fixture
async def line(shop, clock):
    async with line_to(
        marketplace_api(SqlMarketplace(shop, clock, deadline_s=PATIENCE_S), KEY, commands=SqlCommands(shop, clock))
    ) as line:
        yield line


@pytest.fixture
def commands(line, database):
    return HttpCommands(line, database)


@pytest.fixture
def marketplace(line):
    return HttpMarketplace(line)
