"""Logging inside Rasa's process: JSON lines on stderr, warnings and worse, nobody's words."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import datetime, timezone
from typing import Any

import structlog


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception only its kind and place are told: its message may quote somebody."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Ours are static names of events. Rasa's may hold a message of a user: only its first words' template is kept.
            "event": record.msg if _is_ours(record) else str(record.msg).split("{")[0][:80],
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])[-5:]
            ]
        return json.dumps(line)


def configure(level: int = logging.WARNING) -> None:
    """Send everything through one handler, Rasa's structlog included."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("milepost").setLevel(logging.INFO)
    # Rasa's structured events carry texts and entities as fields: the name of the event is all we keep.
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _name_only],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    # Deprecations of the libraries that Rasa 3.6 is bound to: nothing that we could mend here.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def _name_only(_logger: Any, _method: str, event: dict[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    return (str(event.get("event", "")),), {}


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.startswith("milepost")
