"""Filling template.docx: frozen minutes in, the bytes of a Word document out."""

from pathlib import Path
from typing import Any, Final

from khuyencong.core.formats import show_date, show_date_official
from khuyencong.faces.documents.appraisal_minutes.values import Attendee, ItemMinutes, Minutes
from khuyencong.faces.documents.consolidated_report.letterhead import GAP, Letterhead
from khuyencong.faces.documents.filling import filled

TEMPLATE: Final = Path(__file__).parent / "template.docx"
DRAFT: Final = "DỰ THẢO – PHIÊN HỌP CHƯA KẾT THÚC"


def build_minutes(minutes: Minutes, *, letterhead: Letterhead, template: Path = TEMPLATE) -> bytes:
    """Return the minutes as a .docx in the layout of NĐ 30/2020, Phụ lục III (biên bản)."""
    return filled(
        template, _context(minutes, letterhead), title=f"Biên bản họp {minutes.council}", author=letterhead.body
    )


def _context(minutes: Minutes, letterhead: Letterhead) -> dict[str, Any]:
    notices = [DRAFT] if minutes.draft else []
    notices += [letterhead.notice] if letterhead.notice else []
    return {
        "co_quan_chu_quan": letterhead.body.upper(),
        "so_ky_hieu": f"{GAP}/BB-HĐTĐ",
        "dia_danh": letterhead.place,
        "ngay_thang": show_date_official(minutes.held_on),
        "hoi_dong": minutes.council,
        "quyet_dinh": minutes.decision,
        "ngay_quyet_dinh": show_date(minutes.established_on),
        "dia_diem": minutes.place,
        "co_mat": _people(minutes.present),
        "vang": _people(minutes.absent),
        "chu_tri": minutes.chair,
        "thu_ky": minutes.secretary,
        "so_thanh_vien": str(len(minutes.present) + len(minutes.absent)),
        "so_co_mat": str(len(minutes.present)),
        "de_an": [_item(place, item) for place, item in enumerate(minutes.items, 1)],
        "luu_y": " – ".join(notices),
    }


def _people(people: tuple[Attendee, ...]) -> list[str]:
    return [f"{place}. {one.name}, {one.title} – {one.role}" for place, one in enumerate(people, 1)]


def _item(place: int, item: ItemMinutes) -> dict[str, Any]:
    return {
        "tieu_de": f"{place}. Đề án {item.number}: {item.name}",
        "don_vi": item.unit,
        "kinh_phi": item.support,
        "an": item.hidden,
        "xung_dot": "; ".join(item.conflicts),
        "tieu_chi": [
            {
                "stt": str(number),
                "ten": line.text,
                "dat": str(line.passed),
                "khong_dat": str(line.failed),
                "nhan_xet": "; ".join((*((f"Điểm bình quân {line.points}",) if line.points else ()), *line.remarks)),
            }
            for number, line in enumerate(item.criteria, 1)
        ],
        "ket_luan": item.conclusion or "chưa kết luận",
        "ly_do": "; ".join(item.reasons),
        "nhan_xet": item.remarks,
    }
