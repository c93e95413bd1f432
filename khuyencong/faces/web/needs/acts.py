"""Recording, correcting, checking, asking again, dropping; and the đề án in one step."""

from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.needs import forms
from khuyencong.faces.web.needs.offline import words
from khuyencong.faces.web.needs.views import need_url, needs_crumb, needs_with_all
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import current, register_of
from khuyencong.flow.needs import operations
from khuyencong.flow.needs.enums import Channel, NeedAnswer
from khuyencong.flow.needs.models import Need
from khuyencong.flow.proposals import operations as proposals
from khuyencong.ground.access.actor import get, visible


@page(Can.NEED_RECORD, methods=("GET", "POST"))
def need_record(request: Request) -> HttpResponse:
    """Record a need: one column for a phone; its script keeps what cannot be sent and sends it later."""
    province = _province(request)
    begin = {"client_id": str(uuid4()), **_about(request)}
    form = forms.NeedForm(posted(request), options=forms.options_of(province, request.today), initial=begin)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: operations.record_need(
                request.actor,
                Scope(province_id=province),
                told=form.told(),
                client_id=form.client,
                channel=Channel.STAFF,
                today=request.today,
                campaign=form.campaign_chosen(),
            ),
        )
        if made is not None:
            messages.success(request, _("Đã ghi nhu cầu, mã phiếu %(code)s.") % {"code": made.code})
            return redirect("need", made.pk)
    context = {"form": form, "crumbs": (needs_crumb(),), "words": words(), "title": _("Ghi nhu cầu")}
    return show(request, "needs/record.html", context)


@page(Can.NEED_RECORD, methods=("GET", "POST"))
def need_edit(request: Request, pk: int) -> HttpResponse:
    """Correct what was told; somebody else's change since the page was opened is not overwritten."""
    found = get(request.actor, Can.NEED_RECORD, Need.objects.all(), pk)
    options = forms.options_of(found.province_id, request.today)
    form = forms.NeedForm(posted(request), options=options, initial=forms.stored(found))
    form.fields.pop("campaign", None)
    act = _act(found, title=_("Sửa nhu cầu"), button=_("Ghi"), done=_("Đã sửa nhu cầu."))

    def do(data: Cleaned) -> object:
        version = data["version"] or 0
        return operations.revise_need(request.actor, found, told=form.told(), version=version, today=request.today)

    return perform(request, form, act, do)


@page(Can.NEED_CHECK, methods=("GET", "POST"))
def need_check(request: Request, pk: int) -> HttpResponse:
    """Say that a need was checked, and of which establishment it is."""
    found = get(request.actor, Can.NEED_CHECK, needs_with_all(), pk)
    register = visible(request.actor, Can.ESTABLISHMENT_READ, _register())
    named = found.establishment
    begin = {"establishment": (named.tax_code or named.name) if named else found.tax_code}
    if named is None and found.tax_code and not register.filter(tax_code=found.tax_code).exists():
        begin = {}
    form = forms.CheckForm(posted(request), register=register, initial=begin)
    act = _act(found, title=_("Kiểm tra nhu cầu"), button=_("Đã kiểm tra"), done=_("Đã ghi: nhu cầu đã kiểm tra."))

    def do(data: Cleaned) -> object:
        return operations.check_need(request.actor, found, establishment_id=data["establishment"])

    return perform(request, form, act, do)


@page(Can.NEED_CHECK, methods=("GET", "POST"))
def need_drop(request: Request, pk: int) -> HttpResponse:
    """Let a need go."""
    found = get(request.actor, Can.NEED_CHECK, Need.objects.all(), pk)
    done = _("Đã ghi: không theo tiếp nhu cầu này.")
    act = _act(found, title=_("Không theo tiếp nhu cầu"), button=_("Không theo tiếp"), done=done, tone="danger")
    form = forms.DropForm(posted(request))

    def do(data: Cleaned) -> object:
        return operations.drop_need(request.actor, found, reason=data["reason"], today=request.today)

    return perform(request, form, act, do)


@page(Can.NEED_CHECK, methods=("GET", "POST"))
def need_confirm(request: Request, pk: int) -> HttpResponse:
    """Ask "vẫn còn nhu cầu?" and record the answer."""
    found = get(request.actor, Can.NEED_CHECK, Need.objects.all(), pk)
    waiting = found.confirmations.filter(answered_on__isnull=True).first()
    begin = {"asked_on": waiting.asked_on if waiting else request.today}
    act = _act(found, title=_("Vẫn còn nhu cầu?"), button=_("Ghi"), done=_("Đã ghi câu hỏi và câu trả lời."))
    form = forms.ConfirmForm(posted(request), initial=begin)

    def do(data: Cleaned) -> object:
        answer = NeedAnswer(data["answer"]) if data["answer"] else None
        said = {**data, "answer": answer}
        return operations.confirm_need(request.actor, found, **said, today=request.today)

    return perform(request, form, act, do)


@page(Can.PROJECT_DRAFT, methods=("GET", "POST"))
def need_draft(request: Request, pk: int) -> HttpResponse:
    """Draft a đề án from a checked need: everything that was told goes with it."""
    found = get(request.actor, Can.PROJECT_DRAFT, needs_with_all(), pk)
    year = found.campaign.year if found.campaign else found.recorded_on.year + 1
    form = forms.DraftForm(posted(request), initial={"year": year, "fund": forms.PROVINCIAL})
    title = _("Lập đề án từ nhu cầu")
    act = _act(found, title=title, button=_("Lập đề án"), done="")
    if request.method == "POST" and form.is_valid():
        home = request.actor.home
        place = Scope(province_id=found.province_id, organisation_id=home.organisation_id)
        made = attempt(
            form,
            lambda: proposals.draft_from_need(
                request.actor,
                found,
                place=place,
                year=form.cleaned_data["year"],
                national=form.cleaned_data["fund"] == forms.NATIONAL,
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã lập đề án %(number)s từ nhu cầu.") % {"number": made.number})
            return redirect("project", made.pk)
    return show(request, "projects/act.html", {"form": form, "act": act})


def _act(found: Need, *, title: str, button: str, done: str, tone: str = "primary") -> Act:
    money = _("%(support)s trên tổng %(cost)s triệu đồng")
    words = {"support": show_million(Dong(found.support)), "cost": show_million(Dong(found.cost))}
    facts = (
        Fact(_("Cơ sở"), found.name),
        Fact(_("Máy móc, thiết bị"), found.machine),
        Fact(_("Nhu cầu"), found.wish),
        Fact(_("Đề nghị hỗ trợ"), money % words),
    )
    then = need_url(found)
    return Act(title, button, done, then, (needs_crumb(), Crumb(found.code, then)), tone=tone, facts=facts)


def _province(request: Request) -> int:
    home = request.actor.home.province_id
    if home is None:
        raise NoSuchPage(_("Tài khoản này không thuộc tỉnh nào: nhu cầu do cán bộ, cộng tác viên của tỉnh ghi."))
    return home


def _about(request: Request) -> dict[str, str]:
    """Return what is known of the establishment from whose page the actor came."""
    asked = request.GET.get("co-so", "")
    if not asked.isdecimal() or len(asked) >= forms.LONGEST_ID:
        return {}
    found = visible(request.actor, Can.ESTABLISHMENT_READ, _register()).filter(pk=int(asked)).first()
    return dict(forms.about(found)) if found else {}


def _register() -> "QuerySet[Establishment]":
    return current(register_of())
