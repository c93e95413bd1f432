"""The records behind a figure, told as a person would tell them.

Amounts are whole đồng where ``is_money``; elsewhere ``value`` is what the record adds to the count.  Source: the
postings of ``figures.indicators``, which the database keeps in step with the records themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Model

from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.errors import NotValid
from khuyencong.core.formats import quote
from khuyencong.figures.indicators.models import Posting
from khuyencong.figures.indicators.queries import evidence
from khuyencong.figures.indicators.registry import INDICATORS, SERIES, Indicator, UnitKind
from khuyencong.figures.reporting.queries import Request, units_of
from khuyencong.flow.contracts.models import Addendum, Contract, Payment
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.planning.models import PlanChange, PlanLine
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.settlement.models import Acceptance, Settlement
from khuyencong.flow.supervision.enums import AdjustmentKind, EventKind
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.accounts.models import Organisation, OrganisationName
from khuyencong.ground.territory.queries import Map, area_provinces, map_of

CHUNK: Final = 1_000
"""Rows told at once: the number of queries is the same for one row and for this many."""

COUNTED_ONCE: Final = "Chỉ tiêu này đếm mỗi đối tượng một lần trong kỳ; một đối tượng có thể có nhiều chứng cứ."
SHAPED: Final = "Chỉ tiêu này tính từ cơ cấu kinh phí kế hoạch; chứng cứ gồm mọi dòng của kế hoạch."


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One record behind a figure.

    ``title`` names the đề án (number and name) or the centre; ``detail`` the establishment, client or paper;
    ``source`` the kind of record; ``key`` the record itself, the same on every page and sheet.
    """

    code: str
    on: date
    province: str
    title: str
    detail: str
    value: int
    is_money: bool
    project_id: int | None
    source: str
    key: str


@dataclass(frozen=True)
class _Kind:
    """How a record of one table is told: what is read of it, and the words made from that."""

    label: str
    model: type[Model]
    paths: tuple[str, ...]
    words: Callable[..., str]
    centre: str | None = None


def _join(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


_KINDS: Final[Mapping[str, _Kind]] = {
    "planning_planline": _Kind(
        "dòng kế hoạch",
        PlanLine,
        ("envelope__source", "envelope__plan__decision"),
        lambda source, decision: _join(Source(source).label, decision),
    ),
    "planning_planchange": _Kind(
        "điều chỉnh kinh phí kế hoạch",
        PlanChange,
        ("line__envelope__source", "decision"),
        lambda source, decision: _join(Source(source).label, decision),
    ),
    "contracts_contract": _Kind("hợp đồng", Contract, ("number", "partner"), _join),
    "contracts_addendum": _Kind(
        "phụ lục hợp đồng",
        Addendum,
        ("number", "contract__number"),
        lambda number, contract: f"{number}, hợp đồng {contract}",
    ),
    "contracts_payment": _Kind(
        "chứng từ tạm ứng",
        Payment,
        ("voucher", "contract__number"),
        lambda voucher, number: f"{voucher}, hợp đồng {number}",
    ),
    "settlement_settlement": _Kind("quyết toán", Settlement, ("contract__number",), "hợp đồng {}".format),
    "settlement_acceptance": _Kind(
        "biên bản nghiệm thu", Acceptance, ("item__establishment__name", "minutes", "item__description"), _join
    ),
    "supervision_event": _Kind(
        "sự kiện", Event, ("kind", "name", "place"), lambda kind, name, place: _join(EventKind(kind).label, name, place)
    ),
    "supervision_attendance": _Kind("lượt tham gia hội chợ", Attendance, ("establishment__name", "event__name"), _join),
    "supervision_adjustment": _Kind(
        "quyết định điều chỉnh đề án",
        Adjustment,
        ("kind", "decision"),
        lambda kind, decision: _join(AdjustmentKind(kind).label, decision),
    ),
    "consulting_consultingplan": _Kind(
        "kế hoạch tư vấn",
        ConsultingPlan,
        ("year", "jobs"),
        lambda year, jobs: f"năm {year}, {jobs} dự án",
        "centre_id",
    ),
    "consulting_consultingcontract": _Kind(
        "hợp đồng tư vấn",
        ConsultingContract,
        ("number", "client", "service"),
        lambda number, client, service: _join(number, client, ServiceKind(service).label),
        "centre_id",
    ),
    "consulting_revenueentry": _Kind(
        "doanh thu tư vấn",
        RevenueEntry,
        ("invoice", "contract__number", "contract__client"),
        lambda invoice, number, client: _join(invoice, f"hợp đồng {number}", client),
        "contract__centre_id",
    ),
    "accounts_organisation": _Kind("trung tâm khuyến công", Organisation, ("code",), str, "pk"),
}


def evidence_rows(request: Request, indicator_codes: Iterable[str]) -> Iterator[EvidenceRow]:
    """Yield the records behind figures, figure by figure, newest first.

    The rows are streamed by the server: memory holds :data:`CHUNK` of them, however many there are.
    """
    on = map_of(request.map_date)
    for code in indicator_codes:
        indicator = _indicator(code)
        postings = _postings(request, indicator, on).iterator(chunk_size=CHUNK)
        while chunk := list(islice(postings, CHUNK)):
            yield from _tell(indicator, chunk, on)


def evidence_page(request: Request, code: str, offset: int, limit: int) -> tuple[tuple[EvidenceRow, ...], int]:
    """Return a page of the records behind a figure, newest first, and how many there are.

    Raises NotValid for a code that no indicator has.
    """
    on = map_of(request.map_date)
    indicator = _indicator(code)
    postings = _postings(request, indicator, on)
    return tuple(_tell(indicator, list(postings[offset : offset + limit]), on)), postings.count()


def evidence_note(code: str) -> str:
    """Say how the records make the figure, where it is not their sum; empty where it is."""
    indicator = _indicator(code)
    if indicator.shape is not None:
        return SHAPED
    return COUNTED_ONCE if SERIES[indicator.series].distinct else ""


def _indicator(code: str) -> Indicator:
    if code not in INDICATORS:
        raise NotValid(
            f"Không có chỉ tiêu nào mang mã “{quote(code)}”; hãy chọn một chỉ tiêu của báo cáo.", field="code"
        )
    return INDICATORS[code]


def _postings(request: Request, indicator: Indicator, on: Map) -> Any:
    units = units_of(area_provinces(request.area, on), on)
    return evidence(indicator, units, request.windows[0])


def _tell(indicator: Indicator, postings: Sequence[Posting], on: Map) -> Iterator[EvidenceRow]:
    """Tell one chunk, with one query for each kind of record in it, one for the đề án and one for the centres."""
    centres, details = _details(postings)
    titles = _project_titles(postings)
    names = _centre_names(set(centres.values()))
    money = any(same.unit is UnitKind.DONG for same in INDICATORS.values() if same.series == indicator.series)
    for posting in postings:
        place = (posting.source, posting.row)
        title = titles.get(posting.project or 0) or _name_on(names.get(centres.get(place, 0), ()), posting.on_date)
        yield EvidenceRow(
            indicator.code,
            posting.on_date,
            on.units[posting.province].name,
            title,
            details.get(place, ""),
            posting.value,
            money,
            posting.project,
            _KINDS[posting.source].label,
            f"{posting.source}#{posting.row}",
        )


Place = tuple[str, int]
"""A table and a row of it."""


def _details(postings: Sequence[Posting]) -> tuple[dict[Place, int], dict[Place, str]]:
    """Return for each record the centre that it is of, where it is of one, and its words."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for posting in postings:
        wanted[posting.source].add(posting.row)
    centres: dict[Place, int] = {}
    details: dict[Place, str] = {}
    for source, rows in wanted.items():
        kind = _KINDS[source]
        found = kind.model._default_manager.filter(pk__in=rows)
        for pk, centre, *values in found.values_list("pk", kind.centre or "pk", *kind.paths):
            details[source, pk] = kind.words(*values)
            if kind.centre:
                centres[source, pk] = centre
    return centres, details


def _project_titles(postings: Sequence[Posting]) -> dict[int, str]:
    projects = {posting.project for posting in postings if posting.project is not None}
    rows = Project.objects.filter(pk__in=projects).values_list("pk", "number", "name")
    return {pk: f"{number} – {name}" for pk, number, name in rows}


Names = Sequence[tuple[Any, str]]
"""The names of a centre, each with the days on which it was so called."""


def _centre_names(centres: set[int]) -> dict[int, Names]:
    names: dict[int, list[tuple[Any, str]]] = defaultdict(list)
    if centres:
        for name in OrganisationName.objects.filter(organisation__in=centres).order_by("valid"):
            names[name.organisation_id].append((name.valid, name.name))
    return dict(names)


def _name_on(names: Names, day: date) -> str:
    """Return the name of a day; the first one for a day before there was any."""
    return next((name for valid, name in names if day in valid), names[0][1] if names else "")
