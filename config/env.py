"""The typed environment: every setting that an operator may change, with its type and its default."""

from dataclasses import dataclass
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Env:
    """What the process was told.  ``database_url`` is ``None`` when the embedded PostgreSQL is to be used."""

    debug: bool
    demo: bool
    secret_key: str
    allowed_hosts: tuple[str, ...]
    csrf_origins: tuple[str, ...]
    database_url: str | None
    database_owner_url: str | None
    var: Path
    https: bool
    site_url: str
    email_url: str
    mail_from: str
    proxies: tuple[str, ...]


def read() -> Env:
    """Read the process environment; a value of the wrong type stops the start with its name."""
    env = environ.Env()
    var = Path(env.str("KHUYENCONG_VAR", str(ROOT / "var"))).resolve()
    return Env(
        debug=env.bool("KHUYENCONG_DEBUG", False),
        demo=env.bool("KHUYENCONG_DEMO", False),
        secret_key=env.str("KHUYENCONG_SECRET_KEY", ""),
        allowed_hosts=tuple(env.list("KHUYENCONG_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])),
        csrf_origins=tuple(env.list("KHUYENCONG_ORIGINS", default=[])),
        database_url=env.str("DATABASE_URL", "") or None,
        database_owner_url=env.str("DATABASE_OWNER_URL", "") or None,
        var=var,
        https=env.bool("KHUYENCONG_HTTPS", False),
        site_url=env.str("KHUYENCONG_URL", "http://127.0.0.1:8000").rstrip("/"),
        email_url=env.str("EMAIL_URL", ""),
        mail_from=env.str("KHUYENCONG_MAIL_FROM", "khuyencong@localhost"),
        proxies=tuple(env.list("KHUYENCONG_PROXIES", default=[])),
    )


def secret_key(env: Env) -> str:
    """Return the secret key, made once and kept in ``var/secret_key`` (mode 600) when none is set."""
    if env.secret_key:
        return env.secret_key
    path = env.var / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415  settings are not loaded yet

        env.var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
