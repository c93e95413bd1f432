"""The package's tables of law, from their files to rows that ``operations.load_regulations`` writes."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.backends.postgresql.psycopg_any import DateRange

from khuyencong.ground.regulations.models import (
    ActivityContent,
    ContentGrouping,
    LegalInstrument,
    Provision,
    SupportNorm,
)
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit
from khuyencong.ground.territory.queries import REFORM

DATA = Path(__file__).parent / "data"
Row = dict[str, str]
Instruments = dict[str, LegalInstrument]
Contents = dict[str, ActivityContent]


def instruments() -> Iterator[LegalInstrument]:
    """Read the instruments."""
    return (
        LegalInstrument(
            code=row["code"],
            number=row["number"],
            title=row["title_vi"],
            title_en=row["title_en"],
            issuer=row["issuer"],
            issued_on=_day(row["issued_on"]),
            amends=row["amends"],
            valid=_valid(row),
            source=row["source"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in _read("instruments.csv")
    )


def contents(instruments: Instruments) -> Iterator[ActivityContent]:
    """Read the contents."""
    return (
        ActivityContent(
            code=row["code"],
            group=int(row["group"]),
            name=row["name_vi"],
            name_en=row["name_en"],
            unit=row["unit_vi"],
            unit_en=row["unit_en"],
            instrument=instruments[row["instrument"]],
            article=row["article"],
            valid=_valid(row),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in _read("contents.csv")
    )


def groupings(contents: Contents) -> Iterator[ContentGrouping]:
    """Read the groupings of reports."""
    return (
        ContentGrouping(
            grouping=row["grouping"],
            grouping_name=row["grouping_name_vi"],
            grouping_name_en=row["grouping_name_en"],
            order=int(row["order"]),
            group_code=row["group_code"],
            group_name=row["group_name_vi"],
            group_name_en=row["group_name_en"],
            content=contents[row["content_code"]],
            valid=_valid(row),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in _read("groupings.csv")
    )


def norms(instruments: Instruments, contents: Contents) -> Iterator[SupportNorm]:
    """Read the norms."""
    rows = _read("norms.csv")
    bases = {(row["code"], row["scope"], row["valid_from"]): row["percent"] for row in rows}
    return (
        SupportNorm(
            code=row["code"],
            content=contents[row["content_code"]],
            province=_province(row),
            percent=_percent(row, bases),
            cap=int(row["amount_cap_dong"]) if row["amount_cap_dong"] else None,
            unit=row["unit_vi"],
            condition=row["condition_vi"],
            attributes=json.loads(row["attributes"] or "{}"),
            instrument=instruments[row["instrument"]],
            article=row["article"],
            valid=_valid(row),
            source=row["source"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows
    )


def _percent(row: Row, bases: dict[tuple[str, str, str], str]) -> Decimal | None:
    """Return the row's percent, or that of the norm it is a multiple of: only the amount is multiplied."""
    text = row["percent"] or bases.get((row["factor_of"], row["scope"], row["valid_from"]), "")
    return Decimal(text) if text else None


def provisions(instruments: Instruments) -> Iterator[Provision]:
    """Read the other rules."""
    return (
        Provision(
            code=row["code"],
            kind=row["kind"],
            text=row["text_vi"],
            text_en=row["text_en"],
            attributes=json.loads(row["attributes"] or "{}"),
            instrument=instruments.get(row["instrument"]),
            article=row["article"],
            valid=_valid(row),
            source=row["source"],
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in _read("provisions.csv")
    )


def _province(row: Row) -> Unit | None:
    """Find the province of a norm on the map of the norm's first day: names, too, came and went in 2025."""
    if row["scope"] == "NATIONAL":
        return None
    day = _day(row["valid_from"]) or REFORM
    return Unit.objects.get(level=Level.PROVINCE, name=row["scope"], valid__contains=day)


def _read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _valid(row: Row) -> DateRange:
    return DateRange(_day(row["valid_from"]), _day(row["valid_to"]))
