"""The end of a plan's year: its table, cancelling what is left of a line, closing, locking and reopening the books."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, Offer, perform, posted
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.fields import DayField, ReasonField
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.plans.crumbs import plan_crumbs, plan_title
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.flow.planning import operations
from khuyencong.flow.planning.closing_queries import (
    ClosingLine,
    ClosingTable,
    adjust_rule,
    closing_of,
    closing_table,
    last_day,
    money_of,
    proposed_lock,
)
from khuyencong.flow.planning.enums import ClosingState, Fund, PlanState, Source
from khuyencong.flow.planning.lifecycle import power_over
from khuyencong.flow.planning.models import AnnualPlan, PlanLine, YearClosing
from khuyencong.ground.access.actor import Actor, get

COLUMNS = (
    "Mã số", "Tên đề án", "Nguồn", "Tổng kinh phí (đồng)", "Chưa ký hợp đồng (đồng)", "Hợp đồng chưa chi (đồng)",
    "Tạm ứng chưa quyết toán (đồng)", "Đã quyết toán, chờ chi (đồng)", "Đã quyết toán và chi (đồng)",
    "Đã thu hồi (đồng)", "Xử lý cuối năm",
)  # fmt: skip


@dataclass(frozen=True)
class ClosingRow:
    """A line of the closing table with the acts that it offers."""

    entry: ClosingLine
    source: str
    money: tuple[Dong, ...]
    offers: tuple[Offer, ...]


class CancelForm(forms.Form):
    """By which decision, and why."""

    decision = forms.CharField(label="Số quyết định hủy dự toán", max_length=60)
    reason = ReasonField()


class CloseForm(forms.Form):
    """By which paper the year is closed, and when it is locked."""

    decision = forms.CharField(label="Số văn bản chốt sổ", max_length=60)
    locks_on = DayField(
        label="Khóa sổ từ ngày",
        help_text="Trước ngày này còn được chỉnh lý các khoản của năm; từ ngày này sổ tự khóa.",
    )


class WhyForm(forms.Form):
    """Nothing but the reason."""

    reason = ReasonField()


@page(Can.PLAN_READ)
def plan_closing(request: Request, pk: int) -> HttpResponse:
    """Show what became of the money of a year, what still waits, and how its books stand."""
    plan = _plan(request, Can.PLAN_READ, pk)
    closing = closing_of(plan)
    table = closing_table(plan, _as_at(plan, closing, request.today))
    may = _decides(request.actor, plan)
    rows = tuple(_row(request.actor, entry, may=may) for entry in table.lines)
    context = {
        "plan": plan,
        "title": _title(plan),
        "crumbs": plan_crumbs(plan),
        "closing": closing,
        "label": label_of(ClosingState(closing.state)) if closing else _("chưa chốt sổ"),
        "tone": TONES[closing.state] if closing else "neutral",
        "table": table,
        "rows": rows,
        "stats": _stats(table),
        "offers": _offers(request, plan, closing),
        "export_url": reverse("plan_closing_export", args=[plan.pk]),
    }
    return show(request, "plans/closing.html", context)


@page(Can.PLAN_READ)
def plan_closing_export(request: Request, pk: int) -> HttpResponseBase:
    """Send the closing table as a workbook; its last row is the sum."""
    plan = _plan(request, Can.PLAN_READ, pk)
    closing = closing_of(plan)
    table = closing_table(plan, _as_at(plan, closing, request.today))
    words = filter_words(
        (_("Số liệu đến hết ngày"), show_date(table.as_at)),
        (_("Trạng thái sổ"), label_of(ClosingState(closing.state)) if closing else _("chưa chốt sổ")),
        (_("Văn bản chốt sổ"), closing.decision if closing else ""),
        (_("Dự toán đã hủy (đồng)"), int(table.cancelled) or ""),
        today=request.today,
    )

    def cells() -> Iterator[tuple[Any, ...]]:
        for row in table.lines:
            line = row.line
            money = (int(value) for value in money_of(row))
            yield (line.project.number, line.project.name, _source(line), *money, row.fate)
        yield (_("Tổng cộng"), "", "", *(int(value) for value in table.sums), "")

    return workbook(f"chot-so-{plan.year}", _title(plan), words, COLUMNS, cells())


@page(Can.ADJUSTMENT_DECIDE, methods=("GET", "POST"))
def line_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel what was not contracted of a line."""
    rows = PlanLine.objects.select_related("project", "envelope__plan__province")
    line = get(request.actor, Can.ADJUSTMENT_DECIDE, rows, pk)
    rest = show_million(Dong(line.current - line.contracted))
    act = _act(
        line.envelope.plan,
        title=_("Hủy dự toán của %(number)s") % {"number": line.project.number},
        button=_("Hủy dự toán"),
        done=_("Đã hủy dự toán còn lại của dòng kế hoạch."),
        tone="danger",
        intro=_("%(money)s triệu đồng chưa ký hợp đồng trở về nguồn; đề án chưa có hợp đồng nào thì ngừng.")
        % {"money": rest},
        facts=(Fact(_("Đề án"), line.project.name, reverse("project", args=[line.project_id])),),
    )

    def do(data: Cleaned) -> object:
        return operations.cancel_rest(
            request.actor, line, decision=data["decision"], today=request.today, reason=data["reason"]
        )

    return perform(request, CancelForm(posted(request)), act, do)


@page(Can.YEAR_CLOSE, methods=("GET", "POST"))
def year_close(request: Request, pk: int) -> HttpResponse:
    """Close the year of a plan."""
    plan = _plan(request, Can.YEAR_CLOSE, pk)
    rule = adjust_rule(request.today)
    warnings = (Fact(rule.sentence, f"{rule.citation} ({rule.confidence.label})".strip()),) if rule else ()
    act = _act(
        plan,
        title=_("Chốt sổ năm %(year)s") % {"year": plan.year},
        button=_("Chốt sổ"),
        done=_("Đã chốt sổ kinh phí năm."),
        intro=_("Mọi dòng kế hoạch phải được chi hết, chuyển tiếp hoặc hủy. Dự toán chưa phân bổ còn lại bị hủy."),
        warnings=warnings,
    )
    form = CloseForm(posted(request), initial={"locks_on": max(request.today, proposed_lock(plan, rule))})

    def do(data: Cleaned) -> object:
        return operations.close_year(
            request.actor, plan, decision=data["decision"], locks_on=data["locks_on"], today=request.today
        )

    return perform(request, form, act, do)


@page(Can.YEAR_CLOSE, methods=("GET", "POST"))
def year_lock(request: Request, pk: int) -> HttpResponse:
    """Lock a closed year before its day comes, or again after it was reopened."""
    plan = _plan(request, Can.YEAR_CLOSE, pk)
    closing = closing_of(plan)
    if closing is None:
        return _not_closed(request, plan)
    words = {"year": plan.year}
    act = _act(
        plan,
        title=_("Khóa sổ năm %(year)s") % words,
        button=_("Khóa sổ"),
        done=_("Đã khóa sổ kinh phí năm."),
        intro=_("Sau khi khóa, không ghi được khoản nào có ngày từ 31/12/%(year)s trở về trước.") % words,
    )
    return perform(
        request,
        forms.Form(posted(request)),
        act,
        lambda _data: operations.lock_year(request.actor, closing, today=request.today),
    )


@page(Can.YEAR_REOPEN, methods=("GET", "POST"))
def year_reopen(request: Request, pk: int) -> HttpResponse:
    """Reopen a locked year, with a reason."""
    plan = _plan(request, Can.YEAR_REOPEN, pk)
    closing = closing_of(plan)
    if closing is None:
        return _not_closed(request, plan)
    act = _act(
        plan,
        title=_("Mở lại sổ năm %(year)s") % {"year": plan.year},
        button=_("Mở lại sổ"),
        done=_("Đã mở lại sổ kinh phí năm."),
        tone="danger",
        intro=_("Lý do được ghi vào nhật ký. Chỉnh lý xong, hãy khóa sổ lại."),
    )
    return perform(
        request,
        WhyForm(posted(request)),
        act,
        lambda data: operations.reopen_year(request.actor, closing, reason=data["reason"]),
    )


def _plan(request: Request, capability: Can, pk: int) -> AnnualPlan:
    return get(request.actor, capability, AnnualPlan.objects.select_related("province"), pk)


def _not_closed(request: Request, plan: AnnualPlan) -> HttpResponse:
    messages.info(request, _("Năm này chưa chốt sổ."))
    return redirect("plan_closing", pk=plan.pk)


def _title(plan: AnnualPlan) -> str:
    return _("Chốt sổ: %(plan)s") % {"plan": plan_title(plan)}


def _as_at(plan: AnnualPlan, closing: YearClosing | None, today: date) -> date:
    """Return the day of the table: until it is closed today, then the day on which it was closed."""
    return closing.closed_on if closing else today


def _decides(actor: Actor, plan: AnnualPlan) -> bool:
    return actor.may(power_over(Fund(plan.fund)), plan)


def _row(actor: Actor, entry: ClosingLine, *, may: bool) -> ClosingRow:
    line, found = entry.line, []
    if may and entry.rest and actor.may(Can.ADJUSTMENT_DECIDE, line.envelope.plan):
        if line.effective_on is None:
            found.append(Offer(_("Rút khỏi kế hoạch"), reverse("line_out", args=[line.pk])))
        else:
            if not line.contracted:
                found.append(Offer(_("Chuyển tiếp"), reverse("line_carry", args=[line.pk])))
            found.append(Offer(_("Hủy dự toán"), reverse("line_cancel", args=[line.pk]), "quiet"))
    return ClosingRow(entry, _source(line), money_of(entry), tuple(found))


def _source(line: PlanLine) -> str:
    return first_upper(label_of(Source(line.envelope.source)))


def _stats(table: ClosingTable) -> tuple[Fact, ...]:
    waiting = Dong(sum(row.rest for row in table.lines))
    return (
        Fact(_("Chờ chuyển tiếp hoặc hủy"), show_million(waiting)),
        Fact(_("Chưa phân bổ cho đề án"), show_million(table.left)),
        Fact(_("Đã chuyển sang năm sau"), show_million(table.carried_out)),
        Fact(_("Dự toán đã hủy"), show_million(table.cancelled)),
    )


def _offers(request: Request, plan: AnnualPlan, closing: YearClosing | None) -> tuple[Offer, ...]:
    actor, found = request.actor, []
    if not _decides(actor, plan):
        return ()
    ended = request.today >= last_day(plan) and plan.state == PlanState.APPROVED
    if closing is None and ended and actor.may(Can.YEAR_CLOSE, plan):
        found.append(Offer(_("Chốt sổ"), reverse("year_close", args=[plan.pk]), "primary", "check"))
    if closing and closing.state != ClosingState.LOCKED and actor.may(Can.YEAR_CLOSE, plan):
        found.append(Offer(_("Khóa sổ"), reverse("year_lock", args=[plan.pk]), "primary", "lock"))
    if closing and closing.state == ClosingState.LOCKED and actor.may(Can.YEAR_REOPEN, plan):
        found.append(Offer(_("Mở lại sổ"), reverse("year_reopen", args=[plan.pk])))
    return tuple(found)


def _act(
    plan: AnnualPlan,
    *,
    title: str,
    button: str,
    done: str,
    intro: str,
    tone: str = "primary",
    facts: tuple[Fact, ...] = (),
    warnings: tuple[Fact, ...] = (),
) -> Act:
    here = reverse("plan_closing", args=[plan.pk])
    crumbs = (*plan_crumbs(plan), Crumb(_("Chốt sổ năm"), here))
    about = (Fact(_("Kế hoạch"), plan_title(plan), here), *facts)
    return Act(title, button, done, here, crumbs, tone, intro, about, warnings)
