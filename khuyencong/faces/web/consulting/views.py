"""Consulting: the year, the list, one contract."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan
from khuyencong.branches.consulting.queries import (
    JobFilter,
    JobState,
    centres_in,
    entries_of,
    job_list,
    sums_of,
    year_of,
    years_with,
)
from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import share
from khuyencong.core.text import sort_key
from khuyencong.faces.web.acts import Fact
from khuyencong.faces.web.consulting.forms import JobFilterForm
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.people.words import told
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.access.queries import history_of
from khuyencong.ground.accounts.models import OrganisationName
from khuyencong.ground.accounts.queries import names_on

COLUMNS = (
    "Số hợp đồng",
    "Khách hàng",
    "Dịch vụ",
    "Trung tâm",
    "Ngày ký",
    "Ngày bàn giao",
    "Giá trị (đồng)",
    "Doanh thu trong năm (đồng)",
    "Doanh thu lũy kế (đồng)",
)


Centres = dict[int, OrganisationName]
"""The names of centres by their ids, in alphabetical order."""


@dataclass(frozen=True)
class Listing:
    """What the address asks for: the filter, its form, the years, and the names of the centres in sight."""

    narrow: JobFilter
    form: JobFilterForm
    years: tuple[int, ...]
    centres: Centres

    query: str

    @property
    def year_text(self) -> str:
        """The year for an address: a template would write 2.017."""
        return str(self.narrow.year)

    @property
    def narrowed(self) -> bool:
        """Say whether more than the year was asked for; then the list alone is shown."""
        chosen = self.narrow
        return bool(chosen.search or chosen.service or chosen.centre_id or chosen.state)


def centres_of(actor: Actor, capability: Can, year: int, today: date) -> Centres:
    """Return the centres of ``year`` at which the actor may do ``capability``, as they were called."""
    ids = visible(actor, capability, centres_in(year)).values_list("id", flat=True)
    names = names_on(min(today, date(year, 12, 31)), list(ids))
    return dict(sorted(names.items(), key=lambda pair: sort_key(pair[1].name)))


def choices(centres: Centres) -> list[tuple[int, str]]:
    """Return centres as the choices of a field."""
    return [(pk, row.name) for pk, row in centres.items()]


@page(Can.CONSULTING_READ)
def index(request: Request) -> HttpResponse:
    """Show the year of every centre, and the contracts."""
    asked = _listing(request)
    rows = visible(request.actor, Can.CONSULTING_READ, job_list(asked.narrow))
    found = paginate(request, rows)
    overview = None
    if not asked.narrowed and found.number == 1:
        overview = year_of(asked.narrow.year, dict(choices(asked.centres)), today=request.today)
    context = {
        "asked": asked,
        "tabs": _tabs(asked),
        "overview": overview,
        "page": found,
        "rows": [(row, asked.centres.get(row.centre_id)) for row in found.object_list],
        "query": query_without_page(request),
        "sums": sums_of(rows) if found.paginator.count else (0, 0),
        "states": JobState,
        "may_plan": request.actor.may_anywhere(Can.CONSULTING_PLAN),
        "may_record": request.actor.may_anywhere(Can.CONSULTING_RECORD),
    }
    return show(request, "consulting/index.html", context)


@page(Can.CONSULTING_READ)
def export(request: Request) -> FileResponse:
    """Send the filtered contracts as a workbook."""
    asked = _listing(request)
    narrow = asked.narrow
    rows = visible(request.actor, Can.CONSULTING_READ, job_list(narrow))
    names = dict(choices(asked.centres))
    filters = filter_words(
        ("Năm", narrow.year),
        ("Tìm", narrow.search),
        ("Dịch vụ", ServiceKind(narrow.service).label if narrow.service else ""),
        ("Trung tâm", names.get(narrow.centre_id or 0)),
        ("Tình trạng", JobState(narrow.state).label if narrow.state else ""),
        today=request.today,
    )
    cells = (
        (
            row.number,
            row.client,
            ServiceKind(row.service).label,
            names.get(row.centre_id),
            row.signed_on,
            row.advised_on,
            row.value,
            row.earned_in_year,  # type: ignore[attr-defined]  # annotated by job_list
            row.earned,  # type: ignore[attr-defined]  # the same
        )
        for row in rows.iterator(chunk_size=2000)
    )
    return workbook(f"tu-van-{narrow.year}", "Hợp đồng tư vấn phát triển công nghiệp", filters, COLUMNS, cells)


@page(Can.CONSULTING_READ)
def contract(request: Request, pk: int) -> HttpResponse:
    """Show one contract with its revenue and who wrote what."""
    rows = ConsultingContract.objects.select_related("centre", "establishment")
    found = get(request.actor, Can.CONSULTING_READ, rows, pk)
    entries = entries_of(found)
    earned = sum(entry.amount for entry in entries)
    centre = names_on(request.today, [found.centre_id])[found.centre_id].name
    history = []
    if request.actor.may(Can.HISTORY_READ, found):
        log = history_of(
            {"consulting_consultingcontract": [pk]}, children={"consulting_revenueentry": ("contract_id", pk)}
        )
        history = told(log[:50])
    context = {
        "contract": found,
        "crumbs": [{"label": _("Tư vấn"), "url": reverse("consulting")}],
        "terms": _terms(request, found, centre),
        "entries": entries,
        "earned": earned,
        "percent": share(earned, found.value),
        "left": found.value - earned,
        "history": history,
        "may_record": request.actor.may(Can.CONSULTING_RECORD, found),
    }
    return show(request, "consulting/contract.html", context)


def _terms(request: Request, found: ConsultingContract, centre: str) -> list[Fact]:
    terms = [
        Fact(_("Trung tâm"), centre),
        Fact(_("Khách hàng"), found.client),
        Fact(_("Dịch vụ"), ServiceKind(found.service).label),
        Fact(_("Ngày ký"), show_date(found.signed_on)),
        Fact(_("Ngày bàn giao"), show_date(found.advised_on) if found.advised_on else _("chưa bàn giao")),
    ]
    if found.establishment is not None:
        seen = request.actor.may(Can.ESTABLISHMENT_READ, found.establishment)
        href = reverse("establishment", args=[found.establishment.pk]) if seen else ""
        terms.append(Fact(_("Cơ sở đã đăng ký"), found.establishment.name, href))
    return terms


def _listing(request: Request) -> Listing:
    actor = request.actor
    years = years_with(
        visible(actor, Can.CONSULTING_READ, ConsultingPlan.objects.all()),
        visible(actor, Can.CONSULTING_READ, ConsultingContract.objects.all()),
    )
    year = _year(request.GET.get("year", ""), years, request.today)
    centres = centres_of(actor, Can.CONSULTING_READ, year, request.today)
    form = JobFilterForm(request.GET, centres=choices(centres))
    form.is_valid()
    said = form.cleaned_data
    narrow = JobFilter(
        year=year,
        search=said.get("q", ""),
        service=said.get("service", ""),
        centre_id=said.get("centre"),
        state=said.get("state", ""),
    )
    query = request.GET.copy()
    query["year"] = str(year)
    return Listing(narrow, form, tuple(sorted({*years, year}, reverse=True)), centres, query.urlencode())


def _year(text: str, years: Iterable[int], today: date) -> int:
    """Return the year asked for; else this year, else the last one with records."""
    if text.isascii() and text.isdigit() and 2004 <= int(text) <= 2100:  # noqa: PLR2004  the years of the programme
        return int(text)
    past = [year for year in years if year <= today.year]
    return max(past, default=today.year)


def _tabs(asked: Listing) -> list[dict[str, object]]:
    here = reverse("consulting")
    return [
        {
            "label": _("Năm %(year)d") % {"year": year},
            "url": f"{here}?year={year}",
            "active": year == asked.narrow.year,
            "count": None,
        }
        for year in asked.years
    ]
