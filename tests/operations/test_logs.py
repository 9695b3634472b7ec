import io
import json
import logging

import pytest
import structlog

from bot import logs

WORDS = "my card is 4242 and I am Ann"


@pytest.fixture
def written():
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.configure("INFO", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], _ = before
    root.setLevel(before[1])
    structlog.reset_defaults()


def test_an_event_is_one_line_of_json_with_its_fields(written):
    structlog.get_logger().info("turn_done", ms=12, topic="escrow_balance")
    (line,) = written()
    assert line["event"] == "turn_done"
    assert (line["ms"], line["topic"], line["level"]) == (12, "escrow_balance", "info")
    assert line["at"].endswith("Z")


@pytest.mark.parametrize("field", ["text", "token", "name", "email", "Email", "user_text", "access_token", "payload"])
def test_a_forbidden_field_keeps_its_name_and_loses_its_value(written, field):
    structlog.get_logger().info("said", **{field: WORDS})
    (line,) = written()
    assert line[field] == logs.LEFT_OUT


def test_forbidden_fields_are_found_inside_others(written):
    structlog.get_logger().info("said", given={"deep": [{"text": WORDS}], "ms": 3})
    (line,) = written()
    assert line["given"] == {"deep": [{"text": logs.LEFT_OUT}], "ms": 3}


def test_an_error_is_logged_without_its_sentence(written):
    try:
        int(WORDS)
    except ValueError:
        structlog.get_logger().exception("turn_failed")
    (line,) = written()
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["passed"][0]
    assert WORDS not in json.dumps(line)


def test_a_librarys_record_keeps_its_sentence_without_the_values(written):
    logging.getLogger("some.library").warning("received %s", WORDS)
    (line,) = written()
    assert line["event"] == "received %s"
    assert line["logger"] == "some.library"


def test_a_librarys_error_is_logged_without_its_sentence(written):
    try:
        int(WORDS)
    except ValueError:
        logging.getLogger("some.library").exception("could not")
    assert WORDS not in json.dumps(written())


def test_contextual_fields_are_cleaned_too(written):
    with structlog.contextvars.bound_contextvars(conversation="c1", visitor="v1.secret"):
        structlog.get_logger().info("say")
    (line,) = written()
    assert (line["conversation"], line["visitor"]) == ("c1", logs.LEFT_OUT)
