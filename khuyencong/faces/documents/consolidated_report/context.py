"""What template.docx can name, from the frozen report: text only, so that a paper shows what the report holds.

Money is in triệu đồng with every digit, percentages have two decimals, an unknown value is "–".  The vocabulary is
Vietnamese, for offices edit the template in Word.
"""

from typing import Any, Final

from khuyencong.core.formats import show_date
from khuyencong.core.money import Dong, show_million, show_percent
from khuyencong.faces.documents.consolidated_report.chart import money_chart, money_rows
from khuyencong.faces.documents.consolidated_report.letterhead import Letterhead
from khuyencong.figures.reporting.narrative import (
    Narrative,
    area_in_sentence,
    in_sentence,
    notes_of,
    plain,
    show_figure,
    show_unit,
    show_value,
)
from khuyencong.figures.reporting.values import Figure, ProvinceFigures, Report

UNKNOWN: Final = "–"
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

LINE: Final = 24
"""So many capitals fit on a line of the letterhead's left half."""

PROVINCE_COLUMNS: Final = (
    ("plan.total", "Kinh phí kế hoạch", True),
    ("plan.national", "Trong đó KCQG", True),
    ("plan.local", "Trong đó KCĐP", True),
    ("result.demo_models", "Mô hình trình diễn", False),
    ("result.machinery", "Cơ sở có máy móc thiết bị", False),
    ("result.fairs", "Hội chợ", False),
    ("result.fair_participations", "Lượt cơ sở dự hội chợ", False),
    ("result.brands", "Cơ sở có thương hiệu", False),
    ("result.enterprises", "Doanh nghiệp thành lập", False),
    ("consulting.jobs", "Dự án tư vấn", False),
    ("consulting.revenue", "Doanh thu tư vấn", True),
    ("money.contracted", "Đã ký hợp đồng", True),
    ("money.advanced", "Đã tạm ứng", True),
    ("money.settled", "Đã quyết toán", True),
)
"""The main figures: code, heading, and whether it is money (triệu đồng)."""


def context(report: Report, narrative: Narrative, letterhead: Letterhead) -> dict[str, Any]:
    """Return the words and tables of the paper."""
    return {
        **_around(report, letterhead),
        **_subject(report),
        "cac_muc": [
            {
                "khoa": section.key,
                "tieu_de": f"{roman}. {section.title.upper()}",
                "cac_doan": [plain(paragraph) for paragraph in section.paragraphs],
            }
            for roman, section in zip(ROMAN, narrative.sections, strict=False)
        ],
        "ghi_chu": list(notes_of(report)),
        "bang_tinh": _money_table(report),
        "nhom": [
            {"ten": group.name, "gia_tri": _money(group.value), "ty_le": show_percent(group.percent)}
            for group in report.groups
        ],
        "tong_kinh_phi": show_figure(report.figure("plan.total")),
        "chi_tieu": [_row(place, figure) for place, figure in enumerate(report.figures, 1)],
        "tinh": [_province(place, province) for place, province in enumerate(report.provinces, 1)],
        "tong": [_cell(report.figure(code)) for code, _, _ in PROVINCE_COLUMNS],
    }


def _around(report: Report, letterhead: Letterhead) -> dict[str, Any]:
    """Return what the letterhead gives."""
    return {
        "co_quan_chu_quan": _balanced(letterhead.superior.upper()),
        "co_quan": _balanced(letterhead.body.upper()),
        "ten_co_quan": letterhead.body,
        "so_ky_hieu": letterhead.numbered(),
        "dia_danh": letterhead.place,
        "ngay_thang": letterhead.day(report.generated_at.year),
        "noi_nhan": list(letterhead.recipients),
        "quyen_han": letterhead.authority.upper(),
        "chuc_vu": letterhead.signer_title.upper(),
        "nguoi_ky": letterhead.signer,
        "luu_y": letterhead.notice,
    }


def _balanced(name: str) -> str:
    """Break a name that one line of the letterhead cannot hold at the space nearest its middle."""
    if len(name) <= LINE:
        return name
    spaces = [place for place, sign in enumerate(name) if sign == " "]
    if not spaces:
        return name
    middle = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def _subject(report: Report) -> dict[str, Any]:
    area = area_in_sentence(report)
    return {
        "ky": in_sentence(report.period),
        "nam": str(report.period.year),
        "dia_ban": "của cả nước" if area == "cả nước" else area,
        "chot_so_lieu": f"tính đến hết ngày {show_date(report.period.last_day(report.cutoff))}",
        "ten_hinh": money_chart(report).title,
    }


def _money_table(report: Report) -> list[dict[str, str]]:
    return [
        {"ten": row.name, "tong": _money(row.total), "quoc_gia": _money(row.national), "dia_phuong": _money(row.local)}
        for row in money_rows(report)
    ]


def _money(dong: int | None) -> str:
    return UNKNOWN if dong is None else show_million(Dong(dong))


def _row(place: int, figure: Figure) -> dict[str, str]:
    """Return one figure for the table of all figures."""
    old, whole = figure.comparison, figure.denominator
    whole_is_money = whole is not None and figure.is_money
    return {
        "stt": str(place),
        "ten": f"{figure.label} ({figure.remark})" if figure.remark else figure.label,
        "don_vi": show_unit(figure),
        "gia_tri": show_figure(figure),
        "ky": in_sentence(old.period) if old else UNKNOWN,
        "ky_gia_tri": show_value(old.value, is_money=figure.is_money) if old else UNKNOWN,
        "tang_giam": show_percent(old.change_percent) if old else UNKNOWN,
        "mau_so": whole.label if whole else UNKNOWN,
        "mau_so_gia_tri": show_value(whole.value, is_money=whole_is_money) if whole else UNKNOWN,
        "ty_le": show_percent(whole.percent) if whole else UNKNOWN,
        "chung_cu": str(figure.evidence_count),
    }


def _province(place: int, province: ProvinceFigures) -> dict[str, Any]:
    cells = [_cell(province.figure(code)) if province.reported else UNKNOWN for code, _, _ in PROVINCE_COLUMNS]
    name = province.name if province.reported else f"{province.name} (chưa có số liệu)"
    return {"stt": str(place), "ten": name, "o": cells}


def _cell(figure: Figure) -> str:
    return show_figure(figure)
