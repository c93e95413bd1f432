"""Versions of law: what is written, what is refused, and how one version makes way for the next."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import show_date
from khuyencong.core.operations import owed, require
from khuyencong.core.text import squeeze
from khuyencong.ground.regulations.attributes import cleaned, faults_of
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import LegalInstrument, Provision, SupportNorm
from khuyencong.ground.regulations.rules import conditions_fault

V = TypeVar("V", SupportNorm, Provision)
MOST_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Origin:
    """Where a version of law comes from and on which days it is in force; ``until``: its last day."""

    since: date
    instrument: LegalInstrument | None
    source: str
    confidence: Confidence
    article: str = ""
    until: date | None = None
    note: str = ""

    @property
    def valid(self) -> DateRange:
        """The days, the upper bound out."""
        return DateRange(self.since, self.until + timedelta(days=1) if self.until else None)

    def columns(self) -> dict[str, Any]:
        """Return what every dated row of law stores of it."""
        told = {"source": squeeze(self.source), "confidence": self.confidence, "note": self.note.strip()}
        return {"valid": self.valid, **told}


@dataclass(frozen=True)
class NormTerms:
    """What a norm says: a percent, a ceiling in đồng, or both; ``attributes`` as ``rules`` reads them."""

    origin: Origin
    percent: Decimal | None = None
    cap: int | None = None
    unit: str = ""
    condition: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProvisionTerms:
    """What a provision says; ``attributes`` by its kind (``attributes.ATTRIBUTES``)."""

    origin: Origin
    text: str
    attributes: dict[str, Any] = field(default_factory=dict)


def check_days(origin: Origin) -> None:
    """Refuse days out of order, and no source."""
    upside_down = "Ngày hết hiệu lực phải từ ngày có hiệu lực."
    require(origin.until is None or origin.until >= origin.since, upside_down, field="until")
    require(squeeze(origin.source), "Hãy ghi nguồn: nơi đã đọc văn bản.", field="source")


def check_origin(origin: Origin) -> None:
    """Refuse what ``check_days`` refuses, a rule said to be read of no instrument, and one older than its own."""
    check_days(origin)
    unnamed = "Quy định đã đọc trong văn bản thì phải chọn văn bản đó."
    require(origin.instrument or not origin.confidence.may_block, unnamed, field="instrument")
    if origin.instrument is None:
        return
    begins, ends = origin.instrument.valid.lower, origin.instrument.valid.upper
    early = f"Văn bản {origin.instrument} có hiệu lực từ {_day(begins)}: quy định không thể sớm hơn."
    require(begins is None or begins <= origin.since, early, field="since")
    late = f"Văn bản {origin.instrument} đã hết hiệu lực trước ngày {show_date(origin.since)}."
    require(ends is None or origin.since < ends, late, field="instrument")


def instrument_of(origin: Origin) -> LegalInstrument:
    """Return the instrument, which norms and contents must have; refuse what ``check_origin`` refuses."""
    instrument = owed(origin.instrument, "Hãy chọn văn bản quy định.", field="instrument")
    check_origin(origin)
    return instrument


def check_terms(terms: NormTerms) -> None:
    """Refuse a norm that states nothing, or more than the whole."""
    instrument_of(terms.origin)
    percent, cap = terms.percent, terms.cap
    require(percent is not None or cap is not None, "Hãy ghi tỷ lệ tối đa, mức tối đa, hoặc cả hai.", field="cap")
    require(percent is None or 0 < percent <= MOST_PERCENT, "Tỷ lệ phải trên 0 và không quá 100 %.", field="percent")
    require(cap is None or cap > 0, "Mức tối đa phải lớn hơn 0.", field="cap")
    if fault := conditions_fault(terms.attributes):
        raise NotValid(fault[1], field=fault[0])


def check_rule(kind: ProvisionKind, terms: ProvisionTerms, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Refuse a rule without words or with wrong attributes; return the attributes to store."""
    check_origin(terms.origin)
    require(squeeze(terms.text), "Hãy ghi nội dung của quy định.", field="text")
    for name, sentence in faults_of(kind, terms.attributes):
        raise NotValid(sentence, field=name)
    return cleaned(kind, terms.attributes, before)


def gives_way(row: V, held: "QuerySet[V]", origin: Origin, today: date) -> bool:
    """Refuse a next version in the past or among others; say whether ``row``, not begun, gives way altogether."""
    past = f"Thời gian đã qua không sửa được: phiên bản mới phải có hiệu lực từ {show_date(today)} trở đi."
    require(origin.since >= today, past, field="since")
    begins, ends = row.valid.lower, row.valid.upper
    gone = f"Phiên bản này hết hiệu lực trước ngày {show_date(origin.since)}: hãy thay phiên bản sau nó."
    require(ends is None or origin.since < ends, gone, field="since")
    later = held.exclude(pk=row.pk).filter(valid__overlap=origin.valid).order_by("valid").first()
    clash = f"Đã có phiên bản từ {_day(later.valid.lower if later else None)}: thời gian bị trùng."
    require(later is None, clash, field="since")
    if begins is not None and begins > today and origin.since <= begins:
        return True
    early = f"Phiên bản này có hiệu lực từ {_day(begins)}: phiên bản mới phải sau ngày đó."
    require(begins is None or origin.since > begins, early, field="since")
    return False


def check_end(valid: DateRange, last_day: date, today: date) -> None:
    """Refuse an end in the past, before the beginning, or after the end that is set."""
    past = "Thời gian đã qua không sửa được: ngày cuối phải từ hôm nay trở đi."
    require(last_day >= today, past, field="last_day")
    require(valid.lower is None or last_day >= valid.lower, "Ngày cuối phải từ ngày có hiệu lực.", field="last_day")
    gone = "Quy định này hết hiệu lực trước ngày đó rồi."
    require(valid.upper is None or last_day < valid.upper, gone, field="last_day")


def check_to_come(row: SupportNorm | Provision, today: date) -> None:
    """Refuse to take back a version that has begun."""
    begun = "Phiên bản đã có hiệu lực thì không hủy được, chỉ chấm dứt được."
    require(row.valid.lower is not None and row.valid.lower > today, begun)


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
