"""The rule in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from khuyencong.core.money import Dong
from khuyencong.core.search import holds
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import (
    ActivityContent,
    ContentGrouping,
    LegalInstrument,
    Provision,
    SupportNorm,
)
from khuyencong.ground.regulations.rules import Norm


@dataclass(frozen=True)
class AdvanceRule:
    """How much of a contract may be advanced: ``percent`` of its amount (TT 36/2013 Đ.13)."""

    percent: Decimal
    progress_over: Decimal | None
    documents: tuple[str, ...]
    citation: str
    confidence: Confidence


def norm_on(day: date, content: ActivityContent, *, national: bool, province_id: int) -> Norm | None:
    """Return the norm for ``content`` on ``day``; ``None`` where none is known.

    National money follows the country's norm.  Local money follows its province's own; where the province's is not
    known the country's is shown for comparison, and never blocks.  Several norms for one content (tiers, conditions)
    are for a person to choose from.
    """
    rows = SupportNorm.objects.filter(content=content, valid__contains=day).select_related("instrument").order_by("pk")
    if not national and (own := _only(rows.filter(province=province_id))):
        return as_norm(own)
    country = _only(rows.filter(province__isnull=True))
    if country is None:
        return None
    norm = as_norm(country)
    if national:
        return norm
    return replace(norm, citation=f"tham chiếu mức quốc gia, {norm.citation}", confidence=Confidence.LOW)


def _only(rows: QuerySet[SupportNorm]) -> SupportNorm | None:
    found = list(rows[:2])
    known = len(found) == 1 and (found[0].percent is not None or found[0].cap is not None)
    return found[0] if known else None


def as_norm(row: SupportNorm) -> Norm:
    """Return a stored norm as a value."""
    cap = None if row.cap is None else Dong(row.cap)
    return Norm(row.code, row.percent, cap, cite(row.instrument.number, row.article), Confidence(row.confidence))


def advance_rule_on(day: date, content_code: str) -> AdvanceRule | None:
    """Return the advance rule that names ``content_code`` on ``day``, the surest first."""
    rows = Provision.objects.filter(
        kind=ProvisionKind.ADVANCE, valid__contains=day, attributes__contents__contains=[content_code]
    ).select_related("instrument")
    sure = {confidence: rank for rank, confidence in enumerate(Confidence)}
    for row in sorted(rows, key=lambda row: (sure[Confidence(row.confidence)], row.pk)):
        if row.attributes.get("percent"):
            over = row.attributes.get("progress_over")
            return AdvanceRule(
                Decimal(row.attributes["percent"]),
                Decimal(over) if over else None,
                tuple(row.attributes.get("documents", ())),
                cite(row.instrument.number if row.instrument else "", row.article),
                Confidence(row.confidence),
            )
    return None


def cite(number: str, article: str) -> str:
    """Return "khoản 4 Điều 8, 28/2018/TT-BTC" from its parts."""
    return ", ".join(part for part in (article, number) if part)


def group_names(grouping: str) -> dict[int, tuple[str, str]]:
    """Return content id → (group code, group name) of one report grouping.  One query."""
    rows = ContentGrouping.objects.filter(grouping=grouping)
    return {row.content_id: (row.group_code, row.group_name) for row in rows}


def contents_on(day: date) -> Sequence[ActivityContent]:
    """Return the contents that may be promoted on ``day``."""
    return tuple(ActivityContent.objects.filter(valid__contains=day))


@dataclass(frozen=True)
class LawFilter:
    """What the tables of law are narrowed by; ``day`` is ``None`` for the rules of every day."""

    search: str = ""
    day: date | None = None
    kind: str = ""
    """A kind of provision."""
    scope: str = ""
    """``national`` or the id of a province: whose norms."""


def instrument_list(narrow: LawFilter) -> QuerySet[LegalInstrument]:
    """Return instruments, the newest first."""
    rows = LegalInstrument.objects.filter(_on(narrow.day)).order_by("-issued_on", "code")
    return rows.filter(holds(narrow.search, ("number", "title", "issuer", "code")))


def content_list(narrow: LawFilter) -> QuerySet[ActivityContent]:
    """Return contents by group, with their instrument."""
    rows = ActivityContent.objects.filter(_on(narrow.day)).select_related("instrument").order_by("group", "id")
    return rows.filter(holds(narrow.search, ("name", "unit", "article", "instrument__number", "code")))


def norm_list(narrow: LawFilter) -> QuerySet[SupportNorm]:
    """Return norms by content, the country's before the provinces'."""
    rows = SupportNorm.objects.filter(_on(narrow.day)).select_related("instrument", "content", "province")
    rows = rows.order_by("content__group", "content", "province__code", "valid", "id")
    if narrow.scope:
        rows = rows.filter(Q(province__isnull=True) if narrow.scope == "national" else Q(province=int(narrow.scope)))
    columns = ("content__name", "condition", "unit", "code", "article", "instrument__number", "province__name")
    return rows.filter(holds(narrow.search, columns))


def provision_list(narrow: LawFilter) -> QuerySet[Provision]:
    """Return the other rules by kind, in the order in which the law lists them."""
    rows = Provision.objects.filter(_on(narrow.day)).select_related("instrument").order_by("kind", "id")
    if narrow.kind:
        rows = rows.filter(kind=narrow.kind)
    return rows.filter(holds(narrow.search, ("text", "code", "article", "instrument__number")))


def norm_scopes() -> tuple[tuple[int, str], ...]:
    """Return the provinces that have norms of their own (id, name).  One query."""
    rows = SupportNorm.objects.filter(province__isnull=False).order_by("province__name")
    return tuple(rows.values_list("province", "province__name").distinct())


def versions_of(norm: SupportNorm) -> tuple[SupportNorm, ...]:
    """Return the norm as it was and will be: the rows of its code, content and province, the oldest first.

    One query.
    """
    rows = SupportNorm.objects.filter(code=norm.code, content=norm.content_id, province=norm.province_id)
    return tuple(rows.select_related("instrument").order_by("valid", "id"))


def siblings_of(provision: Provision) -> tuple[Provision, ...]:
    """Return the advance rules of other days that name a content of this one, the oldest first.  One query."""
    named = Q()
    for code in provision.attributes.get("contents", ()):
        named |= Q(attributes__contents__contains=[code])
    if provision.kind != ProvisionKind.ADVANCE or not named:
        return ()
    rows = Provision.objects.filter(named, kind=provision.kind).exclude(pk=provision.pk)
    return tuple(rows.select_related("instrument").order_by("valid", "id"))


def amendments(instrument: LegalInstrument) -> tuple[tuple[LegalInstrument, ...], tuple[LegalInstrument, ...]]:
    """Return what ``instrument`` amends, and what amends it.  Two queries at most."""
    codes = [code.strip() for code in instrument.amends.split(";") if code.strip()]
    amended = tuple(LegalInstrument.objects.filter(code__in=codes)) if codes else ()
    amending = [
        other
        for other in LegalInstrument.objects.filter(amends__contains=instrument.code)
        if instrument.code in {code.strip() for code in other.amends.split(";")}
    ]
    return amended, tuple(amending)


def _on(day: date | None) -> Q:
    return Q() if day is None else Q(valid__contains=day)
