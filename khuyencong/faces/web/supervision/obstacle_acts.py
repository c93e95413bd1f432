"""Raising an obstacle, sending it up, clearing, reopening and closing it, and saying something about it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_url
from khuyencong.faces.web.supervision.obstacle_forms import (
    ORGANISATION,
    USER,
    CommentForm,
    NewDayForm,
    OwnedForm,
    RaiseForm,
    WhyForm,
)
from khuyencong.faces.web.supervision.obstacles import obstacle_crumbs, obstacle_url
from khuyencong.flow.fieldwork.models import Finding
from khuyencong.flow.obstacles import operations
from khuyencong.flow.obstacles.enums import ObstacleKind
from khuyencong.flow.obstacles.models import Obstacle
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import get
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation
from khuyencong.ground.accounts.queries import names_on

STAFF = (Role.CENTRE_OFFICER, Role.CENTRE_ACCOUNTANT, Role.DEPARTMENT_OFFICER)


@page(Can.OBSTACLE_RECORD, methods=("GET", "POST"))
def obstacle_raise(request: Request, pk: int) -> HttpResponse:
    """Record what stands in the way of a đề án."""
    project = get(request.actor, Can.OBSTACLE_RECORD, Project.objects.all(), pk)
    form = RaiseForm(posted(request), owners=owners(project, request), initial={"raised_on": request.today})
    form.order_fields(("kind", "description", "remedy", "owner", "raised_on", "due_on"))
    act = Act(
        _("Ghi vướng mắc"),
        _("Ghi vướng mắc"),
        _("Đã ghi vướng mắc."),
        project_url(project),
        project_crumbs(project),
        intro=project.name,
    )

    def do(data: Cleaned) -> object:
        words = {name: data[name] for name in ("description", "remedy", "raised_on", "due_on")}
        kind, owner = ObstacleKind(data["kind"]), form.owner_chosen()
        return operations.raise_obstacle(request.actor, project, kind=kind, owner=owner, today=request.today, **words)

    return perform(request, form, act, do)


@page(Can.OBSTACLE_RECORD, methods=("GET", "POST"))
def finding_raise(request: Request, pk: int) -> HttpResponse:
    """Make an obstacle of what a visit found."""
    finding = get(request.actor, Can.OBSTACLE_RECORD, Finding.objects.select_related("inspection__project"), pk)
    project = finding.inspection.project
    form = OwnedForm(posted(request), owners=owners(project, request))
    facts = (
        Fact(_("Tồn tại"), finding.description),
        Fact(_("Yêu cầu khắc phục"), finding.remedy),
        Fact(_("Hạn khắc phục"), show_date(finding.due_on)),
    )
    act = Act(
        _("Chuyển thành vướng mắc"),
        _("Chuyển thành vướng mắc"),
        _("Đã chuyển tồn tại thành vướng mắc của đề án."),
        project_url(project),
        project_crumbs(project),
        facts=facts,
    )

    def do(data: Cleaned) -> object:
        kind, owner = ObstacleKind(data["kind"]), form.owner_chosen()
        return operations.raise_from_finding(request.actor, finding, kind=kind, owner=owner, today=request.today)

    return perform(request, form, act, do)


@page(Can.OBSTACLE_RESOLVE, methods=("GET", "POST"))
def obstacle_escalate(request: Request, pk: int) -> HttpResponse:
    """Send an obstacle one level up."""
    found = _get(request, pk)
    act = _act(found, _("Chuyển vướng mắc lên cấp trên"), _("Chuyển cấp trên"), _("Đã chuyển lên cấp trên."))
    return perform(
        request,
        NewDayForm(posted(request)),
        act,
        lambda data: operations.escalate(
            request.actor, found, due_on=data["due_on"], today=request.today, reason=data["reason"]
        ),
    )


@page(Can.OBSTACLE_RESOLVE, methods=("GET", "POST"))
def obstacle_resolve(request: Request, pk: int) -> HttpResponse:
    """Say that an obstacle is cleared, and how."""
    found = _get(request, pk)
    act = _act(found, _("Đã tháo gỡ vướng mắc"), _("Đã tháo gỡ"), _("Đã ghi: vướng mắc được tháo gỡ."))
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: operations.resolve(request.actor, found, today=request.today, reason=data["reason"]),
    )


@page(Can.OBSTACLE_RESOLVE, methods=("GET", "POST"))
def obstacle_reopen(request: Request, pk: int) -> HttpResponse:
    """Take back that an obstacle is cleared."""
    found = _get(request, pk)
    act = _act(found, _("Xử lý tiếp vướng mắc"), _("Xử lý tiếp"), _("Vướng mắc được xử lý tiếp."))
    return perform(
        request,
        NewDayForm(posted(request)),
        act,
        lambda data: operations.reopen(
            request.actor, found, due_on=data["due_on"], today=request.today, reason=data["reason"]
        ),
    )


@page(Can.OBSTACLE_RESOLVE, methods=("GET", "POST"))
def obstacle_close(request: Request, pk: int) -> HttpResponse:
    """End an obstacle."""
    found = _get(request, pk)
    act = _act(found, _("Kết thúc vướng mắc"), _("Kết thúc"), _("Đã kết thúc vướng mắc."))
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: operations.close(request.actor, found, today=request.today, reason=data["reason"]),
    )


@page(Can.OBSTACLE_RECORD, methods=("GET", "POST"))
def obstacle_comment(request: Request, pk: int) -> HttpResponse:
    """Say something about an obstacle."""
    found = get(request.actor, Can.OBSTACLE_RECORD, Obstacle.objects.select_related("project"), pk)
    act = _act(found, _("Trao đổi về vướng mắc"), _("Gửi ý kiến"), _("Đã gửi ý kiến."))
    return perform(
        request,
        CommentForm(posted(request)),
        act,
        lambda data: operations.comment(request.actor, found, text=data["text"], now=timezone.now()),
    )


def owners(project: Project, request: Request) -> list[tuple[str, str]]:
    """Return who may be asked to clear an obstacle: staff of the province, its bodies, the agency.  Four queries."""
    posts = Post.objects.filter(
        organisation__province=project.province_id, role__in=STAFF, valid__contains=request.today
    ).select_related("user")
    staff = {(f"{USER}-{post.user_id}", f"{post.user.full_name} ({Role(post.role).label})") for post in posts}
    kinds = (OrganisationKind.CENTRE, OrganisationKind.DEPARTMENT)
    bodies = list(Organisation.objects.filter(province=project.province_id, kind__in=kinds, closed_on__isnull=True))
    bodies += list(Organisation.objects.filter(kind=OrganisationKind.AGENCY, closed_on__isnull=True))
    names = names_on(request.today, [body.pk for body in bodies])
    named = [(f"{ORGANISATION}-{pk}", row.name) for pk, row in names.items()]
    return [*sorted(staff, key=lambda pair: pair[1]), *named]


def _get(request: Request, pk: int) -> Obstacle:
    return get(request.actor, Can.OBSTACLE_RESOLVE, Obstacle.objects.select_related("project"), pk)


def _act(found: Obstacle, title: str, button: str, done: str) -> Act:
    facts = (
        Fact(_("Đề án"), f"{found.project.number}: {found.project.name}"),
        Fact(_("Vướng mắc"), found.description),
        Fact(_("Hạn tháo gỡ"), show_date(found.due_on)),
    )
    then = obstacle_url(found)
    crumbs = (*obstacle_crumbs(), Crumb(found.project.number, then))
    return Act(title, button, done, then, crumbs, facts=facts)
