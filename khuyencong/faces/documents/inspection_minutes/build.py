"""Filling template.docx: frozen minutes of a visit in, the bytes of a Word document out."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from khuyencong.core.formats import show_date, show_date_official
from khuyencong.faces.documents.consolidated_report.letterhead import Letterhead
from khuyencong.faces.documents.filling import filled

TEMPLATE: Final = Path(__file__).parent / "template.docx"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Something found wrong, what is asked for, and by when."""

    description: str
    remedy: str
    due_on: date


@dataclass(frozen=True, slots=True)
class VisitMinutes:
    """A visit: which đề án, when, where, who was there, what was seen and concluded."""

    number: str
    project: str
    unit: str
    held_on: date
    place: str
    attendees: tuple[str, ...]
    observed: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    conclusion: tuple[str, ...]
    recorder: str


def build_visit_minutes(minutes: VisitMinutes, *, letterhead: Letterhead, template: Path = TEMPLATE) -> bytes:
    """Return the minutes as a .docx in the layout of NĐ 30/2020, Phụ lục III (biên bản)."""
    return filled(
        template, _context(minutes, letterhead), title=f"Biên bản kiểm tra số {minutes.number}", author=letterhead.body
    )


def _context(minutes: VisitMinutes, letterhead: Letterhead) -> dict[str, Any]:
    return {
        "co_quan": letterhead.body.upper(),
        "so_ky_hieu": minutes.number,
        "dia_danh": letterhead.place,
        "ngay_thang": show_date_official(minutes.held_on),
        "de_an": minutes.project,
        "don_vi": minutes.unit,
        "dia_diem": minutes.place,
        "thanh_phan": [f"{place}. {one}" for place, one in enumerate(minutes.attendees, 1)],
        "ket_qua": list(minutes.observed),
        "ton_tai": [
            {
                "stt": str(place),
                "noi_dung": one.description,
                "yeu_cau": one.remedy,
                "han": show_date(one.due_on),
            }
            for place, one in enumerate(minutes.findings, 1)
        ],
        "ket_luan": list(minutes.conclusion),
        "nguoi_ghi": minutes.recorder,
        "luu_y": letterhead.notice or "",
    }
