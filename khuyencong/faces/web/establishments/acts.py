"""The yearly figures and the certificates of an establishment."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.establishments.forms import MOST_WORKERS
from khuyencong.faces.web.establishments.views import register_crumb
from khuyencong.faces.web.fields import DayField, OptionalMillionField
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.act_forms import WhyForm
from khuyencong.flow.establishments import operations
from khuyencong.flow.establishments.enums import AwardLevel
from khuyencong.flow.establishments.models import Certification, Establishment
from khuyencong.ground.access.actor import get


class YearForm(forms.Form):
    """The figures of one year."""

    year = forms.IntegerField(label="Năm", min_value=1986, max_value=2100)
    revenue = OptionalMillionField(label="Doanh thu")
    workers = forms.IntegerField(label="Số lao động cuối năm", required=False, min_value=0, max_value=MOST_WORKERS)
    capital = OptionalMillionField(label="Vốn")


class CertifyForm(forms.Form):
    """A certified product."""

    product = forms.CharField(label="Sản phẩm", max_length=200)
    level = forms.ChoiceField(label="Cấp", choices=choices.members(AwardLevel))
    certified_on = DayField(label="Ngày cấp")


@page(Can.ESTABLISHMENT_REGISTER, methods=("GET", "POST"))
def establishment_year(request: Request, pk: int) -> HttpResponse:
    """Write the figures of a year; those of a year that is there already are replaced."""
    found = get(request.actor, Can.ESTABLISHMENT_REGISTER, Establishment.objects.all(), pk)
    intro = _("Số liệu của năm đã có thì được thay bằng số mới; nhật ký giữ số cũ.")
    act = act_on(found, title=_("Số liệu năm"), button=_("Ghi số liệu"), done=_("Đã ghi số liệu năm."), intro=intro)
    form = YearForm(posted(request), initial={"year": request.today.year - 1})

    def do(data: Cleaned) -> object:
        return operations.record_year(request.actor, found, **data, today=request.today)

    return perform(request, form, act, do)


@page(Can.ESTABLISHMENT_REGISTER, methods=("GET", "POST"))
def establishment_certify(request: Request, pk: int) -> HttpResponse:
    """Record a certificate of a typical product."""
    found = get(request.actor, Can.ESTABLISHMENT_REGISTER, Establishment.objects.all(), pk)
    title = _("Sản phẩm công nghiệp nông thôn tiêu biểu")
    act = act_on(found, title=title, button=_("Ghi chứng nhận"), done=_("Đã ghi chứng nhận."))
    form = CertifyForm(posted(request))

    def do(data: Cleaned) -> object:
        said = {**data, "level": AwardLevel(data["level"])}
        return operations.certify(request.actor, found, **said, today=request.today)

    return perform(request, form, act, do)


@page(Can.ESTABLISHMENT_REGISTER, methods=("GET", "POST"))
def certification_remove(request: Request, pk: int) -> HttpResponse:
    """Remove a certificate that was recorded by mistake."""
    rows = Certification.objects.select_related("establishment")
    found = get(request.actor, Can.ESTABLISHMENT_REGISTER, rows, pk)
    words = {"product": found.product, "level": AwardLevel(found.level).label}
    act = act_on(
        found.establishment,
        title=_("Bỏ chứng nhận ghi nhầm"),
        button=_("Bỏ chứng nhận"),
        done=_("Đã bỏ chứng nhận."),
        intro=_("%(product)s, %(level)s. Nhật ký vẫn giữ.") % words,
        tone="danger",
    )
    form = WhyForm(posted(request))
    return perform(
        request, form, act, lambda data: operations.remove_certification(request.actor, found, reason=data["reason"])
    )


def act_on(
    establishment: Establishment, *, title: str, button: str, done: str, intro: str = "", tone: str = "primary"
) -> Act:
    """Return the page of an act on an establishment; it goes back to the establishment's page."""
    then = reverse("establishment", args=[establishment.pk])
    crumbs = (register_crumb(), Crumb(establishment.name, then))
    facts = (Fact(_("Cơ sở"), establishment.name), Fact(_("Mã số thuế"), establishment.tax_code or ""))
    return Act(title, button, done, then, crumbs, tone=tone, intro=intro, facts=facts)
