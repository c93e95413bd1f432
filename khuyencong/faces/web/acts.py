"""A page for one act: what it is about, its small form, one call, and on to where the actor came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from khuyencong.faces.web.page import Request, attempt, show

Cleaned = Mapping[str, Any]


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    label: str
    url: str


@dataclass(frozen=True)
class Fact:
    """A term and its value, as the definition list shows them."""

    term: str
    value: str
    href: str = ""
    go: str = ""
    """What the link of a warning says; without it a warning has none."""


@dataclass(frozen=True)
class Offer:
    """An act that the state allows and the actor may do: a link to its page, or a button that posts at once."""

    label: str
    url: str
    tone: str = "default"
    icon: str = ""
    post: bool = False
    confirm: str = ""


@dataclass(frozen=True)
class Act:
    """What the page of an act says, and where it goes when it is done."""

    title: str
    button: str
    done: str
    then: str
    crumbs: tuple[Crumb, ...]
    tone: str = "primary"
    intro: str = ""
    facts: tuple[Fact, ...] = ()
    warnings: tuple[Fact, ...] = ()
    """What the actor should know before: a heading, a sentence, and where to do something about it."""


def posted(request: Request) -> QueryDict | None:
    """Return what was sent: a POST with nothing in it is judged like any other."""
    return request.POST if request.method == "POST" else None


def perform(request: Request, form: Form, act: Act, do: Callable[[Cleaned], object]) -> HttpResponse:
    """Show the form; on a good POST do the act once and go on.  A refusal stands at its field, nothing is written."""
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: do(form.cleaned_data))
        if not form.errors:
            messages.success(request, act.done)
            return redirect(act.then)
    return show(request, "projects/act.html", {"form": form, "act": act})
