"""Reading contracts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

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
