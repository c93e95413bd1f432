"""The first page, who may do what, the gallery of components, and the pulse."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.home.board import board
from khuyencong.faces.web.home.matrix import matrix
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.samples import samples


@page()
def home(request: Request) -> HttpResponse:
    """Show what waits for the actor."""
    may = request.actor.may_anywhere
    found = board(request.actor, today=request.today, now=timezone.now())
    context = {"board": found, "may_late": may(Can.PLAN_READ), "may_law": may(Can.REGULATIONS_READ)}
    return show(request, "home/home.html", context)


@page()
def who_may(request: Request) -> HttpResponse:
    """Show every role with its capabilities, from the tables that decide."""
    return show(request, "home/who_may.html", {"matrix": matrix()})


@page()
def gallery(request: Request) -> HttpResponse:
    """Show every component with sample data."""
    return show(request, "gallery.html", {"samples": samples()})


@page(public=True)
def health(request: HttpRequest) -> HttpResponse:
    """Say "ok" when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
