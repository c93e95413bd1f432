"""Judging establishments of the register by the rules in force: reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.money import Dong
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment, YearFigures
from khuyencong.flow.proposals.eligibility_rules import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    Asked,
    Place,
    Rule,
    Subject,
    Support,
    Verdict,
    judge,
    kind_of,
)
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import ActivityContent, Provision
from khuyencong.ground.regulations.queries import cite
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Succession, Unit

JUDGED_BY = (
    ProvisionKind.LEGAL_FORM,
    ProvisionKind.SME_SIZE,
    ProvisionKind.AREA,
    ProvisionKind.INDUSTRY,
    ProvisionKind.CONDITION,
)
COUNTED = (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.APPROVED)
"""Proposals in which an establishment asks or was granted; those refused or withdrawn do not count."""


@dataclass(frozen=True)
class Question:
    """One establishment for one content; ``project`` is the proposal that asks, whose own items are no duplicate."""

    establishment_id: int
    content_id: int
    project_id: int | None = None


def eligibility(establishment: Establishment, content: ActivityContent, *, on: date) -> Verdict:
    """Judge one establishment for one content on a day."""
    question = Question(establishment.pk, content.pk)
    return verdicts([question], on=on)[question]


def item_verdicts(items: Iterable[SupportItem], *, on: date) -> Mapping[int, Verdict]:
    """Judge the items (by id) that name an establishment.  The number of queries does not grow with them."""
    asked = {
        item.pk: Question(item.establishment_id, item.content_id, item.project_id)
        for item in items
        if item.establishment_id is not None
    }
    found = verdicts(asked.values(), on=on)
    return {pk: found[question] for pk, question in asked.items()}


def verdicts(questions: Iterable[Question], *, on: date) -> Mapping[Question, Verdict]:
    """Judge many at once.  Nine queries at most."""
    asked = list(dict.fromkeys(questions))
    if not asked:
        return {}
    ids = {question.establishment_id for question in asked}
    subjects = _subjects(ids, on)
    contents = ActivityContent.objects.select_related("instrument").in_bulk({q.content_id for q in asked})
    rules, supports = rules_on(on), _supports(ids)
    told: dict[Question, Verdict] = {}
    for question in asked:
        others = [s for project, s in supports[question.establishment_id] if project != question.project_id]
        subject = subjects[question.establishment_id]
        told[question] = judge(subject, _asked(contents[question.content_id], on), rules, others, on)
    return told


def rules_on(day: date) -> Sequence[Rule]:
    """Return the rules of eligibility in force on a day.  One query."""
    rows = Provision.objects.filter(kind__in=JUDGED_BY, valid__contains=day).select_related("instrument").order_by("pk")
    return tuple(
        Rule(
            ProvisionKind(row.kind),
            row.text,
            row.attributes,
            cite(row.instrument.number if row.instrument else "", row.article),
            Confidence(row.confidence),
        )
        for row in rows
    )


def _asked(content: ActivityContent, on: date) -> Asked:
    citation = cite(content.instrument.number, content.article)
    return Asked(content.code, content.name, on in content.valid, citation, Confidence(content.confidence))


def _subjects(ids: Iterable[int], on: date) -> Mapping[int, Subject]:
    rows = list(Establishment.objects.filter(pk__in=ids).select_related("commune__parent", "province"))
    communes = _as_of({row.commune for row in rows if row.commune}, on)
    provinces = _as_of({row.province for row in rows}, on)
    revenues: dict[int, int] = {}
    for figures in YearFigures.objects.filter(establishment__in=ids, year__lt=on.year).order_by("year"):
        if figures.revenue is not None:
            revenues[figures.establishment_id] = figures.revenue
    return {row.pk: _subject(row, communes, provinces, revenues.get(row.pk)) for row in rows}


def _subject(
    row: Establishment, communes: Mapping[int, Unit], provinces: Mapping[int, Unit], revenue: int | None
) -> Subject:
    known = {"workers": row.workers, "registered_capital": row.registered_capital, "revenue": revenue}
    commune = communes.get(row.commune_id) if row.commune_id else None
    district = commune.parent if commune and commune.parent and commune.parent.level == Level.DISTRICT else None
    province = provinces.get(row.province_id)
    named = [unit.name for unit in (commune, district, province) if unit is not None]
    return Subject(
        LegalForm(row.legal_form),
        row.industry,
        row.vsic_code,
        Place(
            words=", ".join(named),
            province=province.kind if province else None,
            commune=kind_of(commune.name, COMMUNE_KINDS) if commune else None,
            district=kind_of(district.name, DISTRICT_KINDS) if district else None,
            craft_village=row.craft_village,
        ),
        {name: number for name, number in known.items() if number is not None},
    )


def _as_of(units: Iterable[Unit], on: date) -> Mapping[int, Unit]:
    """Return, by the id of the unit that a record points at, the unit that holds its whole area on ``on``.

    A unit of another day's map that is not wholly one unit of this day's is absent: its place is not known.  Two
    queries.
    """
    asked = list(units)
    held = {unit.pk: unit for unit in asked if on in unit.valid}
    gone = [unit.pk for unit in asked if unit.pk not in held]
    heirs = Succession.objects.filter(predecessor__in=gone).select_related("successor__parent")
    later = {row.predecessor_id: row.successor for row in heirs if on in row.successor.valid}
    pasts: dict[int, list[Unit]] = defaultdict(list)
    for row in Succession.objects.filter(successor__in=gone).select_related("predecessor__parent"):
        if on in row.predecessor.valid:
            pasts[row.successor_id].append(row.predecessor)
    earlier = {pk: found[0] for pk, found in pasts.items() if len(found) == 1}
    return held | later | earlier


def _supports(ids: Iterable[int]) -> Mapping[int, list[tuple[int, Support]]]:
    """Return what each establishment (with those merged into it) asked for and received, newest first."""
    wanted = set(ids)
    merged = dict(Establishment.objects.filter(merged_into__in=wanted).values_list("pk", "merged_into"))
    rows = SupportItem.objects.filter(establishment__in=wanted | set(merged), project__state__in=COUNTED)
    found: dict[int, list[tuple[int, Support]]] = defaultdict(list)
    for item in rows.select_related("project", "content").order_by("-project__decided_on", "pk"):
        owner = merged.get(item.establishment_id or 0, item.establishment_id)
        support = Support(item.project.number, item.content.code, Dong(item.support), _granted_on(item.project))
        found[int(owner or 0)].append((item.project_id, support))
    return found


def _granted_on(project: Project) -> date | None:
    return project.decided_on if project.state == ProjectState.APPROVED else None
