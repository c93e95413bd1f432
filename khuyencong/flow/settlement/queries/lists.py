"""The lists of acceptances, vouchers, settlements and surveys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from khuyencong.flow.establishments.queries import words
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey, Settlement, Voucher
from khuyencong.flow.settlement.queries.papers import repeated_vouchers


@dataclass(frozen=True)
class WorkFilter:
    """What these lists are narrowed by; empty fields narrow nothing.

    ``standing`` is a word of the list: a result, or what is owed.
    """

    search: str = ""
    year: int | None = None
    province_id: int | None = None
    content_id: int | None = None
    standing: str = ""


def settled_by_centre(centres: Iterable[int], *, since: date, until: date) -> Mapping[int, int]:
    """Return how many contracts of each centre were settled from ``since`` to ``until``, both days in.  One query."""
    rows = Settlement.objects.filter(
        settled_on__range=(since, until), contract__line__project__centre__in=set(centres)
    ).order_by()
    counted = rows.values("contract__line__project__centre").annotate(n=Count("pk"))
    return {row["contract__line__project__centre"]: row["n"] for row in counted}


def _matching(text: str, project: str, *columns: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text.strip()})
    query = words(text)
    return found | Q(**{f"{project}__search": query}) if query else found


def _within(narrow: WorkFilter, project: str, day: str) -> Q:
    """Return the year and the province that were chosen, as conditions on a list's day and đề án."""
    within = Q(**{f"{day}__year": narrow.year}) if narrow.year else Q()
    return within & Q(**{f"{project}__province": narrow.province_id}) if narrow.province_id else within


def acceptance_list(narrow: WorkFilter) -> "QuerySet[Acceptance]":
    """Return acceptances, the latest first; ``standing`` is a result, or ``REMEDY`` for those not remedied."""
    rows = Acceptance.objects.select_related("item__project__province", "item__establishment", "item__content")
    rows = rows.order_by("-accepted_on", "-id")
    if narrow.search.strip():
        rows = rows.filter(_matching(narrow.search, "item__project", "minutes", "item__establishment__name"))
    rows = rows.filter(_within(narrow, "item__project", "accepted_on"))
    if narrow.content_id:
        rows = rows.filter(item__content=narrow.content_id)
    if narrow.standing == "REMEDY":
        return rows.filter(result="PARTIAL", remedied_on__isnull=True)
    return rows.filter(result=narrow.standing) if narrow.standing else rows


def voucher_list(narrow: WorkFilter) -> "QuerySet[Voucher]":
    """Return vouchers, the latest first; ``standing``: ``REPEATED`` for those that stand elsewhere too, or a payer."""
    rows = Voucher.objects.select_related("acceptance__item__project", "acceptance__item__establishment")
    rows = rows.order_by("-issued_on", "-id")
    if text := narrow.search.strip():
        own = Q(number__icontains=text) | Q(seller__icontains=text) | Q(seller_tax_code__startswith=text)
        rows = rows.filter(own | _matching(text, "acceptance__item__project"))
    rows = rows.filter(_within(narrow, "acceptance__item__project", "issued_on"))
    if narrow.standing == "REPEATED":
        return repeated_vouchers(rows)
    return rows.filter(payer=narrow.standing) if narrow.standing else rows


def settlement_list(narrow: WorkFilter) -> "QuerySet[Settlement]":
    """Return settlements, the latest first; ``standing``: ``LOWERED`` or ``RECOVER``."""
    rows = Settlement.objects.select_related("contract__line__project", "contract__line__envelope")
    rows = rows.order_by("-settled_on", "-id")
    if narrow.search.strip():
        rows = rows.filter(_matching(narrow.search, "contract__line__project", "contract__number"))
    rows = rows.filter(_within(narrow, "contract__line__project", "settled_on"))
    if narrow.standing == "LOWERED":
        return rows.filter(amount__lt=F("contract__amount"))
    return (
        rows.filter(contract__advanced__gt=F("amount") + F("contract__recovered"))
        if narrow.standing == "RECOVER"
        else rows
    )


def survey_list(narrow: WorkFilter, today: date) -> "QuerySet[EffectSurvey]":
    """Return surveys by their day; ``standing``: ``DUE`` (waiting and its day has come), ``COMING`` or ``DONE``."""
    rows = EffectSurvey.objects.select_related("item__project__province", "item__establishment", "item__content")
    rows = rows.order_by("due_on", "id")
    if narrow.search.strip():
        rows = rows.filter(_matching(narrow.search, "item__project", "item__establishment__name"))
    rows = rows.filter(_within(narrow, "item__project", "due_on"))
    if narrow.content_id:
        rows = rows.filter(item__content=narrow.content_id)
    waiting = Q(surveyed_on__isnull=True)
    by = {"DUE": waiting & Q(due_on__lte=today), "COMING": waiting & Q(due_on__gt=today), "DONE": ~waiting}
    return rows.filter(by[narrow.standing]) if narrow.standing in by else rows
