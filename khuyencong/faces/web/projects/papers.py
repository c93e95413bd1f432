"""The papers of a đề án: handed in, taken back, sent to whoever may see it."""

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Cleaned, perform, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.faces.web.projects.acts import act_on
from khuyencong.faces.web.projects.part_sections import STEPS, law_day
from khuyencong.flow.proposals.models import Project, ProjectPaper
from khuyencong.flow.proposals.parts.operations import hand_paper, take_back_paper
from khuyencong.flow.proposals.parts.queries import Owed, papers_of
from khuyencong.ground.access.actor import get


class PaperForm(forms.Form):
    """Which paper, and its file."""

    owed = forms.ChoiceField(label="Giấy tờ", widget=forms.RadioSelect)
    paper = forms.FileField(label="Tệp", help_text="PDF, JPEG, PNG, Word hoặc Excel, không quá 20 MB.")


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def project_hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand in a paper that the law of the day asks for."""
    project = get(request.actor, Can.PROJECT_DRAFT, Project.objects.select_related("content"), pk)
    owed = _owed(project, request)
    form = PaperForm(posted(request), request.FILES or None, initial={"owed": _first_missing(owed)})
    field = form.fields["owed"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(key, _label(one)) for key, one in owed.items()]
    act = act_on(project, title=_("Nộp giấy tờ"), button=_("Nộp"), done=_("Đã nhận giấy tờ."))

    def do(data: Cleaned) -> object:
        one, file = owed[data["owed"]], data["paper"]
        return hand_paper(
            request.actor,
            project,
            provision=one.provision,
            document=one.document,
            name=file.name,
            data=file.read(),
            now=timezone.now(),
        )

    return perform(request, form, act, do)


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def project_paper_remove(request: Request, pk: int) -> HttpResponse:
    """Take back a paper that was handed in by mistake."""
    rows = ProjectPaper.objects.select_related("project", "file")
    paper = get(request.actor, Can.PROJECT_DRAFT, rows, pk)
    intro = f"{paper.document}: {paper.file.name}"
    act = act_on(
        paper.project,
        title=_("Bỏ giấy tờ"),
        button=_("Bỏ giấy tờ"),
        done=_("Đã bỏ giấy tờ."),
        tone="danger",
        intro=intro,
    )
    return perform(request, WhyForm(posted(request)), act, lambda data: _take_back(request, paper, data["reason"]))


@page(Can.PROJECT_READ)
def project_paper(request: Request, pk: int) -> HttpResponseBase:
    """Send a paper, to whoever may see its đề án."""
    stored = get(request.actor, Can.PROJECT_READ, ProjectPaper.objects.select_related("file"), pk).file
    if not default_storage.exists(stored.path):
        raise Http404
    file = default_storage.open(stored.path)
    return FileResponse(file, as_attachment=True, filename=stored.name, content_type=stored.content_type)


def _take_back(request: Request, paper: ProjectPaper, reason: str) -> bool:
    take_back_paper(request.actor, paper, reason=reason)
    return True


def _owed(project: Project, request: Request) -> dict[str, Owed]:
    contents = [project.content.code, *project.items.values_list("content__code", flat=True)]
    steps = papers_of(project, contents, on=law_day(project, request.today), steps=STEPS)
    rows = [one for step in steps for one in step.owed]
    return {f"{one.provision.pk}-{number}": one for number, one in enumerate(rows)}


def _first_missing(owed: dict[str, Owed]) -> str:
    return next((key for key, one in owed.items() if one.missing), "")


def _label(one: Owed) -> str:
    return one.document if one.missing else _("%(document)s (đã nộp)") % {"document": one.document}
