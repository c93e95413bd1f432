"""What is done about people: an account is opened, a post is given, a post ends."""

import secrets
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.scope import NATION
from khuyencong.core.text import sort_key
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.people.forms import AccountForm, EndForm, PostForm
from khuyencong.ground.access import operations as posts
from khuyencong.ground.access.actor import get, visible
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts import operations as accounts
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation, User
from khuyencong.ground.accounts.queries import names_on

BOTH = ("GET", "POST")
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for another when they are read out on the telephone."""


@page(Can.POST_ASSIGN, methods=BOTH)
def open_account(request: Request) -> HttpResponse:
    """Open an account with a random first password.

    The password is shown in the answer to this very request and nowhere else: nothing keeps it but the hash.
    """
    form = AccountForm(request.POST or None)
    crumbs = [{"label": _("Người dùng"), "url": reverse("people")}]
    if request.method == "POST" and form.is_valid():
        said, password = form.cleaned_data, first_password()
        made = attempt(
            form,
            lambda: accounts.open_account(
                request.actor, NATION, email=said["email"], full_name=said["full_name"], password=password
            ),
        )
        if made is not None:
            response = show(request, "people/opened.html", {"person": made, "password": password, "crumbs": crumbs})
            response.headers["Cache-Control"] = "no-store"
            return response
    context = {
        "form": form,
        "title": _("Mở tài khoản"),
        "about": _("Tài khoản mới chưa được làm gì cho đến khi được giao nhiệm vụ."),
        "submit": _("Mở tài khoản"),
        "crumbs": crumbs,
        "back_url": reverse("people"),
    }
    return show(request, "form_page.html", context)


def first_password() -> str:
    """Return a random password of three groups of four: some 59 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(3))


@page(Can.POST_ASSIGN, methods=BOTH)
def assign(request: Request, pk: int) -> HttpResponse:
    """Give somebody a post."""
    person = get(request.actor, Can.POST_ASSIGN, User.objects.all(), pk)
    form = PostForm(request.POST or None, initial={"since": request.today}, organisations=_organisations(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            lambda: posts.assign_post(
                request.actor, said["place"], user=person, role=Role(said["role"]), since=said["since"]
            ),
        )
        if made is not None:
            messages.success(request, _("Đã giao nhiệm vụ: có hiệu lực ngay từ ngày bắt đầu, không cần đăng nhập lại."))
            return redirect("person", pk)
    return _form(
        request, form, _("Giao nhiệm vụ"), _("Giao nhiệm vụ"), person, about=f"{person.full_name}, {person.email}"
    )


@page(Can.POST_ASSIGN, methods=BOTH)
def end(request: Request, pk: int) -> HttpResponse:
    """End a post on a day."""
    rows = Post.objects.select_related("user", "organisation")
    post = get(request.actor, Can.POST_ASSIGN, rows, pk)
    form = EndForm(request.POST or None, initial={"until": request.today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(form, lambda: posts.end_post(request.actor, post, until=said["until"], reason=said["reason"]))
        if done is not None:
            messages.success(request, _("Đã kết thúc nhiệm vụ từ ngày %s.") % show_date(said["until"]))
            return redirect("person", post.user_id)
    return _form(request, form, _("Kết thúc nhiệm vụ"), _("Kết thúc nhiệm vụ"), post.user, about=str(post), danger=True)


def _organisations(request: Request) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the organisations that exist today in groups by kind, each in alphabetical order."""
    rows = [
        row
        for row in visible(request.actor, Can.POST_ASSIGN, Organisation.objects.all())
        if row.closed_on is None or row.closed_on > request.today
    ]
    names = names_on(request.today, [row.pk for row in rows])
    groups = []
    for kind in OrganisationKind:
        inside = [(row.pk, names[row.pk].name if row.pk in names else row.code) for row in rows if row.kind == kind]
        groups.append((kind.label[:1].upper() + kind.label[1:], sorted(inside, key=lambda pair: sort_key(pair[1]))))
    return groups


def _form(
    request: Request, form: object, title: str, submit: str, person: User, *, about: str, danger: bool = False
) -> HttpResponse:
    crumbs = [
        {"label": _("Người dùng"), "url": reverse("people")},
        {"label": person.full_name, "url": reverse("person", args=[person.pk])},
    ]
    context = {
        "form": form,
        "title": title,
        "about": about,
        "submit": submit,
        "crumbs": crumbs,
        "back_url": crumbs[-1]["url"],
        "danger": danger,
    }
    return show(request, "form_page.html", context)
