"""How letters leave: by SMTP where ``EMAIL_URL`` says so, else as files in ``var/mail``."""

from typing import Any

import environ

from config.env import Env

PATIENCE = 20
"""Seconds after which a mail server that does not answer has failed; the job tries again later."""


def mail(env: Env) -> dict[str, Any]:
    """Return Django's settings of mail.

    ``EMAIL_URL`` is ``smtp+tls://user:password@host:587``, ``smtp+ssl://…:465`` or ``smtp://…:25``.
    """
    sink = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": env.var / "mail"}
    found = dict(environ.Env.email_url_config(env.email_url)) if env.email_url else sink
    known = {"EMAIL_BACKEND", "EMAIL_FILE_PATH", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"}
    known |= {"EMAIL_USE_TLS", "EMAIL_USE_SSL"}
    given = {name: value for name, value in found.items() if name in known and value not in {None, ""}}
    return {**given, "EMAIL_TIMEOUT": PATIENCE, "DEFAULT_FROM_EMAIL": env.mail_from, "SERVER_EMAIL": env.mail_from}
