"""What surrounds every request: the policy of the page, the actor, and reads that cannot write."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from khuyencong.core.operations import framework_write
from khuyencong.ground.access.actor import NOBODY, Actor
from khuyencong.ground.access.queries import actor_of
from khuyencong.ground.accounts.models import User

Next = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SIGN_IN_PREFIX = "/tai-khoan/"
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE", "FETCH", "CLOSE", "SET", "EXPLAIN")


def real_address(get_response: Next) -> Next:
    """Put the visitor's own address in ``REMOTE_ADDR`` where a proxy that is trusted handed the request on.

    ``X-Forwarded-For`` is read from its end: each proxy adds whom it heard; the first that is no proxy of ours is the
    visitor.  What stands before was written by strangers.
    """
    trusted = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    def visitor(remote: str, heard: list[str]) -> str:
        while heard and any(ip_address(remote) in network for network in trusted):
            remote = str(ip_address(heard.pop().strip()))
        return remote

    def middleware(request: HttpRequest) -> HttpResponseBase:
        heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        with suppress(ValueError):  # not an address: the proxy's own stays
            request.META["REMOTE_ADDR"] = visitor(request.META.get("REMOTE_ADDR", ""), heard)
        return get_response(request)

    return middleware


def content_security_policy(get_response: Next) -> Next:
    """Nothing inline, nothing from elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response

    return middleware


def chosen_language(get_response: Next) -> Next:
    """Speak Vietnamese until somebody chooses otherwise: what a browser was installed with is no choice."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


class ActorMiddleware:
    """Puts ``request.actor`` (built when first asked for) and ``request.today`` there: the clock enters here."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Attach the actor, and give the sign-in pages a name for the rows they own."""
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if request.method == "POST" and request.path.startswith(SIGN_IN_PREFIX):
            with framework_write(_actor(request), "Tự quản lý tài khoản"):
                return self.get_response(request)
        return self.get_response(request)


def read_only_reads(get_response: Next) -> Next:
    """GET and HEAD run under a guard that lets only reads through (the session's own table aside)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return get_response(request)

    return middleware


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_of(user, today=request.today) if isinstance(user, User) else NOBODY  # type: ignore[attr-defined]


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    if not sql.lstrip(" (").upper().startswith(_READS) and "django_session" not in sql:
        raise RuntimeError(f"a read tried to write: {sql[:80]}")
    return execute(sql, params, many, context)
