"""The log of the whole country: who wrote what, when and why."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.models import AuditEntry
from khuyencong.core.scope import NATION
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.people.forms import HistoryFilterForm
from khuyencong.faces.web.people.words import CHANGES, Told, told
from khuyencong.ground.access.actor import Actor
from khuyencong.ground.access.queries import HistoryFilter
from khuyencong.ground.access.queries import history as entries_of
from khuyencong.ground.access.roles import ROLES, Reach

COLUMNS = ("Ngày", "Giờ", "Người", "Việc", "Lý do", "Bản ghi", "Tên", "Loại", "Thay đổi")
LONGEST = 50_000
"""Rows of one workbook: a longer log is asked for by days."""
_CHUNK = 1000


def may_read_log(actor: Actor) -> bool:
    """Say whether the whole log is the actor's to read: it knows no province, so a post in one is not enough."""
    return actor.may(Can.HISTORY_READ, NATION)


@page(Can.HISTORY_READ)
def history(request: Request) -> HttpResponse:
    """Show the log, the newest first."""
    if not may_read_log(request.actor):
        return _not_the_whole(request)
    form = HistoryFilterForm(request.GET)
    narrow = _narrow(form)
    found = paginate(request, entries_of(narrow))
    context = {
        "form": form,
        "page": found,
        "entries": told(found.object_list, request.actor),
        "query": query_without_page(request),
        "narrowed": narrow != HistoryFilter(),
        "operation": narrow.operation,
    }
    return show(request, "people/history.html", context)


@page(Can.HISTORY_READ)
def export(request: Request) -> HttpResponseBase:
    """Send the filtered log as a workbook."""
    if not may_read_log(request.actor):
        return _not_the_whole(request)
    form = HistoryFilterForm(request.GET)
    narrow = _narrow(form)
    names = dict(form.fields["table"].choices)  # type: ignore[attr-defined]  # a choice field
    filters = filter_words(
        ("Người", narrow.person),
        ("Bản ghi", names.get(narrow.table, "")),
        ("Việc", narrow.verb),
        ("Loại", CHANGES.get(narrow.change, "")),
        ("Từ ngày", show_date(narrow.since) if narrow.since else ""),
        ("Đến ngày", show_date(narrow.until) if narrow.until else ""),
        ("Nhiều nhất", f"{LONGEST} dòng mới nhất"),
        today=request.today,
    )
    rows = entries_of(narrow)[:LONGEST].iterator(chunk_size=_CHUNK)
    return workbook("nhat-ky", "Nhật ký thay đổi", filters, COLUMNS, (_cells(entry) for entry in _in_words(rows)))


def _not_the_whole(request: Request) -> HttpResponse:
    """Answer 403 with the roles that read the log of the whole country."""
    holders = [
        rule.label for rule in ROLES.values() if rule.reach is Reach.NATION and Can.HISTORY_READ in rule.capabilities
    ]
    context = {"capability": {"label": _("xem nhật ký của cả nước")}, "holders": holders}
    return render(request, "errors/why_not.html", context, status=403)


def _narrow(form: HistoryFilterForm) -> HistoryFilter:
    form.is_valid()
    said = form.cleaned_data
    return HistoryFilter(
        table=said.get("table", ""),
        person=said.get("person", ""),
        verb=said.get("verb", ""),
        change=said.get("change", ""),
        since=said.get("since"),
        until=said.get("until"),
        operation=said.get("operation"),
    )


def _in_words(rows: Iterator[AuditEntry]) -> Iterator[Told]:
    """Put a thousand entries at a time into words, so that names are looked up a thousand at a time."""
    while chunk := list(islice(rows, _CHUNK)):
        yield from told(chunk)


def _cells(entry: Told) -> tuple[Any, ...]:
    at = timezone.localtime(entry.entry.at)
    changes = "; ".join(
        f"{d.label}: {d.before} → {d.after}" if d.before and d.after else f"{d.label}: {d.after or d.before}"
        for d in entry.differences
    )
    raw = entry.entry
    return (
        at.date(),
        f"{at:%H:%M:%S}",
        raw.actor_label,
        raw.verb,
        raw.reason,
        entry.kind,
        entry.row,
        entry.change,
        changes,
    )
