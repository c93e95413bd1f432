"""The acts while a đề án is carried out: events with those who came, and acceptances with their papers."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Cleaned, perform, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import (
    AcceptForm,
    EventForm,
    WhyForm,
    accepted_conclusion,
    accepted_sources,
)
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import current, register_of
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.enums import AcceptanceForm
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision import operations as supervision
from khuyencong.flow.supervision.enums import EventKind
from khuyencong.flow.supervision.models import Attendance, Event
from khuyencong.ground.access.actor import Actor, get, visible
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.files.operations import store


@page(Can.EVENT_RECORD, methods=("GET", "POST"))
def event_record(request: Request, pk: int) -> HttpResponse:
    """Record a demonstration or a fair, with the establishments that came."""
    project = get(request.actor, Can.EVENT_RECORD, Project.objects.all(), pk)
    own = list(Establishment.objects.filter(items__project=project).distinct())
    register = visible(request.actor, Can.ESTABLISHMENT_READ, current(register_of()))
    form = EventForm(posted(request), own=own, register=register)
    title = _("Ghi trình diễn, hội chợ")
    act = act_on(project, title=title, button=_("Ghi"), done=_("Đã ghi buổi trình diễn, hội chợ."))

    def do(data: Cleaned) -> object:
        return supervision.record_event(
            request.actor,
            project,
            kind=EventKind(data["kind"]),
            name=data["name"],
            place=data["place"],
            opened_on=data["opened_on"],
            closed_on=data["closed_on"],
            organised=data["organised"],
            establishments=form.establishments(),
            today=request.today,
        )

    return perform(request, form, act, do)


@page(Can.EVENT_RECORD, methods=("GET", "POST"))
def event_remove(request: Request, pk: int) -> HttpResponse:
    """Remove an event that was recorded by mistake."""
    event = get(request.actor, Can.EVENT_RECORD, Event.objects.select_related("project"), pk)
    act = act_on(
        event.project,
        title=_("Hủy việc ghi nhầm"),
        button=_("Hủy"),
        done=_("Đã hủy “%(name)s”.") % {"name": event.name},
        tone="danger",
        intro=_("Hủy “%(name)s” cùng các lượt tham gia của nó. Nhật ký vẫn giữ.") % {"name": event.name},
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: supervision.remove_event(request.actor, event, reason=data["reason"]),
    )


@page(Can.EVENT_RECORD, methods=("GET", "POST"))
def attendance_remove(request: Request, pk: int) -> HttpResponse:
    """Remove one establishment from an event."""
    rows = Attendance.objects.select_related("event__project", "establishment")
    attendance = get(request.actor, Can.EVENT_RECORD, rows, pk)
    words = {"name": attendance.establishment.name, "event": attendance.event.name}
    act = act_on(
        attendance.event.project,
        title=_("Bỏ cơ sở khỏi danh sách tham gia"),
        button=_("Bỏ"),
        done=_("Đã bỏ “%(name)s”.") % words,
        tone="danger",
        intro=_("Bỏ “%(name)s” khỏi “%(event)s”. Nhật ký vẫn giữ.") % words,
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: supervision.remove_attendance(request.actor, attendance, reason=data["reason"]),
    )


@page(Can.ACCEPTANCE_RECORD, methods=("GET", "POST"))
def item_accept(request: Request, pk: int) -> HttpResponse:
    """Record the acceptance of one item, with the scanned minutes where there are some."""
    rows = SupportItem.objects.select_related("project", "establishment")
    item = get(request.actor, Can.ACCEPTANCE_RECORD, rows, pk)
    served = item.establishment.name if item.establishment else ""
    act = act_on(
        item.project,
        title=_("Nghiệm thu cơ sở"),
        button=_("Ghi nghiệm thu"),
        done=_("Đã ghi nghiệm thu “%(item)s”.") % {"item": item.description},
        intro=" – ".join(part for part in (item.description, served) if part),
    )
    form = AcceptForm(posted(request), request.FILES or None, initial={"cost": item.cost})
    return perform(request, form, act, lambda data: _accept(request, item, data))


@page(Can.ACCEPTANCE_RECORD, methods=("GET", "POST"))
def acceptance_cancel(request: Request, pk: int) -> HttpResponse:
    """Remove an acceptance that was recorded by mistake."""
    rows = Acceptance.objects.select_related("item__project")
    acceptance = get(request.actor, Can.ACCEPTANCE_RECORD, rows, pk)
    words = {"item": acceptance.item.description, "minutes": acceptance.minutes}
    act = act_on(
        acceptance.item.project,
        title=_("Hủy nghiệm thu ghi nhầm"),
        button=_("Hủy nghiệm thu"),
        done=_("Đã hủy nghiệm thu “%(item)s”.") % words,
        tone="danger",
        intro=_("Hủy nghiệm thu “%(item)s”, biên bản %(minutes)s. Nhật ký vẫn giữ.") % words,
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: settlement.cancel_acceptance(request.actor, acceptance, reason=data["reason"]),
    )


def _accept(request: Request, item: SupportItem, data: Cleaned) -> Acceptance:
    """Keep the paper and record the acceptance, or neither: a refusal leaves no row and no file behind."""
    stored: StoredFile | None = None
    try:
        with transaction.atomic():
            if data["paper"]:
                stored = _keep(request.actor, item.project, data["paper"])
            return settlement.accept(
                request.actor,
                item,
                accepted_on=data["accepted_on"],
                minutes=data["minutes"],
                cost=data["cost"],
                today=request.today,
                paper=stored,
                form=AcceptanceForm(data["form"] or AcceptanceForm.A5),
                place=data["place"],
                sources=accepted_sources(data),
                ended=accepted_conclusion(data),
            )
    except Refused:
        if stored is not None:
            default_storage.delete(stored.path)
        raise


def _keep(actor: Actor, project: Project, upload: "UploadedFile[bytes]") -> StoredFile:
    place = Scope(province_id=project.province_id, organisation_id=project.centre_id)
    return store(actor, place, name=upload.name or "", data=upload.read(), now=timezone.now())
