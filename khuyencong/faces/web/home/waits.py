"""What waits for whom: one function a queue, each two queries whatever its length."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from khuyencong.core.capabilities import Can
from khuyencong.core.models import AuditEntry
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.home import stands
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result, SessionState
from khuyencong.flow.appraisal.models import Conclusion
from khuyencong.flow.appraisal.queries import sessions_of
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import Fund, PlanState
from khuyencong.flow.planning.models import AnnualPlan
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState
from khuyencong.flow.supervision.models import Adjustment
from khuyencong.ground.access.actor import Actor, visible

SHOWN = 10
SOON = timedelta(days=30)
NO_ADVANCE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Task:
    """One thing that waits.  ``days`` counts from ``since``; ``late`` marks what passed its own date."""

    title: str
    url: str
    place: str
    what: str
    holder: str
    since: date | None
    days: int | None
    late: bool = False


@dataclass(frozen=True)
class Queue:
    """Tasks of one kind, the oldest first; ``total`` may be more than are shown.

    ``waits`` is false where the owner of the page has nothing to do but to know.
    """

    title: str
    empty: str
    tasks: tuple[Task, ...]
    total: int
    waits: bool = True

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.tasks)


def national_plans(actor: Actor, today: date) -> Queue:
    """National plans in draft, which the ministry's agency approves."""
    plans = visible(actor, Can.PLAN_APPROVE, AnnualPlan.objects.filter(fund=Fund.NATIONAL, state=PlanState.DRAFT))
    return _plans(
        "Kế hoạch khuyến công quốc gia chờ phê duyệt",
        "Không có kế hoạch quốc gia nào chờ phê duyệt.",
        plans,
        actor,
        today,
    )


def draft_plans(actor: Actor, today: date) -> Queue:
    """Plans of the province still in draft."""
    plans = visible(actor, Can.PLAN_OPEN, AnnualPlan.objects.filter(state=PlanState.DRAFT))
    return _plans("Kế hoạch đang dự thảo", "Không có kế hoạch nào đang dự thảo.", plans, actor, today)


def ministry_appraisals(actor: Actor, today: date) -> Queue:
    """Proposals for national money that passed at the base."""
    rows = _submitted(actor).filter(_national("pk"), _passed(AppraisalLevel.BASE), ~_passed(AppraisalLevel.MINISTRY))
    passed = Conclusion.objects.filter(project=OuterRef("pk"), level=AppraisalLevel.BASE, result=Result.PASS)
    rows = rows.annotate(since=Subquery(passed.values("concluded_on")[:1]))
    return _projects(
        "Đề án chờ thẩm định cấp Bộ",
        "Không có đề án nào chờ thẩm định cấp Bộ.",
        rows.order_by("since", "number"),
        lambda row: Task(*_about(row), "đã đạt thẩm định cấp cơ sở", actor.organisation, *_age(row.since, today)),
    )


def base_appraisals(actor: Actor, today: date) -> Queue:
    """Proposals that nobody has appraised yet."""
    rows = _submitted(actor).filter(~_passed(AppraisalLevel.BASE)).order_by("submitted_on", "number")
    return _projects(
        "Đề án chờ thẩm định cấp cơ sở",
        "Không có đề án nào chờ thẩm định.",
        rows,
        lambda row: Task(*_about(row), "đã trình", actor.organisation, *_age(row.submitted_on, today)),
    )


def adjustments(actor: Actor, today: date) -> Queue:
    """Requests that wait for a decision; the ministry sees those on national money, which it decides."""
    rows = visible(actor, Can.ADJUSTMENT_DECIDE, Adjustment.objects.filter(state=AdjustmentState.REQUESTED)).annotate(
        national=_national("project")
    )
    if actor.home.province_id is None:
        rows = rows.filter(national=True)
    return _projects(
        "Đề nghị điều chỉnh, ngừng chờ quyết định",
        "Không có đề nghị điều chỉnh nào đang chờ.",
        rows.select_related("project__province").order_by("requested_on", "pk"),
        lambda row: Task(
            *_about(row.project),
            AdjustmentKind(row.kind).label,
            stands.AGENCY if row.national else stands.DEPARTMENT,
            *_age(row.requested_on, today),
        ),
    )


def drafts(actor: Actor, today: date) -> Queue:
    """Drafts, those sent back first: somebody waits for them."""
    rows = visible(actor, Can.PROJECT_DRAFT, Project.objects.filter(state=ProjectState.DRAFT)).select_related(
        "province"
    )
    return _projects(
        "Đề án đang lập hoặc được trả lại",
        "Không có đề án dự thảo nào.",
        stands.with_stands(rows).order_by(F("returned_on").asc(nulls_last=True), "drafted_on", "number"),
        lambda row: _standing(row, today, late=row.returned_on is not None),
    )


def due_soon(actor: Actor, today: date) -> Queue:
    """Running contracts that end within thirty days."""
    rows = _contracts(actor, Can.CONTRACT_SIGN).filter(due_on__range=(today, today + SOON)).order_by("due_on", "pk")
    return _projects(
        "Hợp đồng sắp hết hạn (trong 30 ngày)",
        "Không có hợp đồng nào sắp hết hạn.",
        rows,
        lambda row: Task(
            *_about(row.line.project),
            f"hợp đồng {row.number}, hết hạn ngày {row.due_on:%d/%m/%Y}, còn {(row.due_on - today).days} ngày",
            stands.CENTRE,
            *_age(row.signed_on, today),
        ),
    )


def not_accepted(actor: Actor, today: date) -> Queue:
    """Items whose contract has ended and that were not accepted."""
    ended = Contract.objects.filter(line__project=OuterRef("project"), state=ContractState.SIGNED, due_on__lt=today)
    rows = visible(actor, Can.ACCEPTANCE_RECORD, SupportItem.objects.filter(acceptance__isnull=True))
    rows = rows.annotate(since=Subquery(ended.order_by("due_on").values("due_on")[:1])).filter(since__isnull=False)
    return _projects(
        "Hạng mục quá hạn hợp đồng, chưa nghiệm thu",
        "Không có hạng mục nào quá hạn nghiệm thu.",
        rows.select_related("project__province").order_by("since", "pk"),
        lambda row: Task(*_about(row.project), row.description, stands.CENTRE, *_age(row.since, today), late=True),
    )


def without_advance(actor: Actor, today: date) -> Queue:
    """Contracts signed more than thirty days ago on which nothing was paid."""
    rows = _contracts(actor, Can.MONEY_ADVANCE).filter(advanced=0, settled=0, signed_on__lt=today - NO_ADVANCE_AFTER)
    return _projects(
        "Hợp đồng ký quá 30 ngày chưa tạm ứng",
        "Không có hợp đồng nào ký quá 30 ngày mà chưa tạm ứng.",
        rows.order_by("signed_on", "pk"),
        lambda row: Task(*_contract(row), stands.CENTRE, *_age(row.signed_on, today)),
    )


def not_settled(actor: Actor, today: date) -> Queue:
    """Contracts with accepted work and no settlement."""
    accepted = Acceptance.objects.filter(item__project=OuterRef("line__project")).order_by("accepted_on")
    rows = _contracts(actor, Can.MONEY_SETTLE).filter(settled=0)
    rows = rows.annotate(since=Subquery(accepted.values("accepted_on")[:1])).filter(since__isnull=False)
    return _projects(
        "Đã nghiệm thu, chưa quyết toán",
        "Không có hợp đồng nào đã nghiệm thu mà chưa quyết toán.",
        rows.order_by("since", "pk"),
        lambda row: Task(*_contract(row), stands.CENTRE, *_age(row.since, today)),
    )


def advances_overdue(actor: Actor, today: date) -> Queue:
    """Advances that nothing cleared when their contract ended."""
    rows = _contracts(actor, Can.MONEY_SETTLE).filter(advanced__gt=F("settled"), due_on__lt=today)
    return _projects(
        "Tạm ứng quá hạn, chưa quyết toán",
        "Không có khoản tạm ứng nào quá hạn.",
        rows.order_by("due_on", "pk"),
        lambda row: Task(
            *_about(row.line.project),
            f"hợp đồng {row.number}, còn {show_million(Dong(row.advanced - row.settled))} triệu đồng tạm ứng",
            stands.CENTRE,
            *_age(row.due_on, today),
            late=True,
        ),
    )


def own_projects(actor: Actor, today: date) -> Queue:
    """What an establishment's owner asked for, and where each đề án stands."""
    rows = visible(actor, Can.PROJECT_READ, Project.objects.all()).select_related("province")
    queue = _projects(
        "Đề án của cơ sở ông/bà",
        "Chưa có đề án nào của cơ sở ông/bà.",
        stands.with_stands(rows).order_by("-year", "number"),
        lambda row: _standing(row, today, late=False),
    )
    return replace(queue, waits=False)


def my_sessions(actor: Actor, today: date) -> Queue:
    """Sessions of the councils in which the actor sits that were called or are under way."""
    rows = sessions_of(actor.id).exclude(state=SessionState.CLOSED).select_related("council__province")
    return _projects(
        "Phiên họp của tôi",
        "Không có phiên họp thẩm định nào chờ anh/chị.",
        rows.order_by("held_on", "pk"),
        lambda row: Task(
            f"{row} – {row.council}",
            reverse("session", args=[row.pk]),
            row.council.province.name if row.council.province else "Bộ Công Thương",
            f"{SessionState(row.state).label}, {row.place}",
            actor.label,
            *_age(row.held_on if row.held_on <= today else None, today),
        ),
    )


def _projects(title: str, empty: str, rows: "QuerySet[Any]", make: Callable[[Any], Task]) -> Queue:
    return Queue(title, empty, tuple(make(row) for row in rows[:SHOWN]), rows.count())


def _plans(title: str, empty: str, rows: "QuerySet[AnnualPlan]", actor: Actor, today: date) -> Queue:
    # A plan keeps no day of its own until it is approved; the log knows when it was opened.
    opened = AuditEntry.objects.filter(table=AnnualPlan._meta.db_table, row=OuterRef("pk"), change="I").order_by("pk")
    found = rows.select_related("province").annotate(since=Subquery(opened.values("at__date")[:1]))
    return _projects(
        title,
        empty,
        found.order_by("year", "province__code", "pk"),
        lambda row: Task(
            str(row),
            reverse("plan", args=[row.pk]),
            row.province.name,
            PlanState(row.state).label,
            actor.organisation,
            *_age(row.since, today),
        ),
    )


def _submitted(actor: Actor) -> "QuerySet[Project]":
    rows = Project.objects.filter(state=ProjectState.SUBMITTED).select_related("province")
    return visible(actor, Can.APPRAISAL_CONCLUDE, rows)


def _contracts(actor: Actor, capability: Can) -> "QuerySet[Contract]":
    rows = Contract.objects.filter(state=ContractState.SIGNED).select_related("line__project__province")
    return visible(actor, capability, rows)


def _national(project: str) -> Exists:
    return Exists(SupportItem.objects.filter(project=OuterRef(project), national__gt=0))


def _passed(level: AppraisalLevel) -> Exists:
    return Exists(Conclusion.objects.filter(project=OuterRef("pk"), level=level, result=Result.PASS))


def _about(project: Project) -> tuple[str, str, str]:
    """Title, link and place of a đề án."""
    return f"{project.number} – {project.name}", reverse("project", args=[project.pk]), project.province.name


def _contract(row: Contract) -> tuple[str, str, str, str]:
    return *_about(row.line.project), f"hợp đồng {row.number}, {show_million(Dong(row.amount))} triệu đồng"


def _standing(row: Any, today: date, *, late: bool) -> Task:
    stand = stands.stand_of(row)
    return Task(*_about(row), stand.step, stand.holder, *_age(stand.since, today), late=late)


def _age(since: date | None, today: date) -> tuple[date | None, int | None]:
    return since, None if since is None else max(0, (today - since).days)
