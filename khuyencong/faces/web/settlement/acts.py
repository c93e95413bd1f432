"""The acts on the file of an acceptance."""

from dataclasses import replace
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.faces.web.settlement.crumbs import acceptance_url, acceptances_crumb, served
from khuyencong.faces.web.settlement.forms import (
    EquipmentForm,
    OutputsForm,
    PhotoForm,
    RefuseForm,
    RemedyForm,
    SeatsForm,
    VoucherForm,
)
from khuyencong.flow.proposals.enums import MachineRole
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement import operations
from khuyencong.flow.settlement.models import (
    Acceptance,
    AcceptancePhoto,
    AcceptanceSeat,
    AcceptedEquipment,
    Voucher,
)
from khuyencong.flow.settlement.operations import AcceptanceFile, Machinery
from khuyencong.flow.settlement.operations.accepting import Part
from khuyencong.flow.settlement.queries import outputs_of
from khuyencong.ground.access.actor import get
from khuyencong.ground.files.operations import store_photo

_PARTS: dict[str, type[Part]] = {
    "nguoi": AcceptanceSeat,
    "thiet-bi": AcceptedEquipment,
    "anh": AcceptancePhoto,
    "chung-tu": Voucher,
}


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_seats(request: Request, pk: int) -> HttpResponse:
    """Add people to an acceptance."""
    found = _acceptance(request, pk)
    form = SeatsForm(posted(request))
    act = _act(found, _("Thêm thành phần nghiệm thu"), _("Thêm"), _("Đã thêm thành phần nghiệm thu."))
    return perform(request, form, act, lambda _data: _fill(request, found, AcceptanceFile(seats=form.seats())))


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_outputs(request: Request, pk: int) -> HttpResponse:
    """Write what was measured of each promised output."""
    found = _acceptance(request, pk)
    form = OutputsForm(posted(request), rows=outputs_of(found))
    base = _act(found, _("Ghi kết quả đo"), _("Ghi"), _("Đã ghi kết quả đo."))
    empty = _("Đề án không ghi kết quả dự kiến: không có gì để đo.")
    act = base if form.rows else replace(base, intro=empty)

    def do(data: Cleaned) -> object:
        return operations.measure(request.actor, found, told=form.told())

    return perform(request, form, act, do)


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_equipment(request: Request, pk: int) -> HttpResponse:
    """Add a machine."""
    found = _acceptance(request, pk)
    machines = list(found.item.machines.filter(role=MachineRole.NEW))
    chosen = next((row for row in machines if str(row.pk) == request.GET.get("may")), machines[0] if machines else None)
    begin = {}
    if chosen is not None:
        begin = {"machine": chosen.pk, "name": chosen.name, "model": chosen.model, "origin": chosen.origin}
        begin |= {"price": Dong(chosen.unit_price), "serial": chosen.serial}
    form = EquipmentForm(posted(request), machines=machines, initial=begin)
    act = _act(found, _("Thêm thiết bị"), _("Thêm"), _("Đã thêm thiết bị."))

    def do(data: Cleaned) -> object:
        told = {key: value for key, value in data.items() if key != "machine"}
        machine = Machinery(**told, machine_id=int(data["machine"]) if data["machine"] else None)
        return _fill(request, found, AcceptanceFile(equipment=(machine,)))

    return perform(request, form, act, do)


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_photos(request: Request, pk: int) -> HttpResponse:
    """Add a photograph."""
    found = _acceptance(request, pk)
    form = PhotoForm(posted(request), request.FILES or None)
    act = _act(found, _("Thêm ảnh nghiệm thu"), _("Thêm"), _("Đã thêm ảnh."))
    return perform(request, form, act, lambda data: _photograph(request, found, data))


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_vouchers(request: Request, pk: int) -> HttpResponse:
    """Add one voucher, or many pasted."""
    found = _acceptance(request, pk)
    form = VoucherForm(posted(request), initial={"payer": "COUNTERPART"})
    act = _act(found, _("Thêm chứng từ"), _("Thêm"), _("Đã thêm chứng từ."))
    return perform(request, form, act, lambda _data: _fill(request, found, AcceptanceFile(vouchers=form.told)))


@page(Can.ACCEPTANCE_FILE, methods=("GET", "POST"))
def acceptance_part_remove(request: Request, kind: str, pk: int) -> HttpResponse:
    """Remove a person, a machine, a photograph or a voucher that was recorded by mistake."""
    model = _PARTS.get(kind)
    if model is None:
        raise Http404
    rows: QuerySet[Any] = model.objects.select_related("acceptance__item__project")
    part: Part = get(request.actor, Can.ACCEPTANCE_FILE, rows, pk)
    base = _act(part.acceptance, _("Bỏ khỏi hồ sơ nghiệm thu"), _("Bỏ"), _("Đã bỏ “%(part)s”.") % {"part": part})
    act = replace(base, tone="danger", intro=_("Bỏ “%(part)s”. Nhật ký vẫn giữ.") % {"part": part})
    form = WhyForm(posted(request))
    return perform(request, form, act, lambda data: operations.remove_part(request.actor, part, reason=data["reason"]))


@page(Can.ACCEPTANCE_RECORD, methods=("GET", "POST"))
def acceptance_remedied(request: Request, pk: int) -> HttpResponse:
    """Note that what was asked for is done."""
    found = _acceptance(request, pk, Can.ACCEPTANCE_RECORD)
    form = RemedyForm(posted(request), initial={"remedied_on": request.today})
    base = _act(found, _("Ghi đã khắc phục"), _("Ghi"), _("Đã ghi khắc phục xong."))
    act = replace(base, facts=(*base.facts, Fact(_("Phải khắc phục"), found.remedy)))
    return perform(
        request, form, act, lambda data: operations.remedy_done(request.actor, found, today=request.today, **data)
    )


@page(Can.ACCEPTANCE_RECORD, methods=("GET", "POST"))
def item_refuse(request: Request, pk: int) -> HttpResponse:
    """Record that the acceptance of an item failed."""
    rows = SupportItem.objects.select_related("project", "establishment")
    item = get(request.actor, Can.ACCEPTANCE_RECORD, rows, pk)
    act = act_on(
        item.project,
        title=_("Nghiệm thu không đạt"),
        button=_("Ghi không đạt"),
        done=_("Đã ghi nghiệm thu không đạt “%(item)s”.") % {"item": item.description},
        tone="danger",
        intro=" – ".join(part for part in (item.description, served(item)) if part),
    )
    form = RefuseForm(posted(request), initial={"held_on": request.today})
    return perform(request, form, act, lambda data: operations.refuse(request.actor, item, today=request.today, **data))


def _acceptance(request: Request, pk: int, capability: Can = Can.ACCEPTANCE_FILE) -> Acceptance:
    return get(request.actor, capability, Acceptance.objects.select_related("item__project", "item__establishment"), pk)


def _act(found: Acceptance, title: str, button: str, done: str) -> Act:
    crumbs = (acceptances_crumb(), Crumb(found.minutes, acceptance_url(found)))
    facts = (project_fact(found.item.project), Fact(_("Hạng mục"), found.item.description))
    return Act(title, button, done, acceptance_url(found), crumbs, facts=facts)


def _fill(request: Request, found: Acceptance, add: AcceptanceFile) -> object:
    return operations.fill_file(request.actor, found, add=add, today=request.today)


def _photograph(request: Request, found: Acceptance, data: Cleaned) -> object:
    """Keep the picture and add it, or neither: a refusal leaves no file behind."""
    project, upload = found.item.project, data["photo"]
    place = Scope(province_id=project.province_id, organisation_id=project.centre_id)
    path = ""
    try:
        with transaction.atomic():
            stored = store_photo(request.actor, place, name=upload.name or "", data=upload.read(), now=timezone.now())
            path = stored.path
            return _fill(request, found, AcceptanceFile(photos=((stored, data["caption"]),)))
    except Refused:
        if path:
            default_storage.delete(path)
        raise
