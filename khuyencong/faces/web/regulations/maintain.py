"""Maintaining norms: a new one, a new version, an end, a version taken back before it begins."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, posted
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.regulations import rows as law
from khuyencong.faces.web.regulations.change import Lens, ceilings_lens, change
from khuyencong.faces.web.regulations.maintain_forms import (
    Choices,
    EndForm,
    NewNormForm,
    NormForm,
    instruments_on,
    norm_initial,
)
from khuyencong.ground.access.actor import get
from khuyencong.ground.regulations import operations
from khuyencong.ground.regulations.models import SupportNorm
from khuyencong.ground.regulations.queries import contents_query
from khuyencong.ground.territory.queries import map_of

METHODS = ("GET", "POST")
COUNTRY = "national"
CRUMB = 32
"""The longest name among the crumbs: on a phone they stay on one line each."""


def places_for(request: Request) -> Choices:
    """Return whose law the actor may maintain: the country and every province of today, or the actor's own."""
    if request.actor.may(Can.REGULATIONS_MAINTAIN, NATION):
        provinces = [(str(province.id), province.name) for province in map_of(request.today).provinces]
        return [(COUNTRY, _("cả nước (khuyến công quốc gia)")), *provinces]
    home = request.actor.home.province_id
    named = map_of(request.today).units.get(home) if home else None
    return [(str(home), named.name)] if named else []


def place_of(chosen: str) -> Scope:
    """Return the scope that a choice of ``places_for`` means."""
    return NATION if chosen == COUNTRY else Scope(province_id=int(chosen))


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def norm_new(request: Request) -> HttpResponse:
    """Add a norm of the country or of a province."""
    scopes = places_for(request)
    form = NewNormForm(
        posted(request),
        scopes=scopes,
        contents=contents_query(request.today),
        instruments=instruments_on(request.today),
        initial={"scope": scopes[0][0] if scopes else ""},
    )
    act = _act(_("Thêm mức hỗ trợ"), _("Đã thêm mức hỗ trợ."), f"{reverse('regulations')}?tab=muc")

    def do(said: Cleaned) -> object:
        place = place_of(said["scope"])
        return operations.add_norm(request.actor, place, content=said["content"], terms=form.terms())

    def lens(said: Cleaned) -> Lens:
        province = place_of(said["scope"]).province_id
        return ceilings_lens(request.actor, [said["content"].pk], province, today=request.today, since=said["since"])

    return change(request, form, act, do, lens)


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def norm_replace(request: Request, pk: int) -> HttpResponse:
    """Let a new version follow a norm."""
    norm = get(request.actor, Can.REGULATIONS_MAINTAIN, _norms(), pk)
    form = NormForm(
        posted(request),
        kept=norm.attributes,
        instruments=instruments_on(request.today),
        initial=norm_initial(norm),
    )
    act = _about(norm, _("Phiên bản mới của mức hỗ trợ"), _("Đã ghi phiên bản mới của mức hỗ trợ."), request)

    def do(_said: Cleaned) -> object:
        return operations.replace_norm(request.actor, norm, terms=form.terms(), today=request.today)

    return change(request, form, act, do, lambda said: _lens(request, norm, said["since"]))


@page(Can.REGULATIONS_MAINTAIN, methods=METHODS)
def norm_end(request: Request, pk: int) -> HttpResponse:
    """End a norm; one that has not begun is taken back."""
    norm = get(request.actor, Can.REGULATIONS_MAINTAIN, _norms(), pk)
    form = EndForm(posted(request))
    begins = norm.valid.lower
    if begins is not None and begins > request.today:
        del form.fields["last_day"]
        act = _about(norm, _("Hủy phiên bản chưa có hiệu lực"), _("Đã hủy phiên bản."), request, "danger")
        act = Act(act.title, act.button, act.done, f"{reverse('regulations')}?tab=muc", act.crumbs, act.tone, act.intro)
    else:
        act = _about(norm, _("Chấm dứt mức hỗ trợ"), _("Đã ghi ngày cuối của mức hỗ trợ."), request, "danger")

    def do(said: Cleaned) -> object:
        reason = said["reason"]
        if "last_day" not in said:
            return operations.withdraw_norm(request.actor, norm, today=request.today, reason=reason)
        last = said["last_day"]
        return operations.end_norm(request.actor, norm, last_day=last, today=request.today, reason=reason)

    def lens(said: Cleaned) -> Lens:
        last = said.get("last_day")
        return _lens(request, norm, last + timedelta(days=1) if last else begins or request.today)

    return change(request, form, act, do, lens)


def _lens(request: Request, norm: SupportNorm, since: date) -> Lens:
    return ceilings_lens(request.actor, [norm.content_id], norm.province_id, today=request.today, since=since)


def _norms() -> "QuerySet[SupportNorm]":
    return SupportNorm.objects.select_related("content", "province", "instrument")


def _about(norm: SupportNorm, title: str, done: str, request: Request, tone: str = "primary") -> Act:
    row = law.norm_row(norm, request.today)
    then = reverse("norm", args=[norm.pk])
    return _act(
        title,
        done,
        then,
        Crumb(Truncator(row.title).chars(CRUMB), then),
        tone=tone,
        intro=f"{row.title}: {row.level}, {row.days}",
    )


def _act(title: str, done: str, then: str, *above: Crumb, tone: str = "primary", intro: str = "") -> Act:
    crumbs = (Crumb(_("Quy định"), reverse("regulations")), *above)
    return Act(title, _("Ghi"), done, then, crumbs, tone, intro)
