"""What is done to consulting: the plan, a contract, its hand-over, its revenue."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.branches.consulting import operations
from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.models import ConsultingContract, ConsultingPlan, RevenueEntry
from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.consulting.forms import CancelForm, HandOverForm, PlanForm, RevenueForm, SignForm
from khuyencong.faces.web.consulting.views import Centres, centres_of, choices
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.ground.access.actor import get, visible
from khuyencong.ground.accounts.models import Organisation

BOTH = ("GET", "POST")


@page(Can.CONSULTING_PLAN, methods=BOTH)
def plan(request: Request) -> HttpResponse:
    """Set the year's plan of a centre; a second time replaces the numbers."""
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else request.today.year  # noqa: PLR2004
    centres = centres_of(request.actor, Can.CONSULTING_PLAN, year, request.today)
    form = PlanForm(request.POST or None, initial=_planned(request, year, centres), centres=choices(centres))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        centre = get(request.actor, Can.CONSULTING_PLAN, Organisation.objects.all(), said["centre"])
        made = attempt(
            form,
            lambda: operations.set_plan(
                request.actor,
                centre,
                year=said["year"],
                jobs=said["jobs"],
                revenue=Dong(said["revenue"]),
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã giao kế hoạch tư vấn năm %(year)d.") % {"year": made.year})
            return redirect(f"{reverse('consulting')}?year={made.year}")
    about = _("Số cũ, nếu có, được thay bằng số mới; nhật ký giữ số cũ.")
    return _form(request, form, _("Giao kế hoạch tư vấn"), _("Giao kế hoạch"), about=about)


def _planned(request: Request, year: int, centres: Centres) -> dict[str, object]:
    """Return what the form begins with: the plan that is there, for the centre that was asked for."""
    asked = request.GET.get("centre", "")
    centre = int(asked) if asked.isascii() and asked.isdigit() else next(iter(centres), None)
    rows = visible(request.actor, Can.CONSULTING_PLAN, ConsultingPlan.objects.filter(centre=centre, year=year))
    there = rows.first()
    values: dict[str, object] = {"centre": centre, "year": year}
    return values | ({"jobs": there.jobs, "revenue": there.revenue} if there else {})


@page(Can.CONSULTING_RECORD, methods=BOTH)
def sign(request: Request) -> HttpResponse:
    """Record a contract."""
    centres = centres_of(request.actor, Can.CONSULTING_RECORD, request.today.year, request.today)
    form = SignForm(request.POST or None, centres=choices(centres), actor=request.actor, today=request.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        centre = get(request.actor, Can.CONSULTING_RECORD, Organisation.objects.all(), said["centre"])
        made = attempt(
            form,
            lambda: operations.sign_job(
                request.actor,
                centre,
                number=said["number"],
                client=said["client"],
                service=ServiceKind(said["service"]),
                value=Dong(said["value"]),
                signed_on=said["signed_on"],
                establishment_id=said["establishment"],
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã ghi hợp đồng tư vấn %(number)s.") % {"number": made.number})
            return redirect("consulting_contract", made.pk)
    return _form(request, form, _("Ghi hợp đồng tư vấn"), _("Ghi hợp đồng"))


@page(Can.CONSULTING_RECORD, methods=BOTH)
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Record that the advice was handed over."""
    found = get(request.actor, Can.CONSULTING_RECORD, ConsultingContract.objects.all(), pk)
    form = HandOverForm(request.POST or None, initial={"advised_on": found.advised_on}, today=request.today)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["advised_on"]
        made = attempt(form, lambda: operations.hand_over(request.actor, found, advised_on=day, today=request.today))
        if made is not None:
            messages.success(request, _("Đã ghi ngày bàn giao."))
            return redirect("consulting_contract", pk)
    return _form(request, form, _("Ghi bàn giao tư vấn"), _("Ghi bàn giao"), contract=found)


@page(Can.CONSULTING_RECORD, methods=BOTH)
def recognise(request: Request, pk: int) -> HttpResponse:
    """Record revenue within the contract's value."""
    found = get(request.actor, Can.CONSULTING_RECORD, ConsultingContract.objects.all(), pk)
    form = RevenueForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = attempt(
            form,
            lambda: operations.recognise(
                request.actor,
                found,
                amount=Dong(said["amount"]),
                recognised_on=said["recognised_on"],
                invoice=said["invoice"],
                today=request.today,
            ),
        )
        if made is not None:
            messages.success(request, _("Đã ghi doanh thu theo hóa đơn %(invoice)s.") % {"invoice": made.invoice})
            return redirect("consulting_contract", pk)
    return _form(request, form, _("Ghi doanh thu tư vấn"), _("Ghi doanh thu"), contract=found)


@page(Can.CONSULTING_RECORD, methods=BOTH)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Take back an entry recorded by mistake."""
    rows = RevenueEntry.objects.select_related("contract")
    entry = get(request.actor, Can.CONSULTING_RECORD, rows, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: operations.cancel_revenue(request.actor, entry, reason=reason))
        if form.is_valid():
            messages.success(request, _("Đã hủy khoản doanh thu; nhật ký giữ lại số cũ và lý do."))
            return redirect("consulting_contract", entry.contract_id)
    words = {"invoice": entry.invoice, "amount": show_million(Dong(entry.amount))}
    about = _("Hóa đơn %(invoice)s, %(amount)s triệu đồng.") % words
    title, submit = _("Hủy doanh thu ghi nhầm"), _("Hủy khoản doanh thu")
    return _form(request, form, title, submit, contract=entry.contract, about=about, danger=True)


def _form(
    request: Request,
    form: object,
    title: str,
    submit: str,
    *,
    contract: ConsultingContract | None = None,
    about: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Show a form on its own page, under the contract that it is about."""
    crumbs = [{"label": _("Tư vấn"), "url": reverse("consulting")}]
    if contract is not None:
        crumbs.append({"label": contract.number, "url": reverse("consulting_contract", args=[contract.pk])})
        about = about or str(contract)
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "about": about,
        "crumbs": crumbs,
        "back_url": crumbs[-1]["url"],
        "danger": danger,
    }
    return show(request, "form_page.html", context)
