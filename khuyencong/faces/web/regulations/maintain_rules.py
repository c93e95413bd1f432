"""Maintaining the other rules, the instruments and the contents: the ministry's alone, but for a province's papers."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, perform, posted
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.regulations import rows as law
from khuyencong.faces.web.regulations.change import Lens, change, contents_lens, verdicts_lens
from khuyencong.faces.web.regulations.maintain import CRUMB, METHODS, place_of, places_for
from khuyencong.faces.web.regulations.maintain_forms import (
    ContentForm,
    EndForm,
    InstrumentForm,
    KindForm,
    ProvisionForm,
    instruments_on,
    provision_initial,
)
from khuyencong.flow.proposals.eligibility import JUDGED_BY
from khuyencong.ground.access.actor import get
from khuyencong.ground.regulations import operations
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.models import ActivityContent, LegalInstrument, Provision
from khuyencong.ground.regulations.queries import contents_on, contents_query


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def provision_new(request: Request) -> HttpResponse:
    """Add a rule: first its kind, then what the kind holds."""
    _for_the_ministry(request)
    asked = request.GET.get("kind", "")
    crumbs = (Crumb(_("Quy định"), reverse("regulations")),)
    then = f"{reverse('regulations')}?tab=khac"
    if asked not in set(ProvisionKind):
        act = Act(_("Thêm quy định"), _("Tiếp tục"), "", then, crumbs)
        form = KindForm(request.GET or None)
        return show(request, "regulations/kind.html", {"form": form, "act": act})
    kind = ProvisionKind(asked)
    form_ = ProvisionForm(
        posted(request), kind=kind, contents=contents_on(request.today), instruments=instruments_on(request.today)
    )
    act = Act(kind.label, _("Ghi"), _("Đã thêm quy định."), f"{then}&kind={kind}", crumbs)

    def do(_said: Cleaned) -> object:
        return operations.add_provision(request.actor, NATION, kind=kind, terms=form_.terms())

    return change(request, form_, act, do, lambda said: _lens(request, kind, said))


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def provision_replace(request: Request, pk: int) -> HttpResponse:
    """Let a new version follow a rule."""
    rule = get(request.actor, Can.REGULATIONS_MAINTAIN, Provision.objects.select_related("instrument"), pk)
    kind = ProvisionKind(rule.kind)
    form = ProvisionForm(
        posted(request),
        kind=kind,
        contents=contents_on(request.today),
        instruments=instruments_on(request.today),
        initial=provision_initial(rule),
    )
    act = _about(rule, _("Phiên bản mới của quy định"), _("Đã ghi phiên bản mới của quy định."), request)

    def do(_said: Cleaned) -> object:
        return operations.replace_provision(request.actor, rule, terms=form.terms(), today=request.today)

    return change(request, form, act, do, lambda said: _lens(request, kind, said))


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def provision_end(request: Request, pk: int) -> HttpResponse:
    """End a rule; one that has not begun is taken back."""
    rule = get(request.actor, Can.REGULATIONS_MAINTAIN, Provision.objects.select_related("instrument"), pk)
    form = EndForm(posted(request))
    begins = rule.valid.lower
    if begins is not None and begins > request.today:
        del form.fields["last_day"]
    act = _about(rule, _("Chấm dứt quy định"), _("Đã chấm dứt quy định."), request, "danger")

    def do(said: Cleaned) -> object:
        reason = said["reason"]
        if "last_day" not in said:
            return operations.withdraw_provision(request.actor, rule, today=request.today, reason=reason)
        last = said["last_day"]
        return operations.end_provision(request.actor, rule, last_day=last, today=request.today, reason=reason)

    def lens(said: Cleaned) -> Lens:
        last = said.get("last_day")
        since = last + timedelta(days=1) if last else begins
        return _lens(request, ProvisionKind(rule.kind), {**rule.attributes, "since": since})

    return change(request, form, act, do, lens)


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def instrument_new(request: Request) -> HttpResponse:
    """Add an instrument of the country, or of one's province."""
    scopes = places_for(request)
    form = InstrumentForm(posted(request), scopes=scopes, initial={"scope": scopes[0][0] if scopes else ""})
    crumbs = (Crumb(_("Quy định"), reverse("regulations")),)
    act = Act(_("Nhập văn bản quy định"), _("Ghi"), _("Đã nhập văn bản."), reverse("regulations"), crumbs)

    def do(said: Cleaned) -> object:
        return operations.add_instrument(
            request.actor,
            place_of(said["scope"]),
            number=said["number"],
            title=said["title"],
            issuer=said["issuer"],
            issued_on=said["issued_on"],
            origin=form.origin(),
        )

    return perform(request, form, act, do)


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def instrument_end(request: Request, pk: int) -> HttpResponse:
    """Write the last day of an instrument."""
    found = get(request.actor, Can.REGULATIONS_MAINTAIN, LegalInstrument.objects.all(), pk)
    then = reverse("instrument", args=[pk])
    crumbs = (Crumb(_("Quy định"), reverse("regulations")), Crumb(law.name_of(found), then))
    act = Act(_("Ghi văn bản hết hiệu lực"), _("Ghi"), _("Đã ghi ngày cuối của văn bản."), then, crumbs, "danger")

    def do(said: Cleaned) -> object:
        last, reason = said["last_day"], said["reason"]
        return operations.end_instrument(request.actor, found, last_day=last, today=request.today, reason=reason)

    return perform(request, EndForm(posted(request)), act, do)


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def content_new(request: Request) -> HttpResponse:
    """Add a content of promotion."""
    _for_the_ministry(request)
    form = ContentForm(posted(request), instruments=instruments_on(request.today))
    then = f"{reverse('regulations')}?tab=noi-dung"
    crumbs = (Crumb(_("Quy định"), reverse("regulations")),)
    act = Act(_("Thêm nội dung khuyến công"), _("Ghi"), _("Đã thêm nội dung khuyến công."), then, crumbs)

    def do(said: Cleaned) -> object:
        words = {key: said[key] for key in ("name", "name_en", "group", "unit")}
        return operations.add_content(request.actor, NATION, origin=form.origin(), **words)

    return perform(request, form, act, do)


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def content_end(request: Request, pk: int) -> HttpResponse:
    """End a content of promotion."""
    found = get(request.actor, Can.REGULATIONS_MAINTAIN, ActivityContent.objects.all(), pk)
    then = f"{reverse('regulations')}?tab=noi-dung"
    crumbs = (Crumb(_("Quy định"), reverse("regulations")),)
    done = _("Đã ghi ngày cuối của nội dung.")
    act = Act(_("Chấm dứt nội dung khuyến công"), _("Ghi"), done, then, crumbs, "danger", found.name)

    def do(said: Cleaned) -> object:
        last, reason = said["last_day"], said["reason"]
        return operations.end_content(request.actor, found, last_day=last, today=request.today, reason=reason)

    def lens(said: Cleaned) -> Lens:
        since = said["last_day"] + timedelta(days=1)
        return verdicts_lens(request.actor, today=request.today, since=since)

    return change(request, EndForm(posted(request)), act, do, lens)


def _for_the_ministry(request: Request) -> None:
    """Hide what only the country's law holds from whoever maintains a province's."""
    if not request.actor.may(Can.REGULATIONS_MAINTAIN, NATION):
        raise Http404


def _lens(request: Request, kind: ProvisionKind, said: Cleaned) -> Lens:
    """Choose what a rule touches: who may be supported, or the proposals of the contents that it names."""
    since = said.get("since") or request.today
    if kind in JUDGED_BY:
        return verdicts_lens(request.actor, today=request.today, since=since)
    codes = said.get("contents") or ()
    contents = contents_query(request.today).filter(code__in=codes).values_list("pk", flat=True)
    return contents_lens(request.actor, list(contents), _("quy định hôm nay"), _("quy định mới"))


def _about(rule: Provision, title: str, done: str, request: Request, tone: str = "primary") -> Act:
    row = law.provision_row(rule, request.today)
    then = f"{reverse('regulations')}?tab=khac&kind={rule.kind}"
    crumbs = (
        Crumb(_("Quy định"), reverse("regulations")),
        Crumb(Truncator(row.title).chars(CRUMB), reverse("provision", args=[rule.pk])),
    )
    return Act(title, _("Ghi"), done, then, crumbs, tone, f"{row.title} ({row.days})")
