"""Filling letter.docx and decision.docx: frozen values in, the bytes of a Word document out."""

from pathlib import Path
from typing import Any, Final

from khuyencong.core.formats import show_date
from khuyencong.faces.documents.adjustment_papers.values import Asked
from khuyencong.faces.documents.consolidated_report.letterhead import GAP, Letterhead
from khuyencong.faces.documents.filling import filled

LETTER: Final = Path(__file__).parent / "letter.docx"
DECISION: Final = Path(__file__).parent / "decision.docx"


def build_letter(asked: Asked, *, letterhead: Letterhead, template: Path = LETTER) -> bytes:
    """Return the letter of request as a .docx in the layout of NĐ 30/2020, Phụ lục III, Mẫu 1.5 (công văn)."""
    return _fill(template, asked, letterhead, f"{GAP}/{letterhead.symbol}")


def build_decision(asked: Asked, *, letterhead: Letterhead, template: Path = DECISION) -> bytes:
    """Return the draft of the decision as a .docx in the layout of NĐ 30/2020, Phụ lục III, Mẫu 1.2 (quyết định)."""
    return _fill(template, asked, letterhead, f"{GAP}/QĐ-{letterhead.symbol}")


def _fill(template: Path, asked: Asked, letterhead: Letterhead, number: str) -> bytes:
    return filled(
        template, _context(asked, letterhead, number), title=f"{asked.kind}: {asked.number}", author=letterhead.body
    )


def _context(asked: Asked, letterhead: Letterhead, number: str) -> dict[str, Any]:
    return {
        "co_quan_chu_quan": letterhead.superior.upper(),
        "co_quan": letterhead.body.upper(),
        "ten_co_quan": letterhead.body,
        "so_ky_hieu": number,
        "dia_danh": letterhead.place,
        "ngay_thang": letterhead.day(asked.requested_on.year),
        "nguoi_ky": letterhead.signer_title.upper(),
        "luu_y": letterhead.notice,
        "noi_nhan": asked.addressee,
        "nguoi_quyet": asked.decider,
        "tham_quyen": asked.law,
        "loai": asked.kind,
        "ma_so": asked.number,
        "ten_de_an": asked.name,
        "don_vi": asked.unit,
        "tinh": asked.province,
        "ke_hoach": asked.plan,
        "xac_nhan": asked.confirmation,
        "ly_do": asked.explanation,
        "ngay_de_nghi": show_date(asked.requested_on),
        "ngung": asked.stops,
        "thay_doi": [
            {"stt": str(place), "noi_dung": line.label, "truoc": line.before, "sau": line.after}
            for place, line in enumerate(asked.changes, 1)
        ],
    }
