"""What waits for whom: one function a queue, each two queries whatever its length; when it is due by the law."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.flow.appraisal.enums import SessionState
from khuyencong.flow.appraisal.queries import awaiting_base, awaiting_ministry, sessions_of
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.queries import advances_overdue as overdue_advances
from khuyencong.flow.contracts.queries import ending
from khuyencong.flow.contracts.queries import without_advance as contracts_without_advance
from khuyencong.flow.planning.enums import BatchState, Fund, PlanState
from khuyencong.flow.planning.models import AnnualPlan
from khuyencong.flow.planning.queries import draft_plans as plans_in_draft
from khuyencong.flow.planning.queries import waiting_supplements
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.queries import drafts as project_drafts
from khuyencong.flow.proposals.queries import national_money
from khuyencong.flow.settlement import stands
from khuyencong.flow.settlement.queries.waiting import not_accepted as items_not_accepted
from khuyencong.flow.settlement.queries.waiting import not_settled as contracts_not_settled
from khuyencong.flow.supervision.adjusting.queries import awaiting_confirmation, waiting
from khuyencong.flow.supervision.enums import AdjustmentKind, AdjustmentState
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.regulations.deadlines import DeadlineRule, Duty, due, late_by, rule_for

SHOWN = 10
SOON = timedelta(days=30)
NO_ADVANCE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Day:
    """Today, with the deadlines in force."""

    today: date
    rules: tuple[DeadlineRule, ...] = ()


@dataclass(frozen=True)
class Task:
    """One thing that waits.  ``days`` counts from ``since``; ``late`` marks what passed its own date.

    ``due`` is the last day in time and ``overdue`` the working days since; ``law`` says where the day is from.
    """

    title: str
    url: str
    place: str
    what: str
    holder: str
    since: date | None
    days: int | None
    late: bool = False
    due: date | None = None
    overdue: int = 0
    law: str = ""


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

    @property
    def dated(self) -> bool:
        """Say whether any of its tasks has a day by which it is due."""
        return any(task.due for task in self.tasks)


def national_plans(actor: Actor, day: Day) -> Queue:
    """National plans in draft, which the ministry's agency approves."""
    plans = visible(actor, Can.PLAN_APPROVE, plans_in_draft().filter(fund=Fund.NATIONAL))
    title = "Kế hoạch khuyến công quốc gia chờ phê duyệt"
    return _plans(title, "Không có kế hoạch quốc gia nào chờ phê duyệt.", plans, actor, day)


def draft_plans(actor: Actor, day: Day) -> Queue:
    """Plans of the province still in draft."""
    plans = visible(actor, Can.PLAN_OPEN, plans_in_draft())
    return _plans("Kế hoạch đang dự thảo", "Không có kế hoạch nào đang dự thảo.", plans, actor, day)


def supplements(actor: Actor, day: Day) -> Queue:
    """Supplements of approved plans that wait for their decision: national ones at the ministry, local at the Sở."""
    fund = Fund.NATIONAL if actor.home.province_id is None else Fund.LOCAL
    return _projects(
        "Đợt bổ sung kế hoạch chờ phê duyệt",
        "Không có đợt bổ sung nào chờ phê duyệt.",
        visible(actor, Can.PLAN_APPROVE, waiting_supplements().filter(plan__fund=fund)),
        lambda row: Task(
            f"{row.plan}, {row}",
            reverse("plan", args=[row.plan_id]),
            row.plan.province.name if row.plan.province else stands.AGENCY,
            BatchState(row.state).label,
            actor.organisation,
            *_age(row.since, day.today),
        ),
    )


def ministry_appraisals(actor: Actor, day: Day) -> Queue:
    """Proposals for national money that passed at the base."""
    return _projects(
        "Đề án chờ thẩm định cấp Bộ",
        "Không có đề án nào chờ thẩm định cấp Bộ.",
        visible(actor, Can.APPRAISAL_CONCLUDE, awaiting_ministry()),
        lambda row: _dated(
            Task(*_about(row), "đã đạt thẩm định cấp cơ sở", actor.organisation, *_age(row.since, day.today)),
            day,
            Duty.MINISTRY_APPRAISAL,
            row.year,
        ),
    )


def base_appraisals(actor: Actor, day: Day) -> Queue:
    """Proposals that nobody has appraised yet; those for national money are due at the agency."""
    return _projects(
        "Đề án chờ thẩm định cấp cơ sở",
        "Không có đề án nào chờ thẩm định.",
        visible(actor, Can.APPRAISAL_CONCLUDE, awaiting_base()),
        lambda row: _dated(
            Task(*_about(row), "đã trình", actor.organisation, *_age(row.submitted_on, day.today)),
            day,
            Duty.SEND_AGENCY if row.national else Duty.BASE_APPRAISAL,
            row.year,
        ),
    )


def confirmations(actor: Actor, day: Day) -> Queue:
    """Requests of the centre for national money that the Sở has to confirm (TT 36/2013 Đ.11)."""
    return _requests(
        "Chờ Sở xác nhận: đề nghị điều chỉnh, ngừng",
        "Không có đề nghị điều chỉnh nào chờ xác nhận.",
        visible(actor, Can.ADJUSTMENT_CONFIRM, awaiting_confirmation()),
        lambda _row: stands.DEPARTMENT,
        day,
        Duty.ADJUSTMENT_CONFIRM,
    )


def adjustments(actor: Actor, day: Day) -> Queue:
    """Requests that wait for a decision; the ministry sees those on national money, which it decides."""
    states = (AdjustmentState.REQUESTED, AdjustmentState.CONFIRMED)
    rows = visible(actor, Can.ADJUSTMENT_DECIDE, waiting(*states))
    if actor.home.province_id is None:
        rows = rows.filter(national_money("project"))
    return _requests(
        "Đề nghị điều chỉnh, ngừng chờ quyết định",
        "Không có đề nghị điều chỉnh nào đang chờ.",
        rows,
        lambda row: stands.AGENCY if row.national else stands.DEPARTMENT,
        day,
        Duty.ADJUSTMENT_DECIDE,
    )


def returned_requests(actor: Actor, day: Day) -> Queue:
    """Requests that the Sở returned to the centre."""
    return _requests(
        "Bị trả lại: đề nghị điều chỉnh, ngừng",
        "Không có đề nghị điều chỉnh nào bị trả lại.",
        visible(actor, Can.ADJUSTMENT_REQUEST, waiting(AdjustmentState.RETURNED)),
        lambda _row: stands.CENTRE,
        day,
        None,
    )


def drafts(actor: Actor, day: Day) -> Queue:
    """Drafts, those sent back first: somebody waits for them."""
    rows = visible(actor, Can.PROJECT_DRAFT, project_drafts())
    return _projects(
        "Đề án đang lập hoặc được trả lại",
        "Không có đề án dự thảo nào.",
        stands.with_stands(rows).order_by(F("returned_on").asc(nulls_last=True), "drafted_on", "number"),
        lambda row: _dated(_standing(row, day.today, late=row.returned_on is not None), day, Duty.REGISTER, row.year),
    )


def due_soon(actor: Actor, day: Day) -> Queue:
    """Running contracts that end within thirty days."""
    today = day.today
    return _projects(
        "Hợp đồng sắp hết hạn (trong 30 ngày)",
        "Không có hợp đồng nào sắp hết hạn.",
        visible(actor, Can.CONTRACT_SIGN, ending(today, SOON)),
        lambda row: _ending(
            Task(
                *_about(row.line.project),
                f"hợp đồng {row.number}, hết hạn ngày {row.due_on:%d/%m/%Y}, còn {(row.due_on - today).days} ngày",
                stands.CENTRE,
                *_age(row.signed_on, today),
            ),
            row.due_on,
            today,
        ),
    )


def not_accepted(actor: Actor, day: Day) -> Queue:
    """Items whose contract has ended and that were not accepted."""
    return _projects(
        "Hạng mục quá hạn hợp đồng, chưa nghiệm thu",
        "Không có hạng mục nào quá hạn nghiệm thu.",
        visible(actor, Can.ACCEPTANCE_RECORD, items_not_accepted(day.today)),
        lambda row: _ending(
            Task(*_about(row.project), row.description, stands.CENTRE, *_age(row.since, day.today), late=True),
            row.since,
            day.today,
        ),
    )


def without_advance(actor: Actor, day: Day) -> Queue:
    """Contracts signed more than thirty days ago on which nothing was paid."""
    return _projects(
        "Hợp đồng ký quá 30 ngày chưa tạm ứng",
        "Không có hợp đồng nào ký quá 30 ngày mà chưa tạm ứng.",
        visible(actor, Can.MONEY_ADVANCE, contracts_without_advance(day.today - NO_ADVANCE_AFTER)),
        lambda row: Task(*_contract(row), stands.CENTRE, *_age(row.signed_on, day.today)),
    )


def not_settled(actor: Actor, day: Day) -> Queue:
    """Contracts with accepted work and no settlement."""
    return _projects(
        "Đã nghiệm thu, chưa quyết toán",
        "Không có hợp đồng nào đã nghiệm thu mà chưa quyết toán.",
        visible(actor, Can.MONEY_SETTLE, contracts_not_settled()),
        lambda row: _dated(
            Task(*_contract(row), stands.CENTRE, *_age(row.since, day.today)), day, Duty.SETTLE, row.line.project.year
        ),
    )


def advances_overdue(actor: Actor, day: Day) -> Queue:
    """Advances that nothing cleared when their contract ended."""
    return _projects(
        "Tạm ứng quá hạn, chưa quyết toán",
        "Không có khoản tạm ứng nào quá hạn.",
        visible(actor, Can.MONEY_SETTLE, overdue_advances(day.today)),
        lambda row: _ending(
            Task(
                *_about(row.line.project),
                f"hợp đồng {row.number}, còn {show_million(Dong(row.advanced - row.settled))} triệu đồng tạm ứng",
                stands.CENTRE,
                *_age(row.due_on, day.today),
                late=True,
            ),
            row.due_on,
            day.today,
        ),
    )


def own_projects(actor: Actor, day: Day) -> Queue:
    """What an establishment's owner asked for, and where each đề án stands."""
    rows = visible(actor, Can.PROJECT_READ, Project.objects.all()).select_related("province")
    queue = _projects(
        "Đề án của cơ sở ông/bà",
        "Chưa có đề án nào của cơ sở ông/bà.",
        stands.with_stands(rows).order_by("-year", "number"),
        lambda row: _standing(row, day.today, late=False),
    )
    return replace(queue, waits=False)


def my_sessions(actor: Actor, day: Day) -> Queue:
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
            *_age(row.held_on if row.held_on <= day.today else None, day.today),
        ),
    )


def _projects(title: str, empty: str, rows: "QuerySet[Any]", make: Callable[[Any], Task]) -> Queue:
    return Queue(title, empty, tuple(make(row) for row in rows[:SHOWN]), rows.count())


def _plans(title: str, empty: str, rows: "QuerySet[AnnualPlan]", actor: Actor, day: Day) -> Queue:
    return _projects(
        title,
        empty,
        rows,
        lambda row: _dated(
            Task(
                str(row),
                reverse("plan", args=[row.pk]),
                row.province.name if row.province else stands.AGENCY,
                PlanState(row.state).label,
                actor.organisation,
                *_age(row.since, day.today),
            ),
            day,
            Duty.PLAN_APPROVE,
            row.year,
        ),
    )


def _requests(
    title: str, empty: str, rows: "QuerySet[Any]", holder: Callable[[Any], str], day: Day, duty: Duty | None
) -> Queue:
    def make(row: Any) -> Task:
        about = _about(row.project)
        title, place = about[0], about[2]
        url, kind = reverse("adjustment", args=[row.pk]), AdjustmentKind(row.kind).label
        task = Task(title, url, place, kind, holder(row), *_age(row.requested_on, day.today))
        return _dated(task, day, duty, row.project.year, event=row.since) if duty else task

    return _projects(title, empty, rows, make)


def _dated(task: Task, day: Day, duty: Duty, plan_year: int, *, event: date | None = None) -> Task:
    """Add the day by which a task is due by the rule in force, and how late it is."""
    rule = rule_for(day.rules, duty)
    last = due(rule, plan_year=plan_year, event=event or task.since)
    if rule is None or last is None:
        return task
    doubt = "" if rule.confidence.may_block else f" ({rule.confidence.label})"
    law = f"{rule.sentence}{doubt}"
    return replace(task, due=last, overdue=(late := late_by(last, day.today)), late=task.late or late > 0, law=law)


def _ending(task: Task, due_on: date, today: date) -> Task:
    """Add the day on which the contract of a task ends."""
    return replace(task, due=due_on, overdue=late_by(due_on, today), law="Thời hạn hợp đồng")


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
