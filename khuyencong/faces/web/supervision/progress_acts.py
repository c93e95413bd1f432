"""Reporting a month with photographs, correcting it, closing and opening the month again."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Act, Cleaned, Fact, perform, posted
from khuyencong.faces.web.fields import ReasonField
from khuyencong.faces.web.page import Request, attempt, deed, page, show
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.crumbs import project_crumbs
from khuyencong.faces.web.supervision.photo_fields import PhotosForm
from khuyencong.faces.web.supervision.place import supervision_crumb
from khuyencong.faces.web.supervision.progress import report_back, report_title
from khuyencong.faces.web.supervision.progress_forms import CorrectForm, ReportForm, month_named, stored
from khuyencong.flow.fieldwork import operations
from khuyencong.flow.fieldwork.models import Photo, ProgressReport, ProgressRound
from khuyencong.flow.fieldwork.queries import reports_of
from khuyencong.flow.fieldwork.rules import month_before, month_of
from khuyencong.flow.proposals.models import Project
from khuyencong.ground.access.actor import get


@page(Can.PROGRESS_REPORT, methods=("GET", "POST"))
def progress_report(request: Request, pk: int) -> HttpResponse:
    """Report a month of a đề án: one column for a phone, photographs from its camera."""
    project = get(request.actor, Can.PROGRESS_REPORT, Project.objects.all(), pk)
    last = reports_of(project).first()
    begin = {name: value for name, value in stored(last).items() if name not in {"done", "difficulties", "coming"}}
    # A month is reported when it has ended; of a đề án approved this month, this one is the first that can be.
    first = month_of(project.decided_on) if project.decided_on else month_before(request.today)
    begin["month"] = f"{max(first, month_before(request.today)):%Y-%m}"
    form = ReportForm(posted(request), request.FILES or None, today=request.today, initial=begin)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _report(request, project, form))
        if made is not None:
            messages.success(request, _("Đã ghi báo cáo tiến độ."))
            return redirect("progress_one", made.pk)
    context = {"form": form, "project": project, "last": last, "crumbs": project_crumbs(project)}
    return show(request, "supervision/report_form.html", context)


@page(Can.PROGRESS_REPORT, methods=("GET", "POST"))
def progress_correct(request: Request, pk: int) -> HttpResponse:
    """Correct a report of an open month, with the reason."""
    found = _report_of(request, pk)
    form = CorrectForm(posted(request), initial=stored(found))

    def do(data: Cleaned) -> object:
        progress = form.progress()
        return operations.correct_progress(
            request.actor, found, progress=progress, seen=data["version"], reason=data["reason"]
        )

    return perform(request, form, _act(found, _("Sửa báo cáo tiến độ"), _("Ghi"), _("Đã sửa báo cáo.")), do)


@page(Can.PROGRESS_REPORT, methods=("GET", "POST"))
def progress_photos(request: Request, pk: int) -> HttpResponse:
    """Add photographs to a report."""
    found = _report_of(request, pk)
    form = PhotosForm(posted(request), request.FILES or None)
    act = _act(found, _("Thêm ảnh hiện trường"), _("Gửi ảnh"), _("Đã thêm ảnh."))
    return perform(
        request,
        form,
        act,
        lambda _data: operations.add_photos(request.actor, found, shots=form.shots(), now=timezone.now()),
    )


@page(Can.PHOTO_STORE, methods=("GET", "POST"))
def photo_remove(request: Request, pk: int) -> HttpResponse:
    """Remove a photograph that was added by mistake."""
    rows = Photo.objects.select_related("project", "file")
    photo = get(request.actor, Can.PHOTO_STORE, rows, pk)
    name = "progress_one" if photo.report_id else "inspection"
    then = reverse(name, args=[photo.report_id or photo.inspection_id])
    act = Act(
        _("Bỏ ảnh"),
        _("Bỏ ảnh"),
        _("Đã bỏ ảnh."),
        then,
        project_crumbs(photo.project),
        tone="danger",
        facts=(Fact(_("Ảnh"), photo.file.name),),
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: operations.remove_photo(request.actor, photo, reason=data["reason"]),
    )


@page(Can.PROGRESS_CLOSE, methods=("POST",))
def round_close(request: Request, pk: int) -> HttpResponse:
    """Close a month's round."""
    within = get(request.actor, Can.PROGRESS_CLOSE, ProgressRound.objects.all(), pk)
    then = f"{reverse('progress')}?month={within.month:%Y-%m}&province={within.province_id}"
    done = _("Đã chốt kỳ báo cáo: mẫu 3b của tháng không đổi nữa.")
    return deed(
        request, lambda: operations.close_round(request.actor, within, today=request.today), done=done, then=then
    )


@page(Can.PROGRESS_CLOSE, methods=("GET", "POST"))
def round_reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed month again, with the reason."""
    within = get(request.actor, Can.PROGRESS_CLOSE, ProgressRound.objects.select_related("province"), pk)
    act = Act(
        _("Mở lại kỳ báo cáo"),
        _("Mở lại"),
        _("Đã mở lại kỳ báo cáo."),
        f"{reverse('progress')}?month={within.month:%Y-%m}&province={within.province_id}",
        (supervision_crumb(),),
        facts=(Fact(_("Kỳ báo cáo"), str(within)), Fact(_("Tỉnh"), within.province.name)),
    )
    form = WhyForm(posted(request))
    form.fields["reason"] = ReasonField(label="Lý do mở lại")
    return perform(
        request, form, act, lambda data: operations.reopen_round(request.actor, within, reason=data["reason"])
    )


def _report(request: Request, project: Project, form: ReportForm) -> ProgressReport:
    """Write the report and keep its photographs, or neither."""
    month = month_named(form.cleaned_data["month"])
    assert month is not None
    with transaction.atomic():
        made = operations.report_progress(
            request.actor, project, month=month, progress=form.progress(), today=request.today
        )
        if shots := form.shots():
            operations.add_photos(request.actor, made, shots=shots, now=timezone.now())
    return made


def _report_of(request: Request, pk: int) -> ProgressReport:
    rows = ProgressReport.objects.select_related("project", "round")
    return get(request.actor, Can.PROGRESS_REPORT, rows, pk)


def _act(found: ProgressReport, title: str, button: str, done: str) -> Act:
    then = reverse("progress_one", args=[found.pk])
    facts = (Fact(_("Đề án"), f"{found.project.number}: {found.project.name}"), Fact(_("Kỳ"), report_title(found)))
    return Act(title, button, done, then, report_back(found), facts=facts)
