"""Reading proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Exists, F, IntegerField, Max, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Substr

from khuyencong.core.money import Dong
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import words
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.ground.regulations.queries import Book, book_of
from khuyencong.ground.regulations.rules import Ceiling, Given, ceiling_by
from khuyencong.ground.territory.models import Unit


@dataclass(frozen=True)
class ProjectFilter:
    """What a list of đề án is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    province_id: int | None = None
    state: str = ""
    content_id: int | None = None
    order: str = ""
    """A key of :data:`ORDERS`; anything else is the newest year first."""


ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("number",),
    "name": ("name", "number"),
    "content": ("content__group", "content_id", "number"),
    "province": ("province__folded", "number"),
    "year": ("year", "number"),
    "state": ("state", "number"),
}
"""The columns by which the list may be put in order; a minus before the key turns it round."""


def _order_of(asked: str) -> tuple[str, ...]:
    columns = ORDERS.get(asked.removeprefix("-"), ("-year", "number"))
    if not asked.startswith("-"):
        return columns
    return tuple(column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in columns)


def project_list(narrow: ProjectFilter) -> QuerySet[Project]:
    """Return projects in the order asked for, the newest year first unless told."""
    rows = Project.objects.select_related("province", "content").order_by(*_order_of(narrow.order))
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


@dataclass(frozen=True)
class Asked:
    """What the items of a đề án ask for, in đồng."""

    support: Dong = Dong(0)
    counterpart: Dong = Dong(0)
    contents: tuple[str, ...] = ()
    """The names of the contents that the items have, each once."""


def asked_of(items: QuerySet[SupportItem], projects: Iterable[int]) -> Mapping[int, Asked]:
    """Return the sums of ``items`` for each of ``projects``: a page's fifty, so that a long list stays quick.

    One query.  ``items`` are those that the reader may see.
    """
    granted = Coalesce(Sum(F("national") + F("provincial") + F("district")), 0)
    rows = items.filter(project__in=list(projects)).order_by().values("project")
    named = ArrayAgg("content__name", distinct=True)
    sums = rows.annotate(granted=granted, own=Coalesce(Sum("counterpart"), 0), contents=named)
    return {
        row["project"]: Asked(Dong(int(row["granted"])), Dong(int(row["own"])), tuple(row["contents"])) for row in sums
    }


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


def given_of(establishment: Establishment | None) -> Given:
    """Return what is known of who asks, for the norms that depend on it; what is not recorded is absent."""
    if establishment is None:
        return {}
    known = {"registered_capital": establishment.registered_capital, "workers": establishment.workers}
    return {name: number for name, number in known.items() if number is not None}


def ceiling_of(item: SupportItem, project: Project, *, on: date) -> Ceiling | None:
    """Return the ceiling of an item by the norm in force on ``on``; ``None`` where no norm is known.

    Where several norms are known and none can be chosen, the ceiling has no amount and its sentence says why.
    """
    return _ceiling(book_of(on, [item.content_id]), item, project.province_id)


def ceilings_of(items: Iterable[SupportItem], project: Project, *, on: date) -> Mapping[int, Ceiling]:
    """Return the ceiling of each item (by its id) for which a norm is known.  Three queries at most."""
    asked = list(items)
    book = book_of(on, [item.content_id for item in asked])
    found = {item.pk: _ceiling(book, item, project.province_id) for item in asked}
    return {pk: limit for pk, limit in found.items() if limit is not None}


def _ceiling(book: Book, item: SupportItem, province_id: int) -> Ceiling | None:
    given = given_of(item.establishment)
    choice = book.choice(item.content_id, national=item.national > 0, province_id=province_id, given=given)
    return ceiling_by(choice, Dong(item.cost))


@dataclass(frozen=True)
class OpenItem:
    """An item of a draft or submitted proposal, with its ceiling on a day."""

    item: SupportItem
    limit: Ceiling | None

    @property
    def over(self) -> bool:
        """Say whether it asks for more than the ceiling."""
        most = self.limit.amount if self.limit else None
        return most is not None and self.item.support > most


def open_items(items: QuerySet[SupportItem], *, on: date) -> Mapping[int, OpenItem]:
    """Return the open items of ``items`` (those that the reader may see) with their ceilings on ``on``.

    Four queries at most.  A proposal that was decided is judged by the day of its decision and is not here.
    """
    rows = items.filter(project__state__in=[ProjectState.DRAFT, ProjectState.SUBMITTED])
    found = list(rows.select_related("project__province", "content", "establishment").order_by("project__number", "pk"))
    book = book_of(on, [item.content_id for item in found])
    return {item.pk: OpenItem(item, _ceiling(book, item, item.project.province_id)) for item in found}


def next_number(province_id: int, year: int) -> str:
    """Return the next number of the year under the province's code, as ``2017-48-0003``.

    The transaction holds the series.  Codes were reused on 1/7/2025, so a series belongs to the code and the year and
    not to the unit: two provinces that bore one code in 2025 never make the same number.
    """
    code = Unit.objects.values_list("code", flat=True).get(pk=province_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [year, int(code)])
    prefix = f"{year}-{code}-"
    counted = Cast(Substr("number", len(prefix) + 1), IntegerField())
    last = Project.objects.filter(number__startswith=prefix).aggregate(last=Max(counted))["last"]
    return f"{prefix}{(last or 0) + 1:04d}"


def national_money(of: str) -> Exists:
    """Return whether any money of a đề án is national; ``of`` leads from the row to its đề án."""
    return Exists(SupportItem.objects.filter(project=OuterRef(of), national__gt=0))


def drafts() -> QuerySet[Project]:
    """Return what is being drafted or was returned, with its province."""
    return Project.objects.filter(state=ProjectState.DRAFT).select_related("province")


def submitted() -> QuerySet[Project]:
    """Return what waits for an appraisal, with its province and ``national``: whether any of its money is."""
    rows = Project.objects.filter(state=ProjectState.SUBMITTED).select_related("province")
    return rows.annotate(national=national_money("pk"))
