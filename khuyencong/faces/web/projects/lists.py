"""The list of đề án: its filter, its rows, its workbook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import label_of
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import PAGE_SIZE, LongPaginator, Request, page, query_without_page, show
from khuyencong.faces.web.projects import choices
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.queries import Asked, ProjectFilter, asked_of, project_list
from khuyencong.ground.access.actor import Actor, visible

CHUNK = 1000


class ProjectFilterForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="Số hoặc tên đề án", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm kế hoạch", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    content = forms.ChoiceField(label="Nội dung", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    sort = forms.CharField(label="Sắp xếp", required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "state": choices.members(ProjectState),
            "content": choices.contents(),
            "province": choices.provinces(request.actor, Can.PROJECT_READ),
        }
        narrow_fields(self, options)

    def narrow(self) -> ProjectFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return ProjectFilter(
            search=kept.get("q", ""),
            year=int(kept["year"]) if kept.get("year") else None,
            province_id=int(kept["province"]) if kept.get("province") else None,
            state=kept.get("state", ""),
            content_id=int(kept["content"]) if kept.get("content") else None,
            order=kept.get("sort", ""),
        )


@dataclass(frozen=True)
class Head:
    """The head of a column: a link that puts the list in its order, or nothing more than words."""

    label: str
    href: str = ""
    order: str = ""
    """How the list stands by this column: ``ascending``, ``descending``, or not at all."""
    number: bool = False


def heads_of(request: Request) -> list[Head]:
    """Return the heads of the list; a second click turns the order round, and the first page is shown."""
    asked = request.GET.get("sort", "")
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for label, key in _heads():
        query["sort"] = f"-{key}" if asked == key else key
        order = {key: "ascending", f"-{key}": "descending"}.get(asked, "") if key else ""
        found.append(Head(label, f"?{query.urlencode()}" if key else "", order, number=not key))
    return found


def _heads() -> tuple[tuple[str, str], ...]:
    return (
        (_("Mã số"), "number"),
        (_("Tên đề án"), "name"),
        (_("Nội dung"), "content"),
        (_("Tỉnh"), "province"),
        (_("Năm"), "year"),
        (_("Trạng thái"), "state"),
        (_("Hỗ trợ (triệu đồng)"), ""),
        (_("Đối ứng (triệu đồng)"), ""),
    )


@dataclass(frozen=True)
class ProjectRow:
    """A đề án as the list shows it."""

    project: Project
    asked: Asked
    label: str
    tone: str

    @property
    def contents(self) -> str:
        """The content of the đề án, then those that items of it have beside it."""
        whole = self.project.content.name
        return "; ".join((whole, *(name for name in self.asked.contents if name != whole)))


@page(Can.PROJECT_READ)
def projects(request: Request) -> HttpResponse:
    """List the đề án that the actor may see."""
    form = ProjectFilterForm(request)
    shown = LongPaginator(_rows_of(request.actor, form), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(_with_sums(request.actor, shown.object_list))
    context = {"form": form, "page": shown, "rows": rows, "query": query_without_page(request)}
    context["heads"] = heads_of(request)
    may = request.actor.may_anywhere
    acts = {
        "may_draft": may(Can.PROJECT_DRAFT),
        "may_contracts": may(Can.CONTRACT_READ),
        "may_look": may(Can.MACHINE_READ),
    }
    return show(request, "projects/list.html", {**context, **acts})


@page(Can.PROJECT_READ)
def projects_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = ProjectFilterForm(request)
    columns = ("Mã số", "Tên đề án", "Loại", "Nội dung", "Tỉnh", "Năm", "Trạng thái", "Ngày lập", "Ngày trình")
    money = ("Ngày quyết định", "Kinh phí hỗ trợ (đồng)", "Đối ứng của cơ sở (đồng)")
    found = _rows_of(request.actor, form).iterator(chunk_size=CHUNK)
    cells = (_cells(row) for row in _with_sums(request.actor, found))
    return workbook("de-an", _("Danh sách đề án khuyến công"), filters_of(form, request), (*columns, *money), cells)


def filters_of(form: forms.Form, request: Request) -> list[tuple[str, str]]:
    """Return the label and the words of each filter in force, for the head of a workbook."""
    return filter_words(
        *((str(form[name].label), _word(form, name)) for name in form.fields if not form[name].is_hidden),
        today=request.today,
    )


def narrow_fields(form: forms.Form, options: dict[str, choices.Choices]) -> None:
    """Fill the selects; one that offers a single choice narrows nothing and is left out."""
    for name, offered in options.items():
        field = form.fields[name]
        if len(offered) <= 1:
            del form.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices.any_of(_("Tất cả"), offered)


def kept_values(form: forms.Form) -> dict[str, Any]:
    """Return the values of a filter that make sense; the others have their sentence in the form."""
    form.is_valid()
    return form.cleaned_data


def _word(form: forms.Form, name: str) -> str:
    value = kept_values(form).get(name, "")
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return _("có") if value else ""
    if isinstance(field, forms.ChoiceField) and value:
        return next((str(label) for key, label in field.choices if str(key) == value), str(value))  # type: ignore[union-attr,misc]
    return str(value or "")


def _rows_of(actor: Actor, form: ProjectFilterForm) -> "QuerySet[Project]":
    return visible(actor, Can.PROJECT_READ, project_list(form.narrow()))


def _with_sums(actor: Actor, found: Iterable[Project]) -> Iterator[ProjectRow]:
    """Add the money of a thousand đề án at a time."""
    rest = iter(found)
    while chunk := list(islice(rest, CHUNK)):
        items = visible(actor, Can.PROJECT_READ, SupportItem.objects.all())
        sums = asked_of(items, [project.pk for project in chunk])
        for project in chunk:
            label = label_of(ProjectState(project.state))
            yield ProjectRow(project, sums.get(project.pk, Asked()), label, choices.TONES[project.state])


def _cells(row: ProjectRow) -> tuple[Any, ...]:
    project = row.project
    return (
        project.number,
        project.name,
        label_of(ProjectKind(project.kind)),
        row.contents,
        project.province.name,
        str(project.year),
        row.label,
        project.drafted_on,
        project.submitted_on,
        project.decided_on,
        int(row.asked.support),
        int(row.asked.counterpart),
    )
