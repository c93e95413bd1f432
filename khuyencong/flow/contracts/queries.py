"""Reading contracts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.establishments.queries import words
from khuyencong.flow.needs.queries import Standing, standing_of
from khuyencong.flow.planning.models import PlanLine


def need_standing(line: PlanLine, on: date) -> Standing | None:
    """Return how the need behind a line's đề án stands on a day; ``None`` where there was no need.  Three queries."""
    need = line.project.need
    return None if need is None else standing_of(need, on)


@dataclass(frozen=True)
class ContractFilter:
    """What a list of contracts is narrowed by; empty fields narrow nothing."""

    search: str = ""
    year: int | None = None
    state: str = ""
    province_id: int | None = None
    late: bool = False


def contract_list(narrow: ContractFilter, today: date) -> QuerySet[Contract]:
    """Return contracts with their đề án, latest signed first; ``late`` are those running past their term."""
    rows = Contract.objects.select_related("line__project", "line__envelope").order_by("-signed_on", "-id")
    if text := narrow.search.strip():
        query = words(text)
        match = Q(number__icontains=text)
        rows = rows.filter(match | Q(line__project__search=query) if query else match)
    if narrow.year:
        rows = rows.filter(signed_on__range=(date(narrow.year, 1, 1), date(narrow.year, 12, 31)))
    if narrow.state:
        rows = rows.filter(state=narrow.state)
    if narrow.province_id:
        rows = rows.filter(line__project__province=narrow.province_id)
    return rows.filter(state=ContractState.SIGNED, due_on__lt=today) if narrow.late else rows


def running() -> QuerySet[Contract]:
    """Return contracts under way with their đề án and province."""
    return Contract.objects.filter(state=ContractState.SIGNED).select_related("line__project__province")


def without_advance(signed_before: date) -> QuerySet[Contract]:
    """Return contracts signed before a day on which nothing was paid, the oldest first."""
    rows = running().filter(advanced=0, settled=0, signed_on__lt=signed_before)
    return rows.order_by("signed_on", "pk")


def ending(today: date, within: timedelta) -> QuerySet[Contract]:
    """Return running contracts whose term ends soon, the first to end first."""
    return running().filter(due_on__range=(today, today + within)).order_by("due_on", "pk")


def advances_overdue(today: date) -> QuerySet[Contract]:
    """Return contracts past their term on which more was advanced than settled, the oldest first."""
    return running().filter(advanced__gt=F("settled"), due_on__lt=today).order_by("due_on", "pk")
