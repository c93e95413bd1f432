"""What a view is made of: a route with its capability, a form that can be refused, a page of a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.access.roles import ROLES

P = ParamSpec("P")
T = TypeVar("T")
Response = TypeVar("Response", bound=HttpResponseBase)

PAGE_SIZE = 50

if TYPE_CHECKING:  # Django's own class takes no arguments when it runs
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class Request(HttpRequest):
    """A request as views see it: with the actor and the day (for types only)."""

    actor: Actor
    today: Any


@dataclass(frozen=True)
class Access:
    """Who may come by a route.  ``capability`` is ``None`` for anybody signed in; ``public`` asks for no sign-in."""

    capability: Can | None
    methods: tuple[str, ...]
    public: bool = False


def page(
    capability: Can | None = None, *, methods: tuple[str, ...] = ("GET",), public: bool = False
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], Callable[Concatenate[Any, P], HttpResponseBase]]:
    """Guard a view: its access is an attribute that the golden table of routes is read from.

    Somebody without the capability anywhere is told which roles have it; what a single row allows is judged by the
    view's ``access.get`` and by the operation.
    """
    access = Access(capability, methods, public)
    answered = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(
        view: Callable[Concatenate[Any, P], HttpResponseBase],
    ) -> Callable[Concatenate[Any, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in answered:
                return HttpResponseNotAllowed(methods)
            if not public and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if capability is not None and not request.actor.may_anywhere(capability):
                return why_not(request, capability)
            return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]  # read by the golden table
        return guarded

    return decorate


def why_not(request: HttpRequest, capability: Can) -> HttpResponse:
    """Answer 403 with the roles that may."""
    holders = [rule.label for rule in ROLES.values() if capability in rule.capabilities]
    context = {"capability": capability, "holders": holders}
    return render(request, "errors/why_not.html", context, status=403)


def paginate(request: HttpRequest, rows: "QuerySet[Any]", size: int = PAGE_SIZE) -> "Page[Any]":
    """Return the asked page of a list; a number beyond the end gives the last page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


class LongPaginator(_Paginator):
    """Pages of a long list: the rows of a page are found by their keys alone, from whichever end is nearer.

    The order must be whole (its last column is unique).  A page costs two queries: its keys, then its rows with what
    they join.  The last page costs as much as the first.
    """

    def page(self, number: int | str) -> "Page[Any]":
        """Return one page; raises as Django's own does."""
        at = self.validate_number(number)
        bottom = (at - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # a queryset is what it is made with
        if bottom > self.count // 2:
            keys = list(rows.reverse().values_list("pk", flat=True)[self.count - top : self.count - bottom])[::-1]
        else:
            keys = list(rows.values_list("pk", flat=True)[bottom:top])
        found = rows.model._default_manager.filter(pk__in=keys)
        found.query.select_related = rows.query.select_related
        by_key = {row.pk: row for row in found}
        return Page([by_key[key] for key in keys if key in by_key], at, self)


def query_without_page(request: HttpRequest) -> str:
    """Return the query string of the list's filter, for the links of its pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def attempt(form: Form, deed: Callable[[], T]) -> T | None:
    """Do ``deed``; a refusal becomes an error of the form at its field, and ``None`` is returned."""
    try:
        return deed()
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None


def deed(request: HttpRequest, act: Callable[[], object], *, done: str, then: str) -> HttpResponse:
    """Do an act without a form of its own; say ``done`` or the refusal, and go on to the page ``then``."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(then)


def show(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render a page."""
    return render(request, template, dict(context))
