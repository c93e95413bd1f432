"""The two ways into the database: the application's role, which owns nothing, and the owner, which migrates."""

from typing import Any

import environ

from config.env import Env

APP_ROLE = "khuyencong_app"
DATABASE = "khuyencong"


def databases(env: Env) -> dict[str, dict[str, Any]]:
    """Return Django's ``DATABASES``: ``default`` for work, ``owner`` for ``migrate`` alone.

    Without ``DATABASE_URL`` both point at the PostgreSQL embedded in ``var/postgres``, which starts when it is
    first asked for.  With ``DATABASE_URL`` but no ``DATABASE_OWNER_URL`` one role does both, and ``check`` warns.
    """
    if env.database_url is None:
        embedded = {
            "ENGINE": "config.embedded",
            "NAME": DATABASE,
            "EMBEDDED_DATA": env.var / "postgres",
            "CONN_MAX_AGE": 60,
        }
        return {
            "default": {**embedded, "USER": APP_ROLE, "TEST": {"NAME": "test_khuyencong"}},
            "owner": {**embedded, "USER": "postgres", "TEST": {"MIRROR": "default"}},
        }
    work: dict[str, Any] = dict(environ.Env.db_url_config(env.database_url))
    owner: dict[str, Any] = dict(environ.Env.db_url_config(env.database_owner_url or env.database_url))
    owner["TEST"] = {"MIRROR": "default"}
    return {"default": {**work, "CONN_MAX_AGE": 60}, "owner": owner}
