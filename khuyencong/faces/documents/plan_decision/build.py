"""Filling template.docx: a frozen approval in, the bytes of a Word document out."""

from pathlib import Path
from typing import Any, Final

from khuyencong.core.formats import show_date_official
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.documents.consolidated_report.letterhead import GAP
from khuyencong.faces.documents.filling import filled
from khuyencong.faces.documents.plan_decision.values import Approval, Listed

TEMPLATE: Final = Path(__file__).parent / "template.docx"
DRAFT: Final = "DỰ THẢO – CHƯA PHÊ DUYỆT"


def build_plan_decision(approval: Approval, *, template: Path = TEMPLATE) -> bytes:
    """Return the decision as a .docx in the layout of NĐ 30/2020, Phụ lục III, Mẫu 1.2 (quyết định)."""
    return filled(template, _context(approval), title=f"Quyết định phê duyệt {_about(approval)}", author=approval.body)


def _about(approval: Approval) -> str:
    """Return "Kế hoạch khuyến công địa phương năm 2017, Phú Yên (bổ sung, đợt 2)"."""
    return f"{approval.plan} (bổ sung, đợt {approval.batch})" if approval.batch > 1 else approval.plan


def _context(approval: Approval) -> dict[str, Any]:
    support = Dong(sum(row.support for row in approval.listed))
    cost = Dong(sum(row.cost for row in approval.listed))
    draft = approval.approved_on is None
    day = f"ngày{GAP}tháng{GAP}năm{GAP}" if approval.approved_on is None else show_date_official(approval.approved_on)
    number = approval.decision or f"{GAP}/{approval.symbol}"
    notices = [DRAFT] if draft else []
    notices += [approval.notice] if approval.notice else []
    return {
        "co_quan_chu_quan": approval.superior.upper(),
        "co_quan": approval.body.upper(),
        "ten_co_quan": approval.body,
        "so_ky_hieu": number,
        "dia_danh": approval.place,
        "ngay_thang": day,
        "luu_y": " – ".join(notices),
        "ve_viec": _about(approval),
        "can_cu": list(approval.grounds),
        "de_nghi": approval.proposer,
        "so_de_an": str(len(approval.listed)),
        "tong_ho_tro": show_million(support),
        "tong_kinh_phi": show_million(cost),
        "tong_khac": show_million(Dong(sum(row.other for row in approval.listed))),
        "bo_sung": approval.batch > 1,
        "nam": str(approval.year),
        "thuc_hien": approval.manager,
        "thay_mat": approval.authority.upper(),
        "nguoi_ky": approval.signer.upper(),
        "danh_muc": [_row(place, row) for place, row in enumerate(approval.listed, 1)],
    }


def _row(place: int, row: Listed) -> dict[str, str]:
    return {
        "stt": str(place),
        "ma_so": row.number,
        "ten": row.name,
        "don_vi": row.unit,
        "thu_huong": row.served or "chưa xác định",
        "nguon": row.source,
        "tong": show_million(row.cost),
        "ho_tro": show_million(row.support),
        "khac": show_million(row.other),
    }
