"""What a request gets when there is no page for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


class NoSuchPage(Http404):
    """A 404 with a sentence for the reader: what was not found, and what to do instead."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; what is not there and what is not yours read the same, unless a view had more to say."""
    reason = str(exception) if isinstance(exception, NoSuchPage) else ""
    return render(request, "errors/404.html", {"reason": reason}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return render(request, "errors/403.html", status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (``CSRF_FAILURE_VIEW``): most often one left open over night."""
    return render(request, "errors/403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the request: what surrounds a page may be what broke."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
