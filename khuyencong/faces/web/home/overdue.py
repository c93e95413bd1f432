"""What is late, by whom, since when: counts by province and step, their rows, the workbook."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.home.lateness import LateRow, cells, late_rows
from khuyencong.faces.web.home.waits import Day
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import filters_of, kept_values, narrow_fields
from khuyencong.ground.regulations.deadlines import Duty
from khuyencong.ground.regulations.queries import deadline_rules_on

SHOWN = 100
COLUMNS = ("Việc", "Ai đang giữ", "Hồ sơ", "Tỉnh", "Từ ngày", "Hạn", "Quá hạn (ngày làm việc)", "Căn cứ")


class LateForm(forms.Form):
    """Which step, in which province."""

    viec = forms.ChoiceField(label="Việc", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {"viec": choices.members(Duty), "province": choices.provinces(request.actor, Can.PLAN_READ)}
        narrow_fields(self, options)

    def narrow(self) -> dict[str, Any]:
        """Return the filter; a value that makes no sense narrows nothing."""
        kept = kept_values(self)
        return {
            "duty": kept.get("viec", ""),
            "province": int(kept["province"]) if kept.get("province") else None,
        }


@page(Can.PLAN_READ)
def late(request: Request) -> HttpResponse:
    """Show what is late.  Two queries a step at most, whatever they find."""
    form, day = LateForm(request), Day(request.today, deadline_rules_on(request.today))
    asked = form.narrow()
    kept = [
        cell
        for cell in cells(request.actor, day)
        if asked["duty"] in {"", cell.duty} and asked["province"] in {None, cell.province_id}
    ]
    total = sum(cell.count for cell in kept)
    # Every step is asked, whether or not the first ones fill the page: the number of queries says nothing of the rows.
    rows = list(late_rows(request.actor, day, **asked, most=SHOWN))[:SHOWN]
    context = {
        "form": form,
        "cells": kept,
        "rows": [(row, reverse(row.route, args=[row.pk])) for row in rows],
        "total": total,
        "more": total - len(rows),
        "query": request.GET.urlencode(),
    }
    return show(request, "home/late.html", context)


@page(Can.PLAN_READ)
def late_export(request: Request) -> HttpResponseBase:
    """Send the whole list as a workbook."""
    form, day = LateForm(request), Day(request.today, deadline_rules_on(request.today))
    found = (_cells(row) for row in late_rows(request.actor, day, **form.narrow()))
    return workbook("viec-qua-han", _("Việc quá hạn"), filters_of(form, request), COLUMNS, found)


def _cells(row: LateRow) -> tuple[Any, ...]:
    return row.step, row.holder, row.title, row.province, row.since, row.due, row.days, row.law
