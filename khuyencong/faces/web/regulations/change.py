"""A change of law in two steps: first the page shows which open proposals it touches and how, then it is written.

What it would do is found by doing it and taking it back: the rehearsal is the deed itself, in a transaction that is
rolled back, so it can never disagree with what is written afterwards.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.acts import Act, Cleaned
from khuyencong.faces.web.page import Request, attempt, show
from khuyencong.flow.proposals.eligibility import item_verdicts
from khuyencong.flow.proposals.eligibility_rules import Verdict
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.proposals.queries import OpenItem, open_items
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.territory.queries import with_predecessors

LISTED: Final = 50
_NOT_TERMS: Final = frozenset({"csrfmiddlewaretoken", "seen", "save"})


@dataclass(frozen=True)
class Touched:
    """An item of an open proposal that a change touches: how it stands now, how it would stand."""

    item: SupportItem
    before: str
    after: str
    before_badge: str = ""
    after_badge: str = ""


@dataclass(frozen=True)
class Effect:
    """What a change would do: the items touched, and how many open ones it leaves as they are."""

    heads: tuple[str, str]
    touched: tuple[Touched, ...]
    unchanged: int

    @property
    def listed(self) -> tuple[Touched, ...]:
        """The first of them, for the page."""
        return self.touched[:LISTED]

    @property
    def projects(self) -> int:
        """How many proposals are touched."""
        return len({one.item.project_id for one in self.touched})


Look = Callable[[], Any]
Tell = Callable[[Any, Any], Effect]


@dataclass(frozen=True)
class Lens:
    """What is looked at before and after: ``look_now`` and ``look_then`` read, ``tell`` compares."""

    look_now: Look
    look_then: Look
    tell: Tell


def change(
    request: Request, form: Form, act: Act, do: Callable[[Cleaned], object], lens: Callable[[Cleaned], Lens]
) -> HttpResponse:
    """Show the form; on a good POST show the effect; on the same POST with what was seen, do it."""
    context: dict[str, Any] = {"form": form, "act": act}
    if request.method == "POST" and form.is_valid():
        seen = _digest(request)
        if request.POST.get("seen") == seen:
            attempt(form, lambda: do(form.cleaned_data))
            if not form.errors:
                messages.success(request, act.done)
                return redirect(act.then)
        else:
            effect = rehearse(form, lambda: do(form.cleaned_data), lens(form.cleaned_data))
            context |= {"effect": effect, "seen": seen} if effect is not None else {}
    return show(request, "regulations/change.html", context)


def rehearse(form: Form, do: Callable[[], object], lens: Lens) -> Effect | None:
    """Do it, look, take it back; ``None`` when it is refused (the refusal stands at its field)."""
    before = lens.look_now()
    with transaction.atomic():
        attempt(form, do)
        after = None if form.errors else lens.look_then()
        transaction.set_rollback(True)
    return None if form.errors else lens.tell(before, after)


def ceilings_lens(actor: Actor, contents: Iterable[int], province_id: int | None, *, today: date, since: date) -> Lens:
    """Look at the ceilings of the open items of some contents, today and on the day from which the change holds."""
    rows = _asking(actor, contents, province_id)
    then = max(today, since)

    def tell(before: Mapping[int, OpenItem], after: Mapping[int, OpenItem]) -> Effect:
        told = [_ceiling_row(before[pk], after[pk]) for pk in after if pk in before]
        changed = tuple(row for row in told if (row.before, row.before_badge) != (row.after, row.after_badge))
        heads = (_("Mức tối đa hôm nay"), _("Mức tối đa từ %s") % show_date(then))
        return Effect(heads, changed, len(told) - len(changed))

    return Lens(lambda: open_items(rows, on=today), lambda: open_items(rows, on=then), tell)


def verdicts_lens(actor: Actor, *, today: date, since: date) -> Lens:
    """Look at who may be supported among the open items, today and on the day from which the change holds."""
    rows = _asking(actor, None, None).filter(project__state__in=[ProjectState.DRAFT, ProjectState.SUBMITTED])
    items = {item.pk: item for item in rows.select_related("project__province", "establishment")}
    then = max(today, since)

    def tell(before: Mapping[int, Verdict], after: Mapping[int, Verdict]) -> Effect:
        changed = tuple(
            Touched(items[pk], before[pk].answer.label, after[pk].answer.label)
            for pk in after
            if before[pk].answer is not after[pk].answer
        )
        heads = (_("Điều kiện hôm nay"), _("Điều kiện từ %s") % show_date(then))
        return Effect(heads, changed, len(items) - len(changed))

    found = list(items.values())
    return Lens(lambda: item_verdicts(found, on=today), lambda: item_verdicts(found, on=then), tell)


def contents_lens(actor: Actor, contents: Iterable[int], before: str, after: str) -> Lens:
    """Name the open items of some contents to which another rule will apply."""
    rows = _asking(actor, contents, None).filter(project__state__in=[ProjectState.DRAFT, ProjectState.SUBMITTED])
    found = tuple(rows.select_related("project__province", "establishment").order_by("project__number", "pk"))

    def tell(_before: object, _after: object) -> Effect:
        heads = (_("Quy định hôm nay"), _("Quy định mới"))
        return Effect(heads, tuple(Touched(item, before, after) for item in found), 0)

    return Lens(lambda: None, lambda: None, tell)


def _asking(actor: Actor, contents: Iterable[int] | None, province_id: int | None) -> "QuerySet[SupportItem]":
    rows = visible(actor, Can.PROJECT_READ, SupportItem.objects.all())
    if contents is not None:
        rows = rows.filter(content__in=list(contents))
    if province_id is not None:
        rows = rows.filter(project__province__in=with_predecessors(frozenset({province_id})))
    return rows


def _ceiling_row(before: OpenItem, after: OpenItem) -> Touched:
    return Touched(after.item, _most(before), _most(after), _over(before), _over(after))


def _most(one: OpenItem) -> str:
    if one.limit is None:
        return _("chưa có mức")
    if one.limit.amount is None:
        return _("chưa xác định")
    return _("%s triệu đồng") % show_million(Dong(one.limit.amount))


def _over(one: OpenItem) -> str:
    return _("vượt mức") if one.over else ""


def _digest(request: Request) -> str:
    said = sorted((key, request.POST.getlist(key)) for key in request.POST if key not in _NOT_TERMS)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
