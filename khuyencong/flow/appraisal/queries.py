"""Reading appraisals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from khuyencong.core.models import AuditEntry
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.models import (
    Conclusion,
    ConclusionReason,
    ConflictOfInterest,
    CouncilMember,
    Session,
)
from khuyencong.flow.appraisal.rules import (
    ORDER,
    Candidate,
    Facts,
    PriorityRule,
    next_level,
    priority_of,
)
from khuyencong.flow.establishments.models import Certification
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.proposals.queries import national_money, submitted
from khuyencong.ground.access.models import Post
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.regulations.queries import cite

QUORUM, POINTS = "APPRAISAL_QUORUM", "APPRAISAL_POINTS"
"""Keys of the conditions that rule a council: who must be present; how many points a criterion may get."""


def level_due(project: Project) -> AppraisalLevel | None:
    """Return the level that must conclude next.  Two queries."""
    national = project.items.aggregate(total=Sum("national"))["total"] or 0
    passed = project.conclusions.filter(result=Result.PASS).values_list("level", flat=True)
    return next_level(national_money=national > 0, passed=passed)


def criteria_on(day: date) -> tuple[Provision, ...]:
    """Return the criteria of appraisal (TT 36/2013 Đ.9) in force on ``day``, in their order.  One query."""
    rows = _provisions(day, ProvisionKind.APPRAISAL_CRITERION)
    return tuple(sorted(rows, key=lambda row: (row.attributes.get("order") or 99, row.pk)))


def reasons_on(day: date) -> tuple[Provision, ...]:
    """Return the coded reasons of refusal in force on ``day``.  One query."""
    return tuple(_provisions(day, ProvisionKind.REFUSAL_REASON).order_by("pk"))


@dataclass(frozen=True)
class QuorumRule:
    """The least share of a council's members that must be present, in per cent; only a rule that was read blocks."""

    percent: int
    citation: str
    confidence: Confidence


def quorum_on(day: date) -> QuorumRule | None:
    """Return the quorum in force on ``day``; ``None`` where no rule is known.  One query."""
    rows = _provisions(day, ProvisionKind.CONDITION).filter(attributes__key=QUORUM)
    for row in rows.order_by("-valid", "-pk"):
        percent = row.attributes.get("percent")
        if percent:
            number = row.instrument.number if row.instrument else ""
            return QuorumRule(round(float(percent)), cite(number, row.article), Confidence(row.confidence))
    return None


def most_points_on(day: date, province_id: int | None) -> int | None:
    """Return the most points that a criterion may get; ``None`` where the province (or the ministry) gives none."""
    rows = _provisions(day, ProvisionKind.CONDITION).filter(attributes__key=POINTS, attributes__has_key="points")
    own = rows.filter(Q(instrument__province=province_id) if province_id else Q(instrument__province=None))
    found = own.order_by("-valid", "-pk").first()
    return int(found.attributes["points"]) if found else None


def authors_of(projects: Iterable[Project], *, today: date) -> Mapping[int, frozenset[int]]:
    """Return, by đề án, the users who drafted or submitted it, or hold a post at the centre that made it.

    They may not appraise it.  Two queries.
    """
    asked = {project.pk: project for project in projects}
    found: dict[int, set[int]] = {pk: set() for pk in asked}
    wrote = AuditEntry.objects.filter(table=Project._meta.db_table, row__in=asked, actor__isnull=False)
    wrote = wrote.filter(Q(change="I") | Q(after__state=ProjectState.SUBMITTED))
    for row, actor in wrote.values_list("row", "actor"):
        if actor is not None:
            found[row].add(actor)
    centres = {project.centre_id for project in asked.values()}
    held = Post.objects.filter(organisation__in=centres, valid__contains=today).values_list("organisation", "user")
    staff: dict[int | None, set[int]] = defaultdict(set)
    for organisation, user in held:
        staff[organisation].add(user)
    return {pk: frozenset(found[pk] | staff[project.centre_id]) for pk, project in asked.items()}


def conflicted_projects(user_id: int | None, session: Session) -> frozenset[int]:
    """Return the đề án in which the user, as a member of the session's council, declared an interest.  One query."""
    if user_id is None:
        return frozenset()
    rows = ConflictOfInterest.objects.filter(member__user=user_id, member__council=session.council_id)
    return frozenset(rows.values_list("project", flat=True))


def seat_of(user_id: int | None, council_id: int) -> CouncilMember | None:
    """Return the user's seat in a council.  One query."""
    if user_id is None:
        return None
    return CouncilMember.objects.filter(council=council_id, user=user_id).first()


def sessions_of(user_id: int | None) -> QuerySet[Session]:
    """Return the sessions of the councils in which the user sits."""
    seats = CouncilMember.objects.filter(user=user_id).values("council") if user_id else CouncilMember.objects.none()
    return Session.objects.filter(council__in=seats.values("council"))


def ready_for(session: Session) -> QuerySet[Project]:
    """Return the submitted đề án that a session of this level and province may take on its agenda."""
    level, province = AppraisalLevel(session.council.level), session.council.province_id
    passed = Conclusion.objects.filter(level=AppraisalLevel.BASE, result=Result.PASS).values("project")
    rows = Project.objects.filter(state=ProjectState.SUBMITTED)
    rows = rows.exclude(pk__in=Project.objects.filter(agenda__isnull=False, agenda__conclusion=None).values("pk"))
    if level is AppraisalLevel.BASE:
        return rows.filter(province=province).exclude(pk__in=passed)
    national = SupportItem.objects.filter(national__gt=0).values("project")
    return rows.filter(pk__in=passed).filter(pk__in=national)


@dataclass(frozen=True)
class ConclusionFilter:
    """What conclusions are narrowed by; empty fields narrow nothing.  ``year`` is that of the plan."""

    year: int | None = None
    level: str = ""
    province_id: int | None = None
    result: str = ""
    reason: str = ""
    """The code of a provision; ``-`` for refusals without any."""


def conclusion_list(narrow: ConclusionFilter) -> QuerySet[Conclusion]:
    """Return conclusions, the newest first."""
    rows = Conclusion.objects.order_by("-concluded_on", "-pk")
    same = {
        "project__year": narrow.year,
        "level": narrow.level,
        "project__province": narrow.province_id,
        "result": narrow.result,
    }
    rows = rows.filter(**{column: value for column, value in same.items() if value})
    if narrow.reason == "-":
        return rows.exclude(result=Result.PASS).filter(reasons=None)
    if narrow.reason:
        return rows.filter(pk__in=ConclusionReason.objects.filter(reason__code=narrow.reason).values("conclusion"))
    return rows


def counts_by(rows: QuerySet[Conclusion], *columns: str) -> Sequence[Mapping[str, int | str | None]]:
    """Count ``rows`` by ``columns``: a mapping for each group, its number under ``n``.  One query."""
    return tuple(rows.order_by().values(*columns).annotate(n=Count("pk", distinct=True)).order_by(*columns))


def selection_order(day: date) -> tuple[tuple[str, ...], tuple[Provision, ...]]:
    """Return the keys by which candidates are ranked on ``day``, and the rules that say so.  One query.

    Rules without a place in the order (ND 235/2025's owners) are returned and rank nothing.
    """
    rules = tuple(_provisions(day, ProvisionKind.SELECTION_ORDER).order_by("pk"))
    placed = sorted((row for row in rules if row.attributes.get("order")), key=lambda row: row.attributes["order"])
    return tuple(row.attributes["key"] for row in placed) or ORDER, rules


def waiting_for_a_plan(year: int) -> QuerySet[Project]:
    """Return the đề án of a year that were submitted or approved: who may yet get a place in its plan."""
    states = [ProjectState.SUBMITTED, ProjectState.APPROVED]
    return Project.objects.filter(year=year, state__in=states).select_related("province", "content", "centre")


def candidates(projects: Iterable[Project], *, settled: Mapping[int, int], on: date) -> tuple[Candidate, ...]:
    """Return the ranking's view of ``projects``; ``settled`` counts contracts by centre.  Three queries."""
    asked = list(projects)
    rules = _provisions(on, ProvisionKind.PRIORITY_INDUSTRY, ProvisionKind.PRIORITY_AREA).order_by("pk")
    by_kind: dict[str, list[PriorityRule]] = defaultdict(list)
    for row in rules:
        by_kind[row.kind].append(PriorityRule(row.text, row.attributes))
    facts = _facts([project.pk for project in asked], on)
    empty = Facts((), frozenset())
    return tuple(
        Candidate(
            project.pk,
            project.number,
            project.kind == ProjectKind.FLAGSHIP,
            priority_of(by_kind[ProvisionKind.PRIORITY_INDUSTRY], facts.get(project.pk, empty)),
            priority_of(by_kind[ProvisionKind.PRIORITY_AREA], facts.get(project.pk, empty)),
            settled.get(project.centre_id, 0),
            project.submitted_on,
        )
        for project in asked
    )


def _facts(projects: Sequence[int], on: date) -> Mapping[int, Facts]:
    items = SupportItem.objects.filter(project__in=projects).select_related("content", "establishment").order_by("pk")
    rows = list(items)
    served = {item.establishment_id for item in rows if item.establishment_id}
    held = Certification.objects.filter(establishment__in=served, certified_on__lte=on)
    certified = set(held.values_list("establishment", flat=True))
    grouped: dict[int, list[SupportItem]] = defaultdict(list)
    for item in rows:
        grouped[item.project_id].append(item)
    return {
        project: Facts(
            tuple((item.establishment.vsic_code, item.establishment.industry) for item in own if item.establishment),
            frozenset(item.content.code for item in own),
            any(item.establishment_id in certified for item in own),
        )
        for project, own in grouped.items()
    }


def _provisions(day: date, *kinds: ProvisionKind) -> QuerySet[Provision]:
    return Provision.objects.filter(kind__in=kinds, valid__contains=day).select_related("instrument")


def awaiting_base() -> QuerySet[Project]:
    """Return what nobody has appraised yet, the oldest first; ``since`` it was submitted."""
    rows = submitted().filter(~_passed(AppraisalLevel.BASE)).annotate(since=F("submitted_on"))
    return rows.order_by("submitted_on", "number")


def awaiting_ministry() -> QuerySet[Project]:
    """Return proposals for national money that passed at the base, the oldest first; ``since`` they did."""
    rows = submitted().filter(_passed(AppraisalLevel.BASE), ~_passed(AppraisalLevel.MINISTRY), national_money("pk"))
    passed = Conclusion.objects.filter(project=OuterRef("pk"), level=AppraisalLevel.BASE, result=Result.PASS)
    return rows.annotate(since=Subquery(passed.values("concluded_on")[:1])).order_by("since", "number")


def _passed(level: AppraisalLevel) -> Exists:
    return Exists(Conclusion.objects.filter(project=OuterRef("pk"), level=level, result=Result.PASS))
