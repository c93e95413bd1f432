"""Why đề án were refused or returned: counts by code, level, year and province; each opens its rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.appraisal.crumbs import appraisal_crumb
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import filters_of, kept_values, narrow_fields
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.models import Conclusion
from khuyencong.flow.appraisal.queries import ConclusionFilter, conclusion_list, counts_by
from khuyencong.ground.access.actor import visible
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.models import Provision

UNCODED = "-"
COLUMNS = ("Mã số", "Tên đề án", "Năm", "Tỉnh", "Cấp", "Kết luận", "Ngày kết luận", "Lý do", "Nhận xét")


class ConclusionFilterForm(forms.Form):
    """What conclusions are narrowed by."""

    year = forms.ChoiceField(label="Năm kế hoạch", required=False)
    level = forms.ChoiceField(label="Cấp", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    result = forms.ChoiceField(label="Kết luận", required=False)
    reason = forms.ChoiceField(label="Lý do", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        reasons = Provision.objects.filter(kind=ProvisionKind.REFUSAL_REASON).order_by("pk")
        options = {
            "year": choices.years(request.today),
            "level": choices.members(AppraisalLevel),
            "province": choices.provinces(request.actor, Can.APPRAISAL_READ),
            "result": choices.members(Result),
            "reason": [*reasons.values_list("code", "text"), (UNCODED, _("Không ghi mã lý do"))],
        }
        narrow_fields(self, options)

    def narrow(self) -> ConclusionFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return ConclusionFilter(
            year=int(kept["year"]) if kept.get("year") else None,
            level=kept.get("level", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
            result=kept.get("result", ""),
            reason=kept.get("reason", ""),
        )


@dataclass(frozen=True)
class Count:
    """A number and the rows behind it."""

    n: int
    url: str


@dataclass(frozen=True)
class Line:
    """A line of a table of counts."""

    label: str
    counts: tuple[Count, ...]


@page(Can.APPRAISAL_READ)
def appraisal_statistics(request: Request) -> HttpResponse:
    """Count refusals and returns."""
    form = ConclusionFilterForm(request)
    rows = _found(request, form)
    kept = {name: value for name, value in kept_values(form).items() if value}
    results = [(str(result), {"result": str(result)}) for result in Result]
    names = dict(Provision.objects.filter(kind=ProvisionKind.REFUSAL_REASON).values_list("code", "text"))
    context = {
        "form": form,
        "title": _("Thống kê kết quả thẩm định"),
        "crumbs": (appraisal_crumb(),),
        "reasons": _reasons(rows.exclude(result=Result.PASS), names, kept),
        "years": _table(rows, "project__year", "year", kept, results, str),
        "provinces": _table(rows, "project__province", "province", kept, results, _province_names(rows).__getitem__),
    }
    return show(request, "appraisal/statistics.html", context)


@page(Can.APPRAISAL_READ)
def conclusions(request: Request) -> HttpResponse:
    """List the conclusions behind a count."""
    form = ConclusionFilterForm(request)
    shown = paginate(request, _detailed(_found(request, form)))
    context = {
        "form": form,
        "title": _("Các kết luận thẩm định"),
        "crumbs": (appraisal_crumb(),),
        "page": shown,
        "rows": shown.object_list,
        "query": query_without_page(request),
    }
    return show(request, "appraisal/conclusions.html", context)


@page(Can.APPRAISAL_READ)
def conclusions_export(request: Request) -> HttpResponseBase:
    """Send the filtered conclusions as a workbook."""
    form = ConclusionFilterForm(request)
    cells = (_cells(row) for row in _detailed(_found(request, form)).iterator(chunk_size=1000))
    return workbook("ket-luan-tham-dinh", _("Kết luận thẩm định đề án"), filters_of(form, request), COLUMNS, cells)


def _found(request: Request, form: ConclusionFilterForm) -> "QuerySet[Conclusion]":
    return visible(request.actor, Can.APPRAISAL_READ, conclusion_list(form.narrow()))


def _detailed(rows: "QuerySet[Conclusion]") -> "QuerySet[Conclusion]":
    return rows.select_related("project__province").prefetch_related("reasons__reason")


def _reasons(rows: "QuerySet[Conclusion]", names: Mapping[str, str], kept: Mapping[str, Any]) -> list[Line]:
    """Count by code: at each level refused and returned.  One query."""
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in counts_by(rows, "reasons__reason__code", "level", "result"):
        code = str(row["reasons__reason__code"] or UNCODED)
        found[code][str(row["level"]), str(row["result"])] = int(row["n"] or 0)
    columns = [(level, result) for level in AppraisalLevel for result in (Result.FAIL, Result.RETURN)]
    lines = [
        Line(
            names.get(code, _("Không ghi mã lý do")),
            tuple(
                Count(n.get(column, 0), _url(kept, reason=code, level=column[0], result=column[1]))
                for column in columns
            ),
        )
        for code, n in found.items()
    ]
    return sorted(lines, key=lambda line: (-sum(count.n for count in line.counts), line.label))


def _table(
    rows: "QuerySet[Conclusion]",
    column: str,
    name: str,
    kept: Mapping[str, Any],
    results: list[tuple[str, dict[str, str]]],
    label: Any,
) -> list[Line]:
    """Count by ``column`` and result.  One query."""
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for row in counts_by(rows, column, "result"):
        found[row[column]][str(row["result"])] = int(row["n"] or 0)
    return [
        Line(label(key), tuple(Count(n.get(result, 0), _url(kept, **{name: key}, **by)) for result, by in results))
        for key, n in found.items()
    ]


def _province_names(rows: "QuerySet[Conclusion]") -> dict[int, str]:
    return dict(rows.order_by().values_list("project__province", "project__province__name").distinct())


def _url(kept: Mapping[str, Any], **more: Any) -> str:
    return f"{reverse('conclusions')}?{urlencode({**kept, **more})}"


def _cells(row: Conclusion) -> tuple[Any, ...]:
    project = row.project
    return (
        project.number,
        project.name,
        str(project.year),
        project.province.name,
        AppraisalLevel(row.level).label,
        Result(row.result).label,
        row.concluded_on,
        "; ".join(one.reason.text for one in row.reasons.all()),
        row.remarks,
    )
