"""Raising obstacles, sending them up, clearing and closing them, and talking about them."""

from dataclasses import dataclass
from datetime import date, datetime

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.formats import show_date
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.flow.fieldwork.models import Finding
from khuyencong.flow.obstacles.enums import ObstacleAction, ObstacleKind, ObstacleLevel, ObstacleState
from khuyencong.flow.obstacles.lifecycle import OBSTACLE
from khuyencong.flow.obstacles.models import Escalation, Obstacle, ObstacleComment
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.queries import staff_of
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify


@dataclass(frozen=True)
class Owner:
    """Whose an obstacle is: the id of a person or of an organisation, one of the two."""

    user_id: int | None = None
    organisation_id: int | None = None


@operation(Can.OBSTACLE_RECORD, verb="Ghi vướng mắc")
def raise_obstacle(
    actor: Acting,
    project: Project,
    *,
    kind: ObstacleKind,
    description: str,
    remedy: str,
    owner: Owner,
    raised_on: date,
    due_on: date,
    today: date,
) -> Obstacle:
    """Record what stands in the way of an approved đề án, whose it is and by when it is to be cleared."""
    return _raise(actor, project, kind, description, remedy, owner, raised_on, due_on, today, None)


@operation(Can.OBSTACLE_RECORD, verb="Chuyển tồn tại thành vướng mắc")
def raise_from_finding(actor: Acting, finding: Finding, *, kind: ObstacleKind, owner: Owner, today: date) -> Obstacle:
    """Make an obstacle of what a visit found: its words, remedy and day go with it.  Once."""
    known = Obstacle.objects.filter(finding=finding).exists()
    require(not known, "Tồn tại này đã chuyển thành vướng mắc.")
    visit = finding.inspection
    return _raise(
        actor,
        visit.project,
        kind,
        finding.description,
        finding.remedy,
        owner,
        visit.held_on,
        finding.due_on,
        today,
        finding,
    )


@operation(Can.OBSTACLE_RESOLVE, verb="Chuyển vướng mắc lên cấp trên", reason_owed=True)
def escalate(actor: Acting, obstacle: Obstacle, *, due_on: date, today: date, reason: str) -> Obstacle:
    """Send an obstacle one level up, with a new day; what the Sở holds only the Sở or the agency sends on."""
    step = OBSTACLE.step(ObstacleAction.ESCALATE, ObstacleState(obstacle.state))
    here = ObstacleLevel(obstacle.level)
    above = owed(here.above, "Vướng mắc đã ở cấp cao nhất.")
    power = actor.may(Can.FUND_LOCAL, obstacle) or actor.may(Can.FUND_NATIONAL, obstacle)
    if here is not ObstacleLevel.CENTRE and not power:
        raise NotAllowed(f"Vướng mắc đang ở {here.label}: {here.label} quyết định chuyển lên {above.label}.")
    require(due_on >= today, "Hạn tháo gỡ mới phải từ hôm nay.", field="due_on")
    require(today >= obstacle.raised_on, "Ngày chuyển phải từ ngày phát sinh.")
    holder = _holder(above, obstacle.project.province_id)
    if holder is not None:
        obstacle.owner_organisation, obstacle.owner_user = holder, None
    obstacle.state, obstacle.level, obstacle.due_on = step.target, above, due_on
    obstacle.save()
    Escalation.objects.create(obstacle=obstacle, level=above, escalated_on=today, explanation=reason.strip())
    what, due = obstacle.description, show_date(due_on)
    to = _owners(obstacle)
    notify(
        actor, Kind.OBSTACLE_ESCALATED, obstacle.project, to=to, what=what, due=due, level=above.label, reason=reason
    )
    return obstacle


@operation(Can.OBSTACLE_RESOLVE, verb="Tháo gỡ vướng mắc", reason_owed=True)
def resolve(actor: Acting, obstacle: Obstacle, *, today: date, reason: str) -> Obstacle:
    """Say that an obstacle is cleared, and how (``reason``)."""
    step = OBSTACLE.step(ObstacleAction.RESOLVE, ObstacleState(obstacle.state))
    require(today >= obstacle.raised_on, "Ngày tháo gỡ phải từ ngày phát sinh.")
    obstacle.state, obstacle.resolved_on, obstacle.outcome = step.target, today, reason.strip()
    obstacle.save()
    return obstacle


@operation(Can.OBSTACLE_RESOLVE, verb="Xử lý tiếp vướng mắc", reason_owed=True)
def reopen(actor: Acting, obstacle: Obstacle, *, due_on: date, today: date, reason: str) -> Obstacle:
    """Take back that an obstacle is cleared: it stays at its level, with a new day."""
    step = OBSTACLE.step(ObstacleAction.REOPEN, ObstacleState(obstacle.state))
    require(due_on >= today, "Hạn tháo gỡ mới phải từ hôm nay.", field="due_on")
    obstacle.state, obstacle.resolved_on, obstacle.outcome, obstacle.due_on = step.target, None, "", due_on
    obstacle.save()
    return obstacle


@operation(Can.OBSTACLE_RESOLVE, verb="Kết thúc vướng mắc", reason_owed=True)
def close(actor: Acting, obstacle: Obstacle, *, today: date, reason: str) -> Obstacle:
    """End an obstacle: cleared and confirmed, or gone by itself.  What was said when it was cleared stays."""
    step = OBSTACLE.step(ObstacleAction.CLOSE, ObstacleState(obstacle.state))
    require(today >= obstacle.raised_on, "Ngày kết thúc phải từ ngày phát sinh.")
    obstacle.outcome = f"{obstacle.outcome}\n{reason.strip()}".strip()
    obstacle.state, obstacle.closed_on = step.target, today
    obstacle.save()
    return obstacle


@operation(Can.OBSTACLE_RECORD, verb="Trao đổi về vướng mắc")
def comment(actor: Acting, obstacle: Obstacle, *, text: str, now: datetime) -> ObstacleComment:
    """Say something about an obstacle that is not closed."""
    require(obstacle.state != ObstacleState.CLOSED, "Vướng mắc đã kết thúc.")
    require(text.strip(), "Hãy ghi ý kiến.", field="text")
    return ObstacleComment.objects.create(obstacle=obstacle, author_id=actor.id, written_at=now, text=text.strip())


def _raise(
    actor: Acting,
    project: Project,
    kind: ObstacleKind,
    description: str,
    remedy: str,
    owner: Owner,
    raised_on: date,
    due_on: date,
    today: date,
    finding: Finding | None,
) -> Obstacle:
    require(project.state == ProjectState.APPROVED, f"Đề án {project.number} chưa được duyệt.")
    require(description.strip(), "Hãy nêu vướng mắc.", field="description")
    require(raised_on <= today, "Ngày phát sinh không thể ở tương lai.", field="raised_on")
    require(due_on >= raised_on, "Hạn tháo gỡ phải từ ngày phát sinh.", field="due_on")
    one = (owner.user_id is None) != (owner.organisation_id is None)
    require(one, "Hãy chọn một người hoặc một đơn vị xử lý.", field="owner")
    raised = Obstacle.objects.create(
        project=project,
        kind=kind,
        description=description.strip(),
        remedy=remedy.strip(),
        owner_user_id=owner.user_id,
        owner_organisation_id=owner.organisation_id,
        raised_on=raised_on,
        due_on=due_on,
        finding=finding,
    )
    what, due = raised.description, show_date(due_on)
    notify(actor, Kind.OBSTACLE_ASSIGNED, project, to=_owners(raised), what=what, due=due)
    return raised


def _owners(obstacle: Obstacle) -> frozenset[int]:
    """Return the users whose the obstacle is: the person, or the staff of the organisation."""
    if obstacle.owner_organisation_id is not None:
        return staff_of(obstacle.owner_organisation_id)
    return frozenset(pk for pk in [obstacle.owner_user_id] if pk is not None)


def _holder(level: ObstacleLevel, province_id: int) -> Organisation | None:
    """Return who answers at a level: the Sở of the province, or the agency."""
    rows = Organisation.objects.filter(closed_on__isnull=True).order_by("pk")
    if level is ObstacleLevel.AGENCY:
        return rows.filter(kind=OrganisationKind.AGENCY).first()
    return rows.filter(kind=OrganisationKind.DEPARTMENT, province=province_id).first()
