"""Rows of law as pages show them: every table has one shape, with validity, source and confidence."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.money import Dong, show_million
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import (
    ActivityContent,
    LegalInstrument,
    Provision,
    Sourced,
    SupportNorm,
)
from khuyencong.ground.regulations.queries import cite

_TONES: Final = {
    Confidence.READ: "success",
    Confidence.HIGH: "info",
    Confidence.MEDIUM: "warning",
    Confidence.LOW: "danger",
    Confidence.UNKNOWN: "danger",
}
_NOT_PAGES: Final = {
    "memory": "theo hiểu biết chung, chưa thấy văn bản",
    "inferred": "suy ra khi đối chiếu hai danh mục",
    "not seen": "chưa tìm thấy nguồn",
    "practice": "thông lệ, không thấy văn bản nào quy định",
    "seed": "bài báo về hội nghị khuyến công tại Huế năm 2017",
}


@dataclass(frozen=True)
class LawRow:
    """One row of any table of law, in words."""

    title: str
    url: str
    text: str
    citation: str
    instrument_url: str
    days: str
    standing: str
    confidence: str
    tone: str
    source: str
    level: str = ""
    """Of a norm: the percent and the ceiling."""
    end_url: str = ""
    """Of a row without a page of its own: where whoever maintains it ends it."""


def days_of(valid: DateRange) -> str:
    """Write a validity: "từ 11/05/2018", "08/04/2014 – 10/05/2018" (the last day is the last one in force)."""
    last = valid.upper - timedelta(days=1) if valid.upper else None
    if valid.lower and last:
        return f"{show_date(valid.lower)} – {show_date(last)}"
    if valid.lower:
        return _("từ %s") % show_date(valid.lower)
    return _("đến %s") % show_date(last) if last else _("chưa rõ ngày")


def standing_of(valid: DateRange, day: date) -> str:
    """Say how a validity stands to ``day``: nothing when it is in force."""
    if day in valid:
        return ""
    return _("hết hiệu lực") if valid.upper and valid.upper <= day else _("chưa có hiệu lực")


def level_of(norm: SupportNorm) -> str:
    """Write a norm's level: "30 %, tối đa 1.000 triệu đồng/mô hình"."""
    parts = []
    if norm.percent is not None:
        parts.append(f"{show_quantity(norm.percent)} %")
    if norm.cap is not None:
        unit = f"/{norm.unit}" if norm.unit else ""
        parts.append(_("tối đa %(cap)s triệu đồng%(unit)s") % {"cap": show_million(Dong(norm.cap)), "unit": unit})
    return ", ".join(parts) or _("chưa biết mức")


def sources_of(keys: str) -> list[tuple[str, str]]:
    """Return the pages that a row was found on: key and page, as docs/sources.md lists them."""
    return [(key, _pages().get(key, "")) for key in keys.split("; ") if key]


def source_words(keys: str) -> str:
    """Write the sources of a row in one line."""
    return "; ".join(f"{key}: {page}" if key not in _NOT_PAGES else page for key, page in sources_of(keys))


def name_of(instrument: LegalInstrument) -> str:
    """Name an instrument by its number; some are known by their title alone."""
    return instrument.number or instrument.title


def instrument_row(row: LegalInstrument, day: date) -> LawRow:
    """Show an instrument by its number."""
    issued = (
        _("%(issuer)s, ngày %(day)s") % {"issuer": row.issuer, "day": show_date(row.issued_on)} if row.issued_on else ""
    )
    url = reverse("instrument", args=[row.pk])
    return _row(
        row, day, title=name_of(row), url=url, text=row.title if row.number else "", citation=issued or row.issuer
    )


def content_row(row: ActivityContent, day: date) -> LawRow:
    """Show a content with its group and unit."""
    words = [_("Nhóm %d của Điều 4 Nghị định 45/2012/NĐ-CP") % row.group]
    if row.unit:
        words.append(_("tính theo %s") % row.unit)
    return _row(row, day, title=row.name, url="", text="; ".join(words), instrument=row.instrument, article=row.article)


def norm_row(row: SupportNorm, day: date) -> LawRow:
    """Show a norm by its content and whose it is."""
    scope = row.province.name if row.province else _("cả nước")
    return _row(
        row,
        day,
        title=f"{row.content.name} ({scope})",
        url=reverse("norm", args=[row.pk]),
        text=row.condition,
        instrument=row.instrument,
        article=row.article,
        level=level_of(row),
    )


def provision_row(row: Provision, day: date) -> LawRow:
    """Show a rule by its words, under its kind."""
    return _row(
        row,
        day,
        title=row.text,
        url=reverse("provision", args=[row.pk]),
        text=ProvisionKind(row.kind).label,
        instrument=row.instrument,
        article=row.article,
    )


def _row(
    row: Sourced,
    day: date,
    *,
    title: str,
    url: str,
    text: str,
    citation: str = "",
    instrument: LegalInstrument | None = None,
    article: str = "",
    level: str = "",
) -> LawRow:
    confidence = Confidence(row.confidence)
    return LawRow(
        title=title,
        url=url,
        text=text,
        citation=citation or cite(name_of(instrument) if instrument else "", article),
        instrument_url=reverse("instrument", args=[instrument.pk]) if instrument else "",
        days=days_of(row.valid),
        standing=standing_of(row.valid, day),
        confidence=confidence.label,
        tone=_TONES[confidence],
        source=source_words(row.source),
        level=level,
    )


@cache
def _pages() -> dict[str, str]:
    """Read the pages of the sources (docs/sources.md as a table; a test compares them)."""
    with (Path(__file__).parent / "sources.csv").open(encoding="utf-8", newline="") as file:
        return _NOT_PAGES | {row["key"]: row["page"] for row in csv.DictReader(file)}
