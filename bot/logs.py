"""Logs: one JSON object a line, and nobody's words in it.

An event's name is static; what varies goes into fields. Fields that could hold what a person said or
who a person is are left out by name, whoever logs them.
"""

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

# Compared without case; a field is also forbidden where its name ends in one of these after `_`.
FORBIDDEN = frozenset(
    {
        "address",
        "answer",
        "authorization",
        "blocks",
        "body",
        "comment",
        "cookie",
        "display_name",
        "email",
        "entities",
        "ip",
        "message",
        "messages",
        "name",
        "password",
        "payload",
        "phone",
        "query",
        "question",
        "remote",
        "secret",
        "subject",
        "text",
        "token",
        "values",
        "visitor",
        "words",
    }
)
LEFT_OUT = "[left out]"
FIELD_CHARS_MAX = 2000
TALKATIVE = ("rasa_sdk", "alembic", "engineio", "socketio")


def configure(level: str = "INFO", stream: TextIO = sys.stdout) -> None:
    """Send our own logs and those of libraries to `stream`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            # A library's static sentence only: the values it would fill in may be anybody's words.
            use_get_message=False,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                error_without_words,
                drop_words,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)


def drop_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Leave out, at any depth, the value of every field whose name is forbidden."""
    return {name: _cleaned(name, value) for name, value in event.items()}


def error_without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write an error as its type and the places it passed; its sentence may quote what a person said."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["passed"] = _passed(error)
    return event


def _cleaned(name: str, value: Any) -> Any:
    if _is_forbidden(name):
        return LEFT_OUT
    if isinstance(value, dict):
        return {inner: _cleaned(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned("", held) for held in value]
    return value[:FIELD_CHARS_MAX] if isinstance(value, str) else value


def _is_forbidden(name: str) -> bool:
    lower = name.lower()
    return lower in FORBIDDEN or any(lower.endswith(f"_{word}") for word in FORBIDDEN)


def _passed(error: BaseException) -> list[str]:
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places
