"""The rule in force on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from khuyencong.core.money import Dong
from khuyencong.core.search import holds
from khuyencong.core.text import fold
from khuyencong.ground.regulations.deadlines import DeadlineRule, Duty, OnDayOff
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import (
    ActivityContent,
    ContentGrouping,
    LegalInstrument,
    Provision,
    SupportNorm,
)
from khuyencong.ground.regulations.powers import Decider, PowerRule
from khuyencong.ground.regulations.rules import (
    NOTHING_KNOWN,
    Choice,
    Given,
    Norm,
    Option,
    case_of,
    choose,
    condition_words,
    scaled,
)
from khuyencong.ground.territory.models import Succession


@dataclass(frozen=True)
class AdvanceRule:
    """How much of a contract may be advanced: ``percent`` of its amount (TT 36/2013 Đ.13)."""

    percent: Decimal
    progress_over: Decimal | None
    documents: tuple[str, ...]
    citation: str
    confidence: Confidence


@dataclass(frozen=True)
class Book:
    """The norms of some contents on one day, with those that they are a multiple of: read once, asked often."""

    rows: tuple[SupportNorm, ...]
    bases: tuple[SupportNorm, ...] = ()
    heirs: Mapping[int, int] = field(default_factory=dict)
    """Province → the province that took it over: the norms of the heir hold in its whole area."""

    def choice(self, content_id: int, *, national: bool, province_id: int, given: Given = NOTHING_KNOWN) -> Choice:
        """Return the norm of a content for what is known of who asks.

        National money follows the country's norms.  Local money follows its province's own; where the province's are
        not known the country's are shown for comparison, and never block.
        """
        own = [] if national else self._own(content_id, province_id)
        found = choose(own, given)
        if found.norm is not None and found.norm.states_a_level:
            return found
        if own and found.norm is None:
            return found
        country = choose(self._options(content_id, None), given)
        if national:
            return country
        if country.norm is None or not country.norm.states_a_level:
            return found if own else Choice(None)
        cited = f"tham chiếu mức quốc gia, {country.norm.citation}"
        return replace(country, norm=replace(country.norm, citation=cited, confidence=Confidence.LOW))

    def _own(self, content_id: int, province_id: int) -> list[Option]:
        heir = self.heirs.get(province_id)
        return (self._options(content_id, heir) if heir else []) or self._options(content_id, province_id)

    def _options(self, content_id: int, province_id: int | None) -> list[Option]:
        rows = [row for row in self.rows if row.content_id == content_id and row.province_id == province_id]
        return [Option(self.norm(row), row.attributes, condition_words(row.attributes)) for row in rows]

    def norm(self, row: SupportNorm) -> Norm:
        """Return a stored norm as a value, its ceiling worked out from another norm's where it is a multiple."""
        norm, factor = as_norm(row), row.attributes.get("factor")
        if not factor:
            return norm
        base = next((one for one in self.bases if _is_base(one, row, factor)), None)
        return scaled(norm, as_norm(base) if base else None, Decimal(factor["by"]))


def book_of(day: date, contents: Iterable[int]) -> Book:
    """Read the norms of some contents on a day.  Three queries at most."""
    on = SupportNorm.objects.filter(valid__contains=day).select_related("instrument").order_by("pk")
    rows = tuple(on.filter(content__in=set(contents)))
    named = {factor["of"] for row in rows if (factor := row.attributes.get("factor"))}
    bases = tuple(on.filter(code__in=named).select_related("instrument", "content")) if named else ()
    local = any(row.province_id for row in rows)
    heirs = dict(Succession.objects.values_list("predecessor_id", "successor_id")) if local else {}
    return Book(rows, bases, heirs)


def norm_choice_on(
    day: date, content: ActivityContent, *, national: bool, province_id: int, given: Given = NOTHING_KNOWN
) -> Choice:
    """Return the norm for ``content`` on ``day``, or why none can be named."""
    return book_of(day, [content.pk]).choice(content.pk, national=national, province_id=province_id, given=given)


def norm_on(
    day: date, content: ActivityContent, *, national: bool, province_id: int, given: Given = NOTHING_KNOWN
) -> Norm | None:
    """Return the norm for ``content`` on ``day``; ``None`` where none, or not one alone, is known."""
    return norm_choice_on(day, content, national=national, province_id=province_id, given=given).norm


def as_norm(row: SupportNorm) -> Norm:
    """Return a stored norm as a value."""
    cap = None if row.cap is None else Dong(row.cap)
    citation = cite(row.instrument.number or row.instrument.title, row.article)
    return Norm(row.code, row.percent, cap, citation, Confidence(row.confidence), row.attributes.get("of", ""))


def _is_base(one: SupportNorm, row: SupportNorm, factor: dict[str, str]) -> bool:
    same = one.content.code == factor["content"] if factor.get("content") else True
    return one.code == factor["of"] and one.province_id == row.province_id and same


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
    return tuple(contents_query(day))


def contents_query(day: date) -> QuerySet[ActivityContent]:
    """Return the same as a query, for a select."""
    return ActivityContent.objects.filter(valid__contains=day).order_by("group", "id")


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
    return tuple(versions(norm).select_related("instrument").order_by("valid", "id"))


def versions(norm: SupportNorm) -> QuerySet[SupportNorm]:
    """Return the rows of a norm's code, content and province."""
    return SupportNorm.objects.filter(code=norm.code, content=norm.content_id, province=norm.province_id)


def family_of(content_id: int, province_id: int | None) -> QuerySet[SupportNorm]:
    """Return the norms of a content of the country or of one province, of every day."""
    return SupportNorm.objects.filter(content=content_id, province=province_id).order_by("valid", "pk")


def provision_family(base: str) -> QuerySet[Provision]:
    """Return the versions of a rule: its first code, and that code with "@" and the day of each later version."""
    return Provision.objects.filter(Q(code=base) | Q(code__startswith=f"{base}@"))


def same_case(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two norms of one content are for the same case, so that one would follow the other."""
    return case_of(one) == case_of(other)


def says_the_same(norm: SupportNorm, percent: Decimal | None, cap: int | None, unit: str) -> bool:
    """Say whether a stored norm states this level already: a sheet may repeat what is in force."""
    return norm.percent == percent and norm.cap == cap and fold(norm.unit) == fold(unit)


def code_for(content: ActivityContent, province_id: int | None, attributes: Mapping[str, Any]) -> str:
    """Return the code of a new norm: that of its earlier versions, or of the country's norm, lettered by case."""
    own = list(family_of(content.pk, province_id))
    before = [row.code for row in own if same_case(row.attributes, attributes)]
    if before:
        return before[-1]
    country = family_of(content.pk, None).order_by("-valid").first()
    stem = country.code.rstrip("abcdefgh") if country else content.code[:40]
    taken = {row.code for row in own}
    free = (
        code for code in (stem, *(f"{stem}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")) if code not in taken
    )
    return next(free)


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


def power_rules_on(day: date) -> tuple[PowerRule, ...]:
    """Return the rules in force on ``day`` on who decides on adjustments.  One query."""
    rows = Provision.objects.filter(kind=ProvisionKind.ADJUSTMENT_POWER, valid__contains=day).order_by("pk")
    return tuple(_power_rule(row) for row in rows.select_related("instrument"))


def _power_rule(row: Provision) -> PowerRule:
    said = row.attributes
    amount, share, confirmer = said.get("amount_over"), said.get("share_over"), said.get("confirmed_by")
    return PowerRule(
        said["kind"],
        said["scope"] == "NATIONAL",
        Decider(said["decided_by"]),
        Decider(confirmer) if confirmer else None,
        row.text,
        cite(row.instrument.number if row.instrument else "", row.article),
        Confidence(row.confidence),
        None if amount is None else Dong(amount),
        None if share is None else Decimal(str(share)),
    )


def deadline_rules_on(day: date) -> tuple[DeadlineRule, ...]:
    """Return the deadlines in force on ``day``.  One query."""
    rows = Provision.objects.filter(kind=ProvisionKind.DEADLINE, valid__contains=day).order_by("pk")
    return tuple(_deadline_rule(row) for row in rows.select_related("instrument"))


def _deadline_rule(row: Provision) -> DeadlineRule:
    said = row.attributes
    duty, where, scope = said.get("duty"), said.get("on_day_off"), said.get("scope")
    return DeadlineRule(
        row.code,
        row.text,
        cite(row.instrument.number if row.instrument else "", row.article),
        Confidence(row.confidence),
        Duty(duty) if duty else None,
        said.get("owed_by", ""),
        said.get("owed_to", ""),
        said.get("month"),
        said.get("day"),
        said.get("year_offset") or 0,
        bool(said.get("before")),
        OnDayOff(where) if where else None,
        said.get("working_days"),
        None if not scope else scope == "NATIONAL",
    )


def advances_in_stages(day: date, content_code: str, project_kind: str) -> bool:
    """Say whether a provision of ``day`` allows several advances for a content or a kind of đề án (TT 36/2013 Đ.14)."""
    rows = Provision.objects.filter(kind=ProvisionKind.ADVANCE, valid__contains=day, attributes__multiple=True)
    return rows.filter(
        Q(attributes__contents__contains=[content_code]) | Q(attributes__project_types__contains=[project_kind])
    ).exists()
