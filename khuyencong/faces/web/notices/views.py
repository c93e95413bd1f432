"""Somebody's notices: the bell, the list, opening one, and how to be told."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Crumb, posted
from khuyencong.faces.web.notices.about import path_of
from khuyencong.faces.web.notices.forms import NoticeFilterForm, PreferencesForm
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.ground.notices import inbox
from khuyencong.ground.notices.queries import notices_of, unread_count, ways_of


@page()
def notices(request: Request) -> HttpResponse:
    """Show the actor's notices, the newest first."""
    form = NoticeFilterForm(request.GET)
    form.is_valid()
    kind, unread = form.cleaned_data.get("kind", ""), form.cleaned_data.get("unread", False)
    found = paginate(request, notices_of(_own(request), kind=kind, unread=unread))
    context = {
        "form": form,
        "page": found,
        "narrowed": bool(kind or unread),
        "query": query_without_page(request),
        "unread": unread_count(_own(request)),
        "may_retry": request.actor.may_anywhere(Can.JOB_RETRY),
        "sink": _sink(),
    }
    return show(request, "notices/list.html", context)


@page()
def notices_unread(request: Request) -> HttpResponse:
    """Return the number on the bell; the page asks for it when it stands, so that no page waits for it."""
    return show(request, "notices/_count.html", {"count": unread_count(_own(request))})


@page(methods=("POST",))
def notices_read(request: Request) -> HttpResponse:
    """Mark every notice of the actor as read."""
    count = inbox.mark_read(_own(request), now=timezone.now())
    messages.success(request, _("Đã đánh dấu %(count)s thông báo là đã đọc.") % {"count": count})
    return redirect("notices")


@page(methods=("POST",))
def notice_open(request: Request, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = notices_of(_own(request)).filter(pk=pk).first()
    if notice is None:
        raise Http404
    inbox.mark_read(_own(request), now=timezone.now(), notice_id=pk)
    return redirect(path_of(notice))


@page(methods=("GET", "POST"))
def notice_preferences(request: Request) -> HttpResponse:
    """Show and keep how the actor wishes to be told of each kind."""
    form = PreferencesForm(posted(request), ways=ways_of(_own(request)))
    if request.method == "POST" and form.is_valid():
        inbox.choose(_own(request), form.ways())
        messages.success(request, _("Đã ghi cách nhận thông báo."))
        return redirect("notices")
    context = {
        "form": form,
        "title": _("Cách nhận thông báo"),
        "about": _("Thư tổng hợp được gửi lúc 7 giờ sáng, gồm những việc chưa đọc."),
        "submit": _("Ghi"),
        "back_url": reverse("notices"),
        "crumbs": (Crumb(_("Thông báo"), reverse("notices")),),
    }
    return show(request, "form_page.html", context)


def _own(request: Request) -> int:
    """Return the id of the account: ``page`` lets nobody in without one."""
    return request.actor.id or 0


def _sink() -> str:
    """Say where letters go that no mail server takes; empty where one does."""
    return "var/mail" if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") else ""
