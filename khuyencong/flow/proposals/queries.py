"""Reading proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from khuyencong.core.money import Dong
from khuyencong.flow.establishments.queries import words
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.ground.regulations.queries import norm_on
from khuyencong.ground.regulations.rules import Ceiling, Norm, ceiling
from khuyencong.ground.territory.models import Unit


@dataclass(frozen=True)
class ProjectFilter:
    """What a list of đề án is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    province_id: int | None = None
    state: str = ""
    content_id: int | None = None


def project_list(narrow: ProjectFilter) -> QuerySet[Project]:
    """Return projects, newest year first, with their support and counterpart sums as annotations."""
    rows = Project.objects.select_related("province", "content").order_by("-year", "number")
    if query := words(narrow.search):
        rows = rows.filter(search=query)
    if narrow.year:
        rows = rows.filter(year=narrow.year)
    if narrow.province_id:
        rows = rows.filter(province=narrow.province_id)
    if narrow.state:
        rows = rows.filter(state=narrow.state)
    if narrow.content_id:
        rows = rows.filter(content=narrow.content_id)
    return rows


def with_money(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Add ``support`` and ``counterpart`` in đồng.  Kept apart from the list so that counting it stays cheap."""
    return rows.annotate(
        support=Coalesce(Sum(F("items__national") + F("items__provincial") + F("items__district")), 0),
        counterpart=Coalesce(Sum("items__counterpart"), 0),
    )


@dataclass(frozen=True)
class Asked:
    """What the items of a đề án ask for, in đồng."""

    support: Dong = Dong(0)
    counterpart: Dong = Dong(0)


def asked_of(items: QuerySet[SupportItem], projects: Iterable[int]) -> Mapping[int, Asked]:
    """Return the sums of ``items`` for each of ``projects``: a page's fifty, so that a long list stays quick.

    One query.  ``items`` are those that the reader may see.
    """
    granted = Coalesce(Sum(F("national") + F("provincial") + F("district")), 0)
    rows = items.filter(project__in=list(projects)).order_by().values("project")
    sums = rows.annotate(granted=granted, own=Coalesce(Sum("counterpart"), 0))
    return {row["project"]: Asked(Dong(int(row["granted"])), Dong(int(row["own"]))) for row in sums}


def waiting(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Return the proposals that wait for an appraisal."""
    return rows.filter(state=ProjectState.SUBMITTED)


def open_under(content_id: int, provinces: frozenset[int] | None) -> QuerySet[Project]:
    """Return the drafts and submitted proposals that ask support for a content: what a change of its norm touches.

    ``provinces`` narrows to those whose norm it is; ``None``: the country's.
    """
    asking = SupportItem.objects.filter(project=OuterRef("pk"), content=content_id)
    rows = Project.objects.filter(Exists(asking), state__in=[ProjectState.DRAFT, ProjectState.SUBMITTED])
    return rows if provinces is None else rows.filter(province__in=provinces)


def ceiling_of(item: SupportItem, project: Project, *, on: date) -> Ceiling | None:
    """Return the ceiling of an item by the norm in force on ``on``; ``None`` where no norm is known."""
    norm = norm_on(on, item.content, national=item.national > 0, province_id=project.province_id)
    return None if norm is None else ceiling(norm, Dong(item.cost))


def ceilings_of(items: Iterable[SupportItem], project: Project, *, on: date) -> Mapping[int, Ceiling]:
    """Return the ceiling of each item (by its id) for which a norm is known.  Two queries a content and fund at most.

    Items of one content under one fund have one norm: a group project of fifty machines reads it once.
    """
    norms: dict[tuple[int, bool], Norm | None] = {}
    found: dict[int, Ceiling] = {}
    for item in items:
        key = (item.content_id, item.national > 0)
        if key not in norms:
            norms[key] = norm_on(on, item.content, national=item.national > 0, province_id=project.province_id)
        if (norm := norms[key]) is not None:
            found[item.pk] = ceiling(norm, Dong(item.cost))
    return found


def next_number(province_id: int, year: int) -> str:
    """Return the next number of the province's year, as ``2017-48-003``; the transaction holds the series."""
    province = Unit.objects.get(pk=province_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [year, province.pk])
    last = (
        Project.objects.filter(province=province, year=year)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{year}-{province.code}-{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"
