"""The list of acceptances, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Fact, Offer
from khuyencong.faces.web.export import workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.projects.crumbs import project_fact
from khuyencong.faces.web.projects.lists import CHUNK, filters_of
from khuyencong.faces.web.settlement.crumbs import acceptances_crumb, served
from khuyencong.faces.web.settlement.forms import WorkFilterForm, results
from khuyencong.flow.settlement.enums import AcceptanceForm, AcceptanceResult
from khuyencong.flow.settlement.models import Acceptance, AcceptancePhoto, AcceptedEquipment, EffectSurvey, Voucher
from khuyencong.flow.settlement.queries import (
    acceptance_list,
    equipment_faults,
    outputs_of,
    repeats_of,
    same_serials,
    voucher_sums,
)
from khuyencong.ground.access.actor import Actor, get, visible

TONES: Final = {"PASS": "success", "PARTIAL": "warning"}
COLUMNS: Final = (
    "Số biên bản",
    "Ngày nghiệm thu",
    "Mẫu",
    "Mã số đề án",
    "Tên đề án",
    "Tỉnh",
    "Hạng mục",
    "Đơn vị thụ hưởng",
    "Dự toán (đồng)",
    "Chi phí nghiệm thu (đồng)",
    "Kết luận",
    "Việc phải khắc phục",
    "Khắc phục trước ngày",
    "Ngày khắc phục xong",
)


@dataclass(frozen=True)
class VoucherRow:
    """A voucher with where else it stands: a place that the reader may open has a link."""

    voucher: Voucher
    repeats: tuple[Fact, ...]


@dataclass(frozen=True)
class EquipmentRow:
    """A machine with how it differs from the proposed one, and where its number stands too."""

    machine: AcceptedEquipment
    faults: tuple[str, ...]
    repeats: tuple[Fact, ...]


@page(Can.PROJECT_READ)
def acceptances(request: Request) -> HttpResponse:
    """List the acceptances that the actor may see."""
    form = _form(request)
    shown = paginate(request, _found(request, form))
    context = {"form": form, "page": shown, "rows": shown.object_list, "query": query_without_page(request)}
    may_vouchers = request.actor.may_anywhere(Can.CONTRACT_READ)
    return show(request, "settlement/acceptances.html", {**context, "tones": TONES, "may_vouchers": may_vouchers})


@page(Can.PROJECT_READ)
def acceptances_export(request: Request) -> HttpResponseBase:
    """Send the filtered list as a workbook."""
    form = _form(request)
    cells = (_cells(row) for row in _found(request, form).iterator(chunk_size=CHUNK))
    return workbook("nghiem-thu", _("Danh sách nghiệm thu"), filters_of(form, request), COLUMNS, cells)


@page(Can.PROJECT_READ)
def acceptance(request: Request, pk: int) -> HttpResponse:
    """Show one acceptance: people, outputs, equipment, photographs, vouchers."""
    rows = Acceptance.objects.select_related("item__project", "item__establishment", "item__content", "paper")
    found = get(request.actor, Can.PROJECT_READ, rows, pk)
    sums = voucher_sums([found])[found.pk]
    context = {
        "acceptance": found,
        "title": _("Nghiệm thu %(minutes)s") % {"minutes": found.minutes},
        "subtitle": found.item.description,
        "crumbs": (acceptances_crumb(),),
        "tone": TONES[found.result],
        "facts": _facts(found),
        "seats": list(found.seats.all()),
        "outputs": outputs_of(found),
        "equipment": _equipment(request.actor, found),
        "photos": list(found.photos.all()),
        "vouchers": _vouchers(request.actor, found),
        "sums": sums,
        "gap": any(row.gap for row in sums),
        "surveys": list(EffectSurvey.objects.filter(item=found.item_id).order_by("round")),
        "settled": list(found.item.settled.select_related("settlement__contract")),
        "today": request.today,
    }
    return show(request, "settlement/acceptance.html", {**context, **_offers(request.actor, found)})


@page(Can.PROJECT_READ)
def acceptance_photo(request: Request, pk: int) -> HttpResponseBase:
    """Send a photograph to whoever may see its acceptance."""
    photo = get(request.actor, Can.PROJECT_READ, AcceptancePhoto.objects.select_related("file"), pk)
    if not default_storage.exists(photo.file.path):
        raise Http404
    return FileResponse(default_storage.open(photo.file.path), content_type=photo.file.content_type)


def _form(request: Request) -> WorkFilterForm:
    return WorkFilterForm(request, capability=Can.PROJECT_READ, standings=results())


def _found(request: Request, form: WorkFilterForm) -> "QuerySet[Acceptance]":
    return visible(request.actor, Can.PROJECT_READ, acceptance_list(form.narrow()))


def _cells(row: Acceptance) -> Sequence[Any]:
    project = row.item.project
    return (
        row.minutes,
        row.accepted_on,
        AcceptanceForm(row.form).short,
        project.number,
        project.name,
        project.province.name,
        row.item.description,
        served(row.item),
        row.item.cost,
        row.cost,
        label_of(AcceptanceResult(row.result)),
        row.remedy,
        row.remedy_due_on,
        row.remedied_on,
    )


def _facts(found: Acceptance) -> tuple[Fact, ...]:
    item = found.item
    workshop = item.establishment
    facts = [
        project_fact(item.project),
        Fact(_("Hạng mục"), item.description),
        Fact(
            _("Đơn vị thụ hưởng"),
            served(item),
            reverse("establishment", args=[workshop.pk]) if workshop else "",
        ),
        Fact(_("Mẫu"), AcceptanceForm(found.form).label),
        Fact(_("Ngày nghiệm thu"), show_date(found.accepted_on)),
        Fact(_("Địa điểm"), found.place),
        Fact(_("Dự toán (triệu đồng)"), show_million(Dong(item.cost))),
        Fact(_("Chi phí nghiệm thu (triệu đồng)"), show_million(Dong(found.cost))),
        Fact(_("Kết luận"), first_upper(label_of(AcceptanceResult(found.result)))),
    ]
    if found.remedy and found.remedy_due_on:
        done = show_date(found.remedied_on) if found.remedied_on else _("chưa xong")
        words = {"remedy": found.remedy, "day": show_date(found.remedy_due_on), "done": done}
        facts.append(Fact(_("Phải khắc phục"), _("%(remedy)s (trước ngày %(day)s; %(done)s)") % words))
    if found.paper:
        facts.append(Fact(_("Bản quét"), found.paper.name, reverse("paper", args=[found.pk])))
    return tuple(facts)


def _equipment(actor: Actor, found: Acceptance) -> list[EquipmentRow]:
    machines = list(found.equipment.select_related("machine"))
    others = same_serials(machines)
    allowed = _allowed(actor, [row.acceptance_id for rows in others.values() for row in rows])
    return [
        EquipmentRow(row, equipment_faults(row), tuple(_place(other.acceptance, allowed) for other in others[row.pk]))
        for row in machines
    ]


def _vouchers(actor: Actor, found: Acceptance) -> list[VoucherRow]:
    if not actor.may(Can.CONTRACT_READ, found):
        return []
    rows = list(found.vouchers.all())
    repeats = repeats_of(rows)
    allowed = _allowed(actor, [other.acceptance_id for others in repeats.values() for other in others])
    return [
        VoucherRow(row, tuple(_place(other.acceptance, allowed) for other in repeats.get(row.pk, ()))) for row in rows
    ]


def _allowed(actor: Actor, ids: Sequence[int]) -> set[int]:
    """Return which of some acceptances the actor may open.  One query at most."""
    if not ids:
        return set()
    rows = visible(actor, Can.PROJECT_READ, Acceptance.objects.filter(pk__in=ids))
    return set(rows.values_list("pk", flat=True))


def _place(acceptance: Acceptance, allowed: set[int]) -> Fact:
    """Say where a voucher or number stands too: with a link for who may open it, else only in which province."""
    project = acceptance.item.project
    if acceptance.pk in allowed:
        return Fact(project.number, acceptance.minutes, reverse("acceptance", args=[acceptance.pk]))
    return Fact(project.province.name, _("đề án khác"))


def _offers(actor: Actor, found: Acceptance) -> dict[str, tuple[Offer, ...] | bool]:
    """Return the acts by the part of the page where they stand."""
    open_file = actor.may(Can.ACCEPTANCE_FILE, found) and not found.item.settled.exists()

    def add(name: str, label: str) -> tuple[Offer, ...]:
        return (Offer(label, reverse(name, args=[found.pk]), icon="plus"),) if open_file else ()

    head = [Offer(_("Biên bản (Word)"), reverse("acceptance_word_file", args=[found.pk]), icon="file-text")]
    if actor.may(Can.ACCEPTANCE_RECORD, found):
        if found.result == AcceptanceResult.PARTIAL and found.remedied_on is None:
            head.insert(0, Offer(_("Ghi đã khắc phục"), reverse("acceptance_remedied", args=[found.pk]), "primary"))
        if open_file:
            head.append(Offer(_("Hủy nghiệm thu"), reverse("acceptance_cancel", args=[found.pk]), "quiet"))
    effects: tuple[Offer, ...] = ()
    schedule = actor.may(Can.EFFECT_RECORD, found) and found.item.establishment_id is not None
    if schedule and not EffectSurvey.objects.filter(item=found.item_id).exists():
        url = reverse("survey_schedule", args=[found.pk])
        effects = (Offer(_("Lập lịch theo dõi"), url, icon="calendar", post=True),)
    return {
        "offers": tuple(head),
        "seat_offers": add("acceptance_seats", _("Thêm người")),
        "output_offers": add("acceptance_outputs", _("Ghi kết quả đo")),
        "equipment_offers": add("acceptance_equipment", _("Thêm thiết bị")),
        "photo_offers": add("acceptance_photos", _("Thêm ảnh")) if actor.may(Can.PHOTO_STORE, found) else (),
        "voucher_offers": add("acceptance_vouchers", _("Thêm chứng từ")),
        "effect_offers": effects,
        "removable": open_file,
    }
