"""The papers of TT 36/2013 that are sent as Word: acceptance (5a, 5b, 5c), settlement (7, 8a, 8b, 9), liquidation."""

from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date, show_quantity
from khuyencong.core.money import Dong, show_dong
from khuyencong.faces.documents.form_paper import FormPaper, Grid, Heading, Sentence, Signature, build_form
from khuyencong.faces.web.page import Request, page
from khuyencong.faces.web.projects.choices import first_upper
from khuyencong.faces.web.reports.letterheads import letterhead_of
from khuyencong.faces.web.settlement.crumbs import served
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.settlement.enums import AcceptanceForm, AcceptanceResult, Payer, SeatRole
from khuyencong.flow.settlement.models import Acceptance, Settlement, Voucher
from khuyencong.flow.settlement.queries import equipment_faults, outputs_of, over_advanced, voucher_sums
from khuyencong.ground.access.actor import get

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNIT: Final = "Đơn vị tính: đồng"
UNREAD: Final = (
    "Bố cục theo Nghị định số 30/2020/NĐ-CP; chữ của mẫu chưa đối chiếu với Phụ lục 1 Thông tư số 36/2013/TT-BCT"
)


@page(Can.PROJECT_READ)
def acceptance_word(request: Request, pk: int) -> HttpResponseBase:
    """Send the minutes of an acceptance, by its form."""
    rows = Acceptance.objects.select_related("item__project", "item__establishment")
    found = get(request.actor, Can.PROJECT_READ, rows, pk)
    return _sent(request, _minutes(found), f"Biên bản nghiệm thu {found.minutes}")


@page(Can.CONTRACT_READ)
def settlement_form(request: Request, pk: int, form: str) -> HttpResponseBase:
    """Send one of the papers of a settlement: forms 7, 8a, 8b and 9, or the minutes of liquidation."""
    rows = Settlement.objects.select_related("contract__line__project", "contract__line__envelope")
    found = get(request.actor, Can.CONTRACT_READ, rows, pk)
    makers = {"7": _detail, "8a": _state_vouchers, "8b": _other_vouchers, "9": _request, "thanh-ly": _liquidation}
    if form not in makers or (form == "thanh-ly" and found.contract.state != ContractState.LIQUIDATED):
        raise Http404
    paper = makers[form](found)
    return _sent(request, paper, f"{paper.form or paper.title} {found.contract.number}")


def _sent(request: Request, paper: FormPaper, name: str) -> HttpResponse:
    response = HttpResponse(build_form(paper, letterhead=letterhead_of(request.actor)), content_type=WORD)
    plain = name.replace("/", "-") + ".docx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=plain) or ""
    return response


def _minutes(found: Acceptance) -> FormPaper:
    item, seats = found.item, list(found.seats.all())
    form = AcceptanceForm(found.form)
    council = form is AcceptanceForm.C5
    where = f" tại {found.place}" if found.place else ""
    body: list[Heading | Sentence | Grid] = [
        Sentence(f"Đề án: {item.project.name} (mã số {item.project.number})."),
        Sentence(f"Hạng mục: {item.description}."),
        Sentence(f"Đơn vị thụ hưởng: {served(item) or 'không có'}."),
        Sentence(f"Thời gian: {show_date(found.accepted_on)}{where}."),
        Heading("I. THÀNH PHẦN HỘI ĐỒNG" if council else "I. THÀNH PHẦN NGHIỆM THU"),
    ]
    body += [Sentence(f"{n}. {one.name}, {one.title} – {SeatRole(one.role).label};") for n, one in enumerate(seats, 1)]
    body += [] if seats else [Sentence("(Chưa ghi thành phần.)", italic=True)]
    body += [Heading("II. KẾT QUẢ NGHIỆM THU"), *_outputs(found), *_equipment(found), *_costs(found)]
    result = AcceptanceResult(found.result)
    body += [Heading("III. KẾT LUẬN"), Sentence(f"{first_upper(result.label)}.", bold=True)]
    if found.remedy:
        done = show_date(found.remedied_on) if found.remedied_on else "chưa xong"
        due = show_date(found.remedy_due_on) if found.remedy_due_on else ""
        body.append(Sentence(f"Phải khắc phục: {found.remedy}, trước ngày {due} ({done})."))
    body.append(Sentence("Biên bản được các bên tham gia thông qua./."))
    signers = tuple(Signature(SeatRole(one.role).label, one.name) for one in seats)
    return FormPaper(
        form=f"{form.short} Phụ lục 1 Thông tư số 36/2013/TT-BCT",
        symbol="BB-NT",
        day=found.accepted_on,
        title="BIÊN BẢN",
        subtitle="Hội đồng nghiệm thu đề án khuyến công" if council else "Nghiệm thu cơ sở đề án khuyến công",
        body=tuple(body),
        signatures=signers or (Signature("Đơn vị thụ hưởng"), Signature("Đơn vị thực hiện")),
        recipients=("Đơn vị thụ hưởng", "Lưu: Hồ sơ đề án"),
        notice=UNREAD,
    )


def _outputs(found: Acceptance) -> list[Sentence | Grid]:
    rows = outputs_of(found)
    if not rows:
        return []
    cells = tuple(
        (
            str(place),
            f"{first_upper(str(row.expected))} ({row.expected.unit})",
            show_quantity(row.expected.quantity),
            show_quantity(row.measured.quantity) if row.measured else "–",
            show_quantity(row.shortfall) if row.shortfall else "đủ",
            row.measured.remark if row.measured else "",
        )
        for place, row in enumerate(rows, 1)
    )
    heads = ("TT", "Kết quả", "Đề án", "Đo được", "Còn thiếu", "Nhận xét")
    return [Sentence("1. Kết quả đo so với đề án:"), Grid(heads, (10, 50, 22, 22, 22, 34), cells, words=(1, 5))]


def _equipment(found: Acceptance) -> list[Sentence | Grid]:
    rows = list(found.equipment.select_related("machine"))
    if not rows:
        return []
    cells = tuple(
        (
            str(place),
            " ".join(part for part in (row.name, row.model) if part),
            row.serial,
            row.origin,
            show_quantity(row.quantity),
            show_dong(Dong(row.price)),
            " ".join(part for part in (*equipment_faults(row), row.explanation) if part) or "đúng đề án",
        )
        for place, row in enumerate(rows, 1)
    )
    heads = ("TT", "Thiết bị", "Số sê-ri", "Xuất xứ", "SL", "Đơn giá", "So với đề án")
    widths = (9, 38, 25, 20, 10, 26, 32)
    return [Sentence("2. Thiết bị:"), Grid(heads, widths, cells, words=(1, 2, 3, 6), unit=UNIT)]


def _costs(found: Acceptance) -> list[Sentence | Grid]:
    sums = voucher_sums([found])[found.pk]
    cells = [
        (first_upper(one.payer.label), show_dong(one.accepted), show_dong(one.vouchers), show_dong(one.gap))
        for one in sums
    ]
    cells.append(("Cộng", show_dong(Dong(found.cost)), show_dong(Dong(sum(one.vouchers for one in sums))), ""))
    heads = ("Nguồn", "Chi phí nghiệm thu", "Chứng từ", "Chênh lệch")
    return [
        Sentence("3. Chi phí được nghiệm thu và chứng từ theo nguồn:"),
        Grid(heads, (50, 40, 40, 30), tuple(cells), words=(0,), totals=1, unit=UNIT),
    ]


def _opening(found: Settlement) -> list[Heading | Sentence | Grid]:
    contract = found.contract
    signed = show_date(contract.signed_on)
    return [
        Sentence(f"Đề án: {contract.line.project.name} (mã số {contract.line.project.number})."),
        Sentence(f"Hợp đồng số {contract.number} ngày {signed}; đơn vị thực hiện: {contract.partner}."),
    ]


def _form(found: Settlement, form: str, title: str, body: list[Heading | Sentence | Grid], symbol: str) -> FormPaper:
    return FormPaper(
        form=f"{form} Phụ lục 1 Thông tư số 36/2013/TT-BCT" if form else "",
        symbol=symbol,
        day=found.settled_on,
        title=title,
        subtitle="",
        body=(*_opening(found), *body),
        signatures=(Signature("Người lập"), Signature("Kế toán trưởng"), Signature("Thủ trưởng đơn vị")),
        recipients=("Cơ quan quản lý", "Lưu: Kế toán"),
        notice=UNREAD if form else "",
    )


def _detail(found: Settlement) -> FormPaper:
    rows = list(found.items.select_related("item__establishment"))
    cells = [
        (
            str(place),
            " – ".join(part for part in (row.item.description, served(row.item)) if part),
            show_dong(Dong(row.share)),
            show_dong(Dong(row.accepted_cost)),
            show_dong(Dong(row.amount)),
        )
        for place, row in enumerate(rows, 1)
    ]
    total = show_dong(Dong(found.contract.amount)), show_dong(Dong(found.accepted_cost)), show_dong(Dong(found.amount))
    cells.append(("", "Cộng", *total))
    heads = ("TT", "Hạng mục", "Theo hợp đồng", "Chi phí nghiệm thu", "Quyết toán")
    body: list[Heading | Sentence | Grid] = [
        Grid(heads, (10, 60, 30, 30, 30), tuple(cells), words=(1,), totals=1, unit=UNIT),
        Heading("Cách tính"),
        *(Sentence(f"{place}. {row.explanation}") for place, row in enumerate(rows, 1)),
    ]
    return _form(found, "Mẫu 7", "BẢNG QUYẾT TOÁN CHI TIẾT KINH PHÍ", body, "BQT")


def _state_vouchers(found: Settlement) -> FormPaper:
    body = _voucher_grid(found, [payer for payer in Payer if payer.state_money])
    return _form(found, "Mẫu 8a", "BẢNG KÊ CHỨNG TỪ KINH PHÍ KHUYẾN CÔNG", body, "BK")


def _other_vouchers(found: Settlement) -> FormPaper:
    body = _voucher_grid(found, [payer for payer in Payer if not payer.state_money])
    return _form(found, "Mẫu 8b", "BẢNG KÊ CHỨNG TỪ NGUỒN VỐN KHÁC", body, "BK")


def _voucher_grid(found: Settlement, payers: list[Payer]) -> list[Heading | Sentence | Grid]:
    rows = list(Voucher.objects.filter(acceptance__item__settled__settlement=found, payer__in=payers))
    if not rows:
        return [Sentence("(Chưa ghi chứng từ của các nguồn này.)", italic=True)]
    cells = [
        (
            str(place),
            row.number,
            show_date(row.issued_on),
            row.seller,
            row.content,
            Payer(row.payer).label,
            show_dong(Dong(row.amount)),
        )
        for place, row in enumerate(rows, 1)
    ]
    cells.append(("", "Cộng", "", "", "", "", show_dong(Dong(sum(row.amount for row in rows)))))
    heads = ("TT", "Số", "Ngày", "Bên bán", "Nội dung chi", "Nguồn", "Số tiền")
    return [Grid(heads, (9, 22, 22, 32, 30, 20, 25), tuple(cells), words=(1, 2, 3, 4, 5), totals=1, unit=UNIT)]


def _request(found: Settlement) -> FormPaper:
    contract = found.contract
    left = Dong(max(0, found.amount - contract.advanced))
    body: list[Heading | Sentence | Grid] = [
        Sentence(f"Giá trị hợp đồng: {show_dong(Dong(contract.amount))} đồng."),
        Sentence(f"Đã tạm ứng: {show_dong(Dong(contract.advanced))} đồng."),
        Sentence(f"Kinh phí quyết toán: {show_dong(Dong(found.amount))} đồng."),
        Sentence(f"Số còn được thanh toán: {show_dong(left)} đồng.", bold=True),
    ]
    if over := over_advanced(contract):
        body.append(Sentence(f"Tạm ứng thừa phải nộp trả: {show_dong(over)} đồng.", bold=True))
    return _form(found, "Mẫu 9", "GIẤY ĐỀ NGHỊ THANH TOÁN", body, "ĐNTT")


def _liquidation(found: Settlement) -> FormPaper:
    contract = found.contract
    day = contract.liquidated_on or found.settled_on
    freed = Dong(contract.amount - found.amount)
    body: list[Heading | Sentence | Grid] = [
        *_opening(found),
        Heading("Hai bên thống nhất thanh lý hợp đồng như sau"),
        Sentence(f"1. Giá trị hợp đồng: {show_dong(Dong(contract.amount))} đồng."),
        Sentence(f"2. Kinh phí quyết toán: {show_dong(Dong(found.amount))} đồng; giảm {show_dong(freed)} đồng."),
        Sentence(f"3. Đã tạm ứng: {show_dong(Dong(contract.advanced))} đồng, không còn tạm ứng phải thu hồi."),
        Sentence("4. Từ ngày ký biên bản này hai bên không còn nghĩa vụ theo hợp đồng, trừ việc theo dõi hiệu quả."),
    ]
    return FormPaper(
        form="",
        symbol="BB-TL",
        day=day,
        title="BIÊN BẢN",
        subtitle=f"Thanh lý hợp đồng số {contract.number}",
        body=tuple(body),
        signatures=(Signature("Đại diện bên giao"), Signature("Đại diện bên nhận")),
        recipients=("Hai bên", "Lưu: Hồ sơ hợp đồng"),
    )
