"""The đề án that a scenario may choose, in the order of rank, with what they are compared by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from khuyencong.flow.appraisal.queries import candidates, selection_order
from khuyencong.flow.appraisal.rules import ranked
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement.queries import settled_by_centre

_YEARS = 3


@dataclass(frozen=True)
class Candidate:
    """A đề án at its place in the ranking (TT 36/2013 Đ.7); ``asked`` in đồng of the source."""

    project: Project
    place: int
    asked: int
    served: int
    flagship: bool
    industry: tuple[str, ...]
    area: tuple[str, ...]
    content: str

    @property
    def pk(self) -> int:
        """The id of the đề án."""
        return self.project.pk


def candidates_of(projects: Sequence[Project], *, source: Source, today: date) -> list[Candidate]:
    """Return ``projects`` in the order of rank.  Seven queries, however many there are."""
    by_pk = {project.pk: project for project in projects}
    keys, _rules = selection_order(today)
    since = date(today.year - _YEARS, today.month, min(today.day, 28))
    settled = settled_by_centre({project.centre_id for project in projects}, since=since, until=today)
    column = {Source.NATIONAL: "national", Source.PROVINCIAL: "provincial", Source.DISTRICT: "district"}[source]
    items = SupportItem.objects.filter(project__in=by_pk).order_by().values("project")
    sums = items.annotate(money=Sum(column), served=Count("establishment", distinct=True))
    asked = {row["project"]: row for row in sums}
    found = []
    for row in ranked(candidates(projects, settled=settled, on=today), keys):
        one = row.candidate
        own = asked.get(one.project_id, {"money": 0, "served": 0})
        project = by_pk[one.project_id]
        found.append(
            Candidate(project, row.place, own["money"] or 0, own["served"], one.flagship, one.industry.matched,
                      one.area.matched, project.content.name)
        )  # fmt: skip
    return found
