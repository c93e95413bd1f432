"""The register: the list, the page of an establishment, registering and correcting."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.lifecycle import label_of
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Crumb, perform, posted
from khuyencong.faces.web.beside import set_beside
from khuyencong.faces.web.establishments.conditions import conditions_of
from khuyencong.faces.web.establishments.forms import EstablishmentFilterForm, ParticularsForm, stored
from khuyencong.faces.web.establishments.story import story_of
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, attempt, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.forms import OFFERED, matching, option_label
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.flow.establishments import operations
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import current, register_list, register_of
from khuyencong.ground.access.actor import get, visible

COLUMNS = (
    "Tên cơ sở",
    "Loại hình",
    "Mã số thuế",
    "Tỉnh",
    "Xã, phường",
    "Địa chỉ",
    "Ngành nghề",
    "Số lao động",
    "Ngày thành lập",
    "Ngày đăng ký vào hệ thống",
    "Mã ngành",
    "Điện thoại",
    "Vốn đăng ký (đồng)",
    "Do phụ nữ làm chủ",
    "Do đồng bào dân tộc thiểu số làm chủ",
    "Làng nghề",
    "Đã gộp vào",
)


@page(Can.ESTABLISHMENT_READ)
def establishments(request: Request) -> HttpResponse:
    """List the establishments that the actor may see."""
    form = EstablishmentFilterForm(request)
    shown = paginate(request, _found(request, form))
    context = {"form": form, "page": shown, "rows": list(shown.object_list), "query": query_without_page(request)}
    may = request.actor.may_anywhere
    acts = {"may_register": may(Can.ESTABLISHMENT_REGISTER), "may_merge": may(Can.ESTABLISHMENT_MERGE)}
    return show(request, "establishments/list.html", {**context, **acts})


@page(Can.ESTABLISHMENT_READ)
def establishments_export(request: Request) -> HttpResponseBase:
    """Send the filtered register as a workbook."""
    form = EstablishmentFilterForm(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    title = _("Danh sách cơ sở công nghiệp nông thôn")
    return workbook("co-so", title, filters_of(form, request), COLUMNS, cells)


@page(Can.ESTABLISHMENT_READ)
def establishment_options(request: Request) -> HttpResponse:
    """Return the options of a select for the words typed beside it: a fragment for htmx."""
    text = next((str(value) for key, value in request.GET.items() if key == "q" or key.endswith("-find")), "")
    rows = visible(request.actor, Can.ESTABLISHMENT_READ, matching(current(register_of()), text[:100]))
    found = list(rows[: OFFERED + 1])
    options = [(row.pk, option_label(row)) for row in found[:OFFERED]]
    context = {"options": options, "more": len(found) > OFFERED, "only": len(found) == 1 and bool(text.strip())}
    return show(request, "establishments/_options.html", context)


@page(Can.ESTABLISHMENT_READ)
def establishment(request: Request, pk: int) -> HttpResponse:
    """Show an establishment, and everything it asked for and received."""
    found = get(request.actor, Can.ESTABLISHMENT_READ, register_of(), pk)
    context = {"establishment": found, "story": story_of(request.actor, found), "crumbs": (register_crumb(),)}
    context["conditions"] = conditions_of(request, found)
    acts = {
        "may_correct": request.actor.may(Can.ESTABLISHMENT_REGISTER, found),
        "may_merge": request.actor.may(Can.ESTABLISHMENT_MERGE, found),
        "may_tell": request.actor.may(Can.NEED_RECORD, found),
    }
    return show(request, "establishments/establishment.html", {**context, **acts})


@page(Can.ESTABLISHMENT_REGISTER, methods=("GET", "POST"))
def establishment_new(request: Request) -> HttpResponse:
    """Register an establishment in the actor's province."""
    province = request.actor.home.province_id
    form = ParticularsForm(posted(request), province_id=province, day=request.today, editing=False)
    if request.method == "POST" and form.is_valid():
        place = Scope(province_id=province)
        made = attempt(
            form,
            lambda: operations.register(request.actor, place, particulars=form.particulars(), today=request.today),
        )
        if made is not None:
            messages.success(request, _("Đã đăng ký “%(name)s”.") % {"name": made.name})
            return redirect("establishment", made.pk)
    title, button = _("Đăng ký cơ sở công nghiệp nông thôn"), _("Đăng ký")
    act = Act(title, button, "", reverse("establishments"), (register_crumb(),))
    return show(request, "projects/act.html", {"form": form, "act": act})


@page(Can.ESTABLISHMENT_REGISTER, methods=("GET", "POST"))
def establishment_edit(request: Request, pk: int) -> HttpResponse:
    """Correct the particulars of an establishment."""
    found = get(request.actor, Can.ESTABLISHMENT_REGISTER, Establishment.objects.all(), pk)
    form = ParticularsForm(
        posted(request),
        province_id=found.province_id,
        day=found.registered_on,
        editing=True,
        initial={**stored(found), "version": found.version},
    )
    then = reverse("establishment", args=[pk])
    crumbs = (register_crumb(), Crumb(found.name, then))
    act = Act(_("Sửa thông tin cơ sở"), _("Ghi"), _("Đã sửa thông tin cơ sở."), then, crumbs)

    def do(data: Any) -> object:
        told = {"particulars": form.particulars(), "version": data["version"] or 0, "reason": data["reason"]}
        try:
            return operations.correct(request.actor, found, today=request.today, **told)
        except Refused:
            found.refresh_from_db()
            if found.version != data["version"]:
                set_beside(form, stored(found), found.version)
            raise

    return perform(request, form, act, do)


def _found(request: Request, form: EstablishmentFilterForm) -> "QuerySet[Establishment]":
    return visible(request.actor, Can.ESTABLISHMENT_READ, register_list(form.narrow()))


def _cells(row: Establishment) -> Sequence[Any]:
    return (
        row.name,
        label_of(LegalForm(row.legal_form)),
        row.tax_code,
        row.province.name,
        row.commune.name if row.commune else "",
        row.address,
        row.industry,
        row.workers,
        row.founded_on,
        row.registered_on,
        row.vsic_code,
        row.phone,
        row.registered_capital,
        _("có") if row.woman_owned else "",
        _("có") if row.minority_owned else "",
        row.craft_village,
        row.merged_into.name if row.merged_into else "",
    )


def register_crumb() -> Crumb:
    """Return the way back to the register."""
    return Crumb(_("Cơ sở công nghiệp nông thôn"), reverse("establishments"))
