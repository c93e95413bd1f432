"""Accepting work: the minutes, the people, the equipment, the photographs, the vouchers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.proposals.part_models import Machine
from khuyencong.flow.settlement.enums import AcceptanceForm, AcceptanceResult, Payer, SeatRole
from khuyencong.flow.settlement.models import (
    Acceptance,
    AcceptancePhoto,
    AcceptanceSeat,
    AcceptedEquipment,
    EffectSurvey,
    FailedAcceptance,
    MeasuredOutput,
    SettledItem,
    Voucher,
)
from khuyencong.flow.settlement.queries import differences
from khuyencong.flow.settlement.rules import seller_key
from khuyencong.ground.files.models import StoredFile


@dataclass(frozen=True)
class Conclusion:
    """How an acceptance ended: passed, or in part with what is to be remedied and until when."""

    result: AcceptanceResult = AcceptanceResult.PASS
    remedy: str = ""
    remedy_due_on: date | None = None


@dataclass(frozen=True)
class Seat:
    """Somebody who took part."""

    name: str
    title: str
    role: SeatRole = SeatRole.MEMBER


@dataclass(frozen=True)
class Machinery:
    """A machine seen at the acceptance; ``price`` of one in đồng."""

    name: str
    model: str = ""
    serial: str = ""
    origin: str = ""
    quantity: int = 1
    price: Dong = Dong(0)
    explanation: str = ""
    machine_id: int | None = None
    """The machine of the đề án that it is."""


@dataclass(frozen=True)
class Measure:
    """What was measured of one promised output."""

    expected_id: int
    quantity: Decimal
    remark: str = ""


@dataclass(frozen=True)
class VoucherTold:
    """A voucher as it was typed; ``amount`` in đồng."""

    payer: Payer
    number: str
    issued_on: date
    seller: str
    content: str
    amount: Dong
    seller_tax_code: str = ""


@dataclass(frozen=True)
class AcceptanceFile:
    """What is added to the file of an acceptance."""

    seats: Sequence[Seat] = ()
    equipment: Sequence[Machinery] = ()
    vouchers: Sequence[VoucherTold] = ()
    photos: Sequence[tuple[StoredFile, str]] = ()


Part = AcceptanceSeat | AcceptedEquipment | AcceptancePhoto | Voucher


@operation(Can.ACCEPTANCE_RECORD, verb="Ghi nghiệm thu")
def accept(
    actor: Acting,
    item: SupportItem,
    *,
    accepted_on: date,
    minutes: str,
    cost: Dong,
    today: date,
    paper: StoredFile | None = None,
    form: AcceptanceForm = AcceptanceForm.A5,
    place: str = "",
    sources: Mapping[Payer, Dong] | None = None,
    ended: Conclusion | None = None,
) -> Acceptance:
    """Record the acceptance of one item: one entry feeds every result figure.

    ``sources`` says whose money the cost was; without it the cost is divided as the item planned it.
    """
    require(not Acceptance.objects.filter(item=item).exists(), f"“{item}” đã nghiệm thu.")
    _dated(item, accepted_on, minutes, today, field="accepted_on")
    require(cost >= 0, "Chi phí nghiệm thu không được âm.", field="cost")
    told = dict(sources or {})
    require(all(amount >= 0 for amount in told.values()), "Kinh phí của một nguồn không được âm.", field="cost")
    summed = Dong(sum(told.values()))
    require(
        not told or summed == cost,
        f"Các nguồn cộng {show_million(summed)} triệu, chi phí nghiệm thu {show_million(cost)} triệu: phải bằng nhau.",
        field="cost",
    )
    concluded = ended or Conclusion()
    _remedied(concluded, accepted_on)
    return Acceptance.objects.create(
        item=item,
        form=form,
        accepted_on=accepted_on,
        minutes=minutes.strip(),
        place=place.strip(),
        cost=cost,
        paper=paper,
        result=concluded.result,
        remedy=concluded.remedy.strip(),
        remedy_due_on=concluded.remedy_due_on,
        **{payer.column: told.get(payer, 0) for payer in Payer},
    )


@operation(Can.ACCEPTANCE_RECORD, verb="Ghi nghiệm thu không đạt")
def refuse(
    actor: Acting,
    item: SupportItem,
    *,
    held_on: date,
    minutes: str,
    explanation: str,
    remedy: str,
    remedy_due_on: date,
    today: date,
) -> FailedAcceptance:
    """Record an acceptance that failed: the item is still to be accepted."""
    require(not Acceptance.objects.filter(item=item).exists(), f"“{item}” đã nghiệm thu.")
    _dated(item, held_on, minutes, today, field="held_on")
    require(explanation.strip(), "Hãy ghi lý do không đạt.", field="explanation")
    require(remedy.strip(), "Hãy ghi việc phải khắc phục.", field="remedy")
    require(remedy_due_on >= held_on, "Hạn khắc phục phải từ ngày nghiệm thu.", field="remedy_due_on")
    repeated = FailedAcceptance.objects.filter(item=item, minutes=minutes.strip()).exists()
    require(not repeated, f"Biên bản {minutes.strip()} đã ghi cho hạng mục này.", field="minutes")
    return FailedAcceptance.objects.create(
        item=item,
        held_on=held_on,
        minutes=minutes.strip(),
        explanation=explanation.strip(),
        remedy=remedy.strip(),
        remedy_due_on=remedy_due_on,
    )


@operation(Can.ACCEPTANCE_RECORD, verb="Ghi đã khắc phục sau nghiệm thu")
def remedy_done(actor: Acting, acceptance: Acceptance, *, remedied_on: date, today: date) -> Acceptance:
    """Note that what an acceptance in part asked for is done."""
    require(acceptance.result == AcceptanceResult.PARTIAL, "Nghiệm thu này không có việc phải khắc phục.")
    require(acceptance.remedied_on is None, "Đã ghi khắc phục xong.")
    require(remedied_on <= today, "Ngày khắc phục không thể ở tương lai.", field="remedied_on")
    require(remedied_on >= acceptance.accepted_on, "Ngày khắc phục phải từ ngày nghiệm thu.", field="remedied_on")
    acceptance.remedied_on = remedied_on
    acceptance.save(update_fields=["remedied_on"])
    return acceptance


@operation(Can.ACCEPTANCE_FILE, verb="Ghi hồ sơ nghiệm thu")
def fill_file(actor: Acting, acceptance: Acceptance, *, add: AcceptanceFile, today: date) -> Acceptance:
    """Add people, equipment, vouchers and photographs to the file of an acceptance that is not settled yet."""
    _unsettled(acceptance)
    held = {(seat.name, seat.title) for seat in acceptance.seats.all()}
    roles = list(acceptance.seats.values_list("role", flat=True))
    for seat in add.seats:
        require(seat.name.strip() and seat.title.strip(), "Hãy ghi họ tên và chức vụ, đơn vị.", field="seats")
        require((seat.name, seat.title) not in held, f"“{seat.name}” đã có trong thành phần.", field="seats")
        held.add((seat.name, seat.title))
        single = seat.role in {SeatRole.CHAIR, SeatRole.SECRETARY}
        require(not single or seat.role not in roles, f"Chỉ có một {seat.role.label}.", field="seats")
        roles.append(seat.role)
    AcceptanceSeat.objects.bulk_create(
        AcceptanceSeat(acceptance=acceptance, name=seat.name, title=seat.title, role=seat.role) for seat in add.seats
    )
    _install(acceptance, add.equipment)
    _book(acceptance, add.vouchers, today)
    AcceptancePhoto.objects.bulk_create(
        AcceptancePhoto(acceptance=acceptance, file=file, caption=caption.strip() or file.name)
        for file, caption in add.photos
    )
    return acceptance


@operation(Can.ACCEPTANCE_FILE, verb="Ghi kết quả đo khi nghiệm thu")
def measure(actor: Acting, acceptance: Acceptance, *, told: Sequence[Measure]) -> list[MeasuredOutput]:
    """Write what was measured of each promised output, over what was written before."""
    _unsettled(acceptance)
    promised = set(acceptance.item.project.outputs.values_list("pk", flat=True))
    held = {row.expected_id: row for row in acceptance.outputs.all()}
    rows = []
    for one in told:
        require(one.expected_id in promised, "Kết quả này không thuộc đề án.")
        require(one.quantity >= 0, "Số đo được không được âm.", field=f"quantity_{one.expected_id}")
        row = held.get(one.expected_id) or MeasuredOutput(acceptance=acceptance, expected_id=one.expected_id)
        row.quantity, row.remark = one.quantity, one.remark.strip()
        row.save()
        rows.append(row)
    return rows


@operation(Can.ACCEPTANCE_FILE, verb="Bỏ khỏi hồ sơ nghiệm thu", reason_owed=True)
def remove_part(actor: Acting, part: Part, *, reason: str) -> None:
    """Remove a person, a machine, a photograph or a voucher that was recorded by mistake; the log keeps it."""
    _unsettled(part.acceptance)
    part.delete()


@operation(Can.ACCEPTANCE_RECORD, verb="Hủy nghiệm thu ghi nhầm", reason_owed=True)
def cancel_acceptance(actor: Acting, acceptance: Acceptance, *, reason: str) -> None:
    """Remove an acceptance recorded by mistake, with its file; the log keeps it."""
    _unsettled(acceptance)
    followed = EffectSurvey.objects.filter(item=acceptance.item_id)
    require(not followed.filter(surveyed_on__isnull=False).exists(), "Hạng mục đã được khảo sát hiệu quả.")
    for survey in followed:
        survey.delete()
    acceptance.delete()


def _dated(item: SupportItem, on: date, minutes: str, today: date, *, field: str) -> None:
    require(item.project.state == ProjectState.APPROVED, "Đề án chưa được duyệt.")
    require(on <= today, "Ngày nghiệm thu không thể ở tương lai.", field=field)
    decided = item.project.decided_on
    require(decided is None or on >= decided, "Ngày nghiệm thu phải sau ngày duyệt đề án.", field=field)
    require(minutes.strip(), "Hãy ghi số biên bản nghiệm thu.", field="minutes")


def _remedied(ended: Conclusion, on: date) -> None:
    if ended.result is AcceptanceResult.PASS:
        none = not ended.remedy.strip() and ended.remedy_due_on is None
        require(none, "Nghiệm thu đạt thì không ghi việc khắc phục.", field="remedy")
        return
    require(ended.remedy.strip(), "Đạt một phần: hãy ghi việc phải khắc phục.", field="remedy")
    due = owed(ended.remedy_due_on, "Đạt một phần: hãy ghi hạn khắc phục.", field="remedy_due_on")
    require(due >= on, "Hạn khắc phục phải từ ngày nghiệm thu.", field="remedy_due_on")


def _unsettled(acceptance: Acceptance) -> None:
    """Refuse a change under a settlement: it was computed from what the file says."""
    settled = SettledItem.objects.filter(item=acceptance.item_id).exists()
    require(not settled, "Hạng mục đã quyết toán: hãy hủy quyết toán trước khi sửa hồ sơ nghiệm thu.")


def _install(acceptance: Acceptance, machines: Sequence[Machinery]) -> None:
    serials = set(acceptance.equipment.exclude(serial="").values_list("serial", flat=True))
    proposed = {row.pk: row for row in acceptance.item.machines.all()}
    for machine in machines:
        _explained(machine, proposed)
        require(machine.name.strip(), "Hãy ghi tên máy, thiết bị.", field="name")
        require(machine.quantity > 0, "Số lượng phải lớn hơn 0.", field="quantity")
        require(machine.price >= 0, "Đơn giá không được âm.", field="price")
        require(
            not machine.serial or machine.quantity == 1, "Mỗi số sê-ri là của một máy: số lượng là 1.", field="serial"
        )
        require(machine.serial not in serials, f"Số sê-ri {machine.serial} đã ghi ở biên bản này.", field="serial")
        if machine.serial:
            serials.add(machine.serial)
    AcceptedEquipment.objects.bulk_create(
        AcceptedEquipment(
            acceptance=acceptance,
            machine_id=machine.machine_id,
            name=machine.name.strip(),
            model=machine.model.strip(),
            serial=machine.serial.strip(),
            origin=machine.origin.strip(),
            quantity=machine.quantity,
            price=machine.price,
            explanation=machine.explanation.strip(),
        )
        for machine in machines
    )


def _explained(told: Machinery, proposed: Mapping[int, Machine]) -> None:
    """Refuse a machine that is not the proposed one without a word why."""
    if not proposed:
        return
    require(told.machine_id is None or told.machine_id in proposed, "Máy này không thuộc hạng mục.", field="machine")
    machine = proposed.get(told.machine_id) if told.machine_id else None
    other = differences(machine, name=told.name, model=told.model, price=told.price)
    require(
        not other or told.explanation.strip(),
        f"{' '.join(other)} Hãy ghi lý do khác đề án.",
        field="explanation",
    )


def _book(acceptance: Acceptance, vouchers: Sequence[VoucherTold], today: date) -> None:
    """Write vouchers; one that stands here already is refused, one that stands elsewhere is the page's to warn of."""
    held = set(acceptance.vouchers.values_list("number", "seller_key", "payer", "content"))
    rows = []
    for told in vouchers:
        number, seller, content = told.number.strip(), told.seller.strip(), told.content.strip()
        require(number, "Hãy ghi số hóa đơn, chứng từ.", field="vouchers")
        require(seller and content, f"Chứng từ {number}: hãy ghi bên bán và nội dung chi.", field="vouchers")
        require(told.amount > 0, f"Chứng từ {number}: số tiền phải lớn hơn 0.", field="vouchers")
        require(told.issued_on <= today, f"Chứng từ {number}: ngày lập ở tương lai.", field="vouchers")
        key = (number, seller_key(seller, told.seller_tax_code), str(told.payer), content)
        require(key not in held, f"Chứng từ {number} của {seller} đã ghi ở biên bản này.", field="vouchers")
        held.add(key)
        rows.append(
            Voucher(
                acceptance=acceptance,
                payer=told.payer,
                number=number,
                issued_on=told.issued_on,
                seller=seller,
                seller_tax_code=told.seller_tax_code.strip(),
                seller_key=key[1],
                content=content,
                amount=told.amount,
            )
        )
    Voucher.objects.bulk_create(rows)
