"""Return with remarks, answer them, and see what changed from one submission to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.scope import NATION
from khuyencong.faces.web.acts import Act, Fact, perform, posted
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.crumbs import project_crumbs, project_url
from khuyencong.faces.web.projects.offers import may_in
from khuyencong.faces.web.projects.review_forms import AnswerForm, ReturnForm
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.appraisal.queries import level_due, reasons_on
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project, ReviewNote, Submission
from khuyencong.flow.proposals.review_queries import content_in, content_of, submissions_of
from khuyencong.flow.proposals.review_rules import Content, Difference, difference
from khuyencong.ground.access.actor import Actor, get


@dataclass(frozen=True)
class ReviewPanel:
    """What the page of a đề án says of its rounds: the last return with its remarks, and whether they wait."""

    rounds: int
    returned: Submission | None
    notes: tuple[ReviewNote, ...]
    may_answer: bool

    @property
    def open(self) -> int:
        """How many remarks wait for the author."""
        return sum(note.answered_on is None for note in self.notes)


@dataclass(frozen=True)
class Answered:
    """A remark of the round before, and whether its place was changed since."""

    note: ReviewNote
    changed: bool


@dataclass(frozen=True)
class RoundPage:
    """One round beside the one before."""

    submission: Submission
    before: Submission | None
    content: Content
    change: Difference
    notes: tuple[Answered, ...]


def panel_of(actor: Actor, project: Project) -> ReviewPanel | None:
    """Return the panel of ``project``; ``None`` for whoever sees only their own item of it.  Two queries."""
    may = may_in(actor, project)
    if not may(Can.PROJECT_READ):
        return None
    rounds = list(project.submissions.defer("content"))
    returned = next((row for row in reversed(rounds) if row.returned_on), None)
    notes = ReviewNote.objects.filter(submission=returned).select_related("reason")
    answers = project.state == ProjectState.DRAFT and may(Can.PROJECT_DRAFT)
    return ReviewPanel(len(rounds), returned, tuple(notes), answers)


@page(Can.APPRAISAL_CONCLUDE, methods=("GET", "POST"))
def project_return(request: Request, pk: int) -> HttpResponse:
    """Send a submitted đề án back with remarks at the places that they are about."""
    project = get(request.actor, Can.APPRAISAL_CONCLUDE, Project.objects.select_related("content"), pk)
    last = project.submissions.filter(returned_on=None).last()
    content = content_in(last) if last else content_of(project)
    form = ReturnForm(posted(request), content=content, reasons=reasons_on(request.today))
    if request.method == "POST" and form.is_valid():
        return _returned(request, project, form)
    return _return_page(request, project, form)


def _returned(request: Request, project: Project, form: ReturnForm) -> HttpResponse:
    def do() -> object:
        if level_due(project) is AppraisalLevel.MINISTRY and not request.actor.may(Can.APPRAISAL_CONCLUDE, NATION):
            raise NotAllowed("Đề án đang chờ thẩm định cấp Bộ: việc này do Cục làm.")
        said = {"remarks": form.cleaned_data["reason"], "reasons": form.codes()}
        today, result = request.today, Result.RETURN
        return conclude(request.actor, project, result=result, today=today, notes=form.remarks(), **said)

    if attempt(form, do) is None:
        return _return_page(request, project, form)
    messages.success(request, _act(project).done)
    return redirect(project_url(project))


def _act(project: Project) -> Act:
    return act_on(project, title=_("Trả lại để bổ sung"), button=_("Trả lại"), done=_("Đã trả lại kèm góp ý."))


def _return_page(request: Request, project: Project, form: ReturnForm) -> HttpResponse:
    context = {"form": form, "act": _act(project), "project": project, "places": form.rows()}
    return show(request, "projects/return.html", context)


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def note_answer(request: Request, pk: int) -> HttpResponse:
    """Answer one remark, or mark it dealt with."""
    note = get(request.actor, Can.PROJECT_DRAFT, ReviewNote.objects.select_related("submission__project"), pk)
    project = note.submission.project
    base = act_on(project, title=_("Giải trình góp ý"), button=_("Đã xử lý"), done=_("Đã ghi giải trình."))
    asked = (Fact(_("Chỗ góp ý"), note.label), Fact(_("Góp ý của Sở"), note.remark))
    act = Act(base.title, base.button, base.done, base.then, base.crumbs, facts=(*base.facts, *asked))
    form = AnswerForm(posted(request), initial={"answer": note.answer})

    def do(data: object) -> object:
        answers = {note.pk: form.cleaned_data["answer"]}
        return proposals.answer_notes(request.actor, project, answers=answers, today=request.today)

    return perform(request, form, act, do)


@page(Can.PROJECT_READ)
def project_rounds(request: Request, pk: int) -> HttpResponse:
    """Show one round of a đề án beside the round before; the last one unless told (``?lan=``)."""
    project, context = _rounds(request, pk)
    return show(request, "projects/rounds.html", {**context, "crumbs": project_crumbs(project)})


@page(Can.PROJECT_READ)
def project_rounds_print(request: Request, pk: int) -> HttpResponse:
    """The same as a paper: no menu, everything open."""
    _project, context = _rounds(request, pk)
    return show(request, "projects/rounds_print.html", context)


def _rounds(request: Request, pk: int) -> tuple[Project, dict[str, object]]:
    project = get(request.actor, Can.PROJECT_READ, Project.objects.select_related("province"), pk)
    rounds = list(submissions_of(project)) if may_in(request.actor, project)(Can.PROJECT_READ) else []
    if not rounds:
        raise NoSuchPage(_("Đề án này chưa được trình lần nào."))
    asked = request.GET.get("lan", "")
    found = next((row for row in rounds if str(row.round) == asked), rounds[-1])
    at = round_page(rounds, found)
    here = reverse("project_rounds", args=[project.pk])
    tabs = [
        {
            "label": _("Lần %(n)s") % {"n": row.round},
            "url": f"{here}?lan={row.round}",
            "active": row is found,
            "count": None,
        }
        for row in rounds
    ]
    back = project_url(project)
    return project, {"project": project, "at": at, "tabs": tabs, "back": back, "today": request.today}


def round_page(rounds: Sequence[Submission], found: Submission) -> RoundPage:
    """Set a round beside the one before it.  No query: notes are there already."""
    before = next((row for row in rounds if row.round == found.round - 1), None)
    content = content_in(found)
    change = difference(content_in(before), content) if before else Difference((), ())
    touched = {word.key for word in change.words}
    touched |= {f"{table.key}.{row.key}" for table in change.tables for row in table.rows}
    notes = tuple(Answered(note, note.place in touched) for note in before.notes.all()) if before else ()
    return RoundPage(found, before, content, change, notes)
