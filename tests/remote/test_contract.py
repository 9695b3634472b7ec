"""docs/marketplace-api.yaml says what the code serves and takes."""

import re

import pytest
import yaml

from bot.marketplace.commands import Action, Quote, Receipt
from bot.marketplace.port import IncidentView, Records, TransactionView
from bot.marketplace.quotes import COMMANDS
from bot.marketplace.sql_commands import SqlCommands
from bot.marketplace.statement import EARNINGS, LINES
from bot.remote.api import marketplace_api
from bot.remote.api_reads import TRANSACTIONS_DEFAULT, TRANSACTIONS_MAX
from bot.remote.marketplace import AS_OF
from bot.remote.refusals import CODE, refusal_of
from bot.remote.views import WORDS, read
from bot.remote.whole import require_history, require_records
from bot.settings import ROOT
from tests.remote.schemas import anchored, schemas

CONTRACT = yaml.safe_load((ROOT / "docs" / "marketplace-api.yaml").read_text("utf-8"))
COMPONENTS = CONTRACT["components"]
RESPONSES = COMPONENTS["responses"]


def without_descriptions(told):
    if isinstance(told, dict):
        return {name: without_descriptions(each) for name, each in told.items() if name != "description"}
    return [without_descriptions(each) for each in told] if isinstance(told, list) else told


def operation(path, method):
    return CONTRACT["paths"][path][method]


def told(path, method="get", status="200"):
    return operation(path, method)["responses"][status]["content"]["application/json"]["example"]


def refs(document):
    if isinstance(document, dict):
        yield from ([document["$ref"]] if "$ref" in document else [])
        for each in document.values():
            yield from refs(each)
    if isinstance(document, list):
        for each in document:
            yield from refs(each)


def test_it_has_every_route_of_the_server_and_no_other(sql, shop, clock):
    app = marketplace_api(sql, "k" * 32, commands=SqlCommands(shop, clock))
    served = {(route.resource.canonical, route.method.lower()) for route in app.router.routes()} - {
        (route.resource.canonical, "head") for route in app.router.routes()
    }
    assert served == {(path, method) for path, methods in CONTRACT["paths"].items() for method in methods}


@pytest.mark.parametrize("name", schemas())
def test_it_has_every_field_and_every_value_of(name):
    assert without_descriptions(COMPONENTS["schemas"][name]) == schemas()[name]


def test_it_has_no_schema_that_nobody_reads():
    assert set(COMPONENTS["schemas"]) == {*schemas(), "Command", "Refusal"}
    offered = [each["$ref"].rpartition("/")[2] for each in COMPONENTS["schemas"]["Command"]["oneOf"]]
    assert offered == [COMMANDS[action].__name__ for action in COMMANDS]
    assert set(COMMANDS) == set(Action)


def test_every_reference_leads_somewhere():
    for ref in refs(CONTRACT):
        _, _, kind, name = ref.split("/")
        assert name in COMPONENTS[kind], ref


def test_every_view_says_what_it_is():
    assert [name for name, schema in COMPONENTS["schemas"].items() if not schema.get("description")] == []


def test_the_examples_are_what_the_client_takes():
    records = read(Records, told("/v1/accounts/{account}/records"))
    require_records(records, records.account.id)
    lines = [read(TransactionView, line) for line in told("/v1/accounts/{account}/transactions")["transactions"]]
    require_history(lines, TRANSACTIONS_DEFAULT)
    read(IncidentView, told("/v1/incident")["incident"])
    quote = read(Quote, told("/v1/accounts/{account}/quotes", "post", "201"))
    receipt = read(Receipt, told("/v1/accounts/{account}/quotes/{quote}/confirm", "post"))
    assert receipt.quote == quote
    asked = operation("/v1/accounts/{account}/quotes", "post")["requestBody"]["content"]["application/json"]["example"]
    read(COMMANDS[Action(asked["action"])], asked)
    for response in RESPONSES.values():
        refusal_of(response["content"]["application/json"]["example"])


def test_headers_limits_and_codes_are_the_codes():
    assert set(COMPONENTS["headers"]) == {AS_OF}
    [_, limit] = operation("/v1/accounts/{account}/transactions", "get")["parameters"]
    assert limit["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": TRANSACTIONS_MAX,
        "default": TRANSACTIONS_DEFAULT,
    }
    assert COMPONENTS["schemas"]["Refusal"]["properties"]["code"]["pattern"] == anchored(CODE)
    assert re.fullmatch(r"\d+", CONTRACT["info"]["version"])


def test_every_kind_of_line_that_is_written_can_be_read():
    assert {kind for kind, _ in (*LINES.values(), *EARNINGS.values())} <= set(WORDS[TransactionView, "kind"])
