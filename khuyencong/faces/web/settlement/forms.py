"""The filters of the lists, and the forms of the acts on acceptances and settlements."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import parse_date, show_quantity
from khuyencong.core.money import Dong, MoneyUnit, parse_dong, show_million
from khuyencong.core.text import fold
from khuyencong.faces.web.fields import DayField, MillionField, OptionalMillionField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.pasted import lines_of, read_lines, values_of
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.proposals.part_models import Machine
from khuyencong.flow.settlement.enums import AcceptanceResult, Payer, SeatRole
from khuyencong.flow.settlement.operations import Measure, Seat, VoucherTold
from khuyencong.flow.settlement.queries import Basis, OutputRow, OwedPaper, WorkFilter
from khuyencong.ground.files.operations import LIMIT

MOST_LINES: Final = 300
LONGEST_NAME: Final = 100
LONGEST_TITLE: Final = 200


class WorkFilterForm(forms.Form):
    """What a list of this folder is narrowed by; ``standing`` differs by list."""

    q = forms.CharField(label="Đề án, cơ sở hoặc số", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm", required=False)
    standing = forms.ChoiceField(label="Tình trạng", required=False)
    content = forms.ChoiceField(label="Nội dung", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, request: Request, *, capability: Can, standings: choices.Choices, contents: bool = True) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "standing": standings,
            "content": choices.contents() if contents else [],
            "province": choices.provinces(request.actor, capability),
        }
        narrow_fields(self, options)

    def narrow(self) -> WorkFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return WorkFilter(
            search=kept.get("q", ""),
            year=int(kept["year"]) if kept.get("year") else None,
            province_id=int(kept["province"]) if kept.get("province") else None,
            content_id=int(kept["content"]) if kept.get("content") else None,
            standing=kept.get("standing", ""),
        )


class SeatsForm(forms.Form):
    """Who took part, one a line."""

    chair = forms.CharField(label="Chủ trì", required=False, max_length=310, help_text="Họ và tên; chức vụ, đơn vị")
    secretary = forms.CharField(label="Thư ký", required=False, max_length=310)
    members = forms.CharField(
        label="Thành viên",
        required=False,
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một người: họ và tên; chức vụ, đơn vị",
    )
    beneficiary = forms.CharField(label="Đại diện đơn vị thụ hưởng", required=False, max_length=310)
    witness = forms.CharField(label="Đại diện địa phương", required=False, max_length=310)

    ROLES: Final = {
        "chair": SeatRole.CHAIR,
        "secretary": SeatRole.SECRETARY,
        "members": SeatRole.MEMBER,
        "beneficiary": SeatRole.BENEFICIARY,
        "witness": SeatRole.WITNESS,
    }

    def clean(self) -> dict[str, Any]:
        """Read every line; a bad one is told at its field with its number."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.ROLES:
            try:
                for number, line in enumerate(lines_of(cleaned.get(name, ""), most=MOST_LINES), 1):
                    self._seat(line, number, SeatRole.MEMBER)
            except ValidationError as fault:
                self.add_error(name, fault)
        if not self.errors and not any(cleaned.get(name) for name in self.ROLES):
            raise ValidationError("Hãy ghi ít nhất một người.")
        return cleaned

    @staticmethod
    def _seat(line: str, number: int, role: SeatRole) -> Seat:
        name, _sign, title = (part.strip() for part in line.partition(";"))
        if not name or not title or len(name) > LONGEST_NAME or len(title) > LONGEST_TITLE:
            raise ValidationError(f"Dòng {number}: hãy ghi “họ và tên; chức vụ, đơn vị” (họ tên nhiều nhất 100 chữ).")
        return Seat(name, title, role)

    def seats(self) -> list[Seat]:
        """Return all people."""
        return [
            self._seat(line, number, role)
            for name, role in self.ROLES.items()
            for number, line in enumerate(lines_of(self.cleaned_data[name], most=MOST_LINES), 1)
        ]


class EquipmentForm(forms.Form):
    """A machine seen at the acceptance, matched with the one that the đề án proposed."""

    machine = forms.ChoiceField(label="Máy trong đề án", required=False)
    name = forms.CharField(label="Tên máy, thiết bị", max_length=200)
    model = forms.CharField(label="Ký hiệu, mẫu mã", required=False, max_length=100)
    serial = forms.CharField(label="Số sê-ri", required=False, max_length=100)
    origin = forms.CharField(label="Xuất xứ", required=False, max_length=100)
    quantity = forms.IntegerField(label="Số lượng", min_value=1, max_value=10_000, initial=1)
    price = MillionField(label="Đơn giá")
    explanation = forms.CharField(
        label="Lý do khác đề án",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt buộc khi mẫu mã hoặc giá khác máy trong đề án.",
    )

    def __init__(self, *args: Any, machines: Iterable[Machine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["machine"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(str(row.pk), _("%(machine)s, đơn giá %(price)s triệu đồng") % _words(row)) for row in machines]
        field.choices = [("", _("Không có trong đề án")), *rows]


def _words(row: Machine) -> dict[str, str]:
    return {"machine": str(row), "price": show_million(Dong(row.unit_price))}


class OutputsForm(forms.Form):
    """What was measured of each output that the đề án promised."""

    def __init__(self, *args: Any, rows: Sequence[OutputRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            pk = row.expected.pk
            self.fields[f"quantity_{pk}"] = forms.DecimalField(
                label=f"{choices.first_upper(str(row.expected))} ({row.expected.unit})",
                min_value=0,
                max_digits=14,
                decimal_places=2,
                localize=True,
                required=False,
                initial=row.measured.quantity if row.measured else None,
                help_text=_("Đề án: %(expected)s; đã đo ở hạng mục khác: %(elsewhere)s.")
                % {"expected": show_quantity(row.expected.quantity), "elsewhere": show_quantity(row.elsewhere)},
            )
            self.fields[f"remark_{pk}"] = forms.CharField(
                label=_("Nhận xét"),
                required=False,
                max_length=300,
                initial=row.measured.remark if row.measured else "",
            )

    def told(self) -> list[Measure]:
        """Return what was measured; an empty quantity says nothing."""
        said = self.cleaned_data
        return [
            Measure(row.expected.pk, said[f"quantity_{row.expected.pk}"], said[f"remark_{row.expected.pk}"])
            for row in self.rows
            if said[f"quantity_{row.expected.pk}"] is not None
        ]


class PhotoForm(forms.Form):
    """A photograph with its caption."""

    photo = forms.FileField(label="Ảnh (JPEG, PNG)", max_length=200, help_text="Đến 20 MB.")
    caption = forms.CharField(label="Chú thích", max_length=200)

    def clean_photo(self) -> "UploadedFile[bytes]":
        """Refuse what is too large, or no picture, before it is read into memory."""
        photo: UploadedFile[bytes] = self.cleaned_data["photo"]
        if (photo.size or 0) > LIMIT:
            raise ValidationError(f"Tệp “{photo.name}” lớn hơn 20 MB.")
        start = photo.read(8)
        photo.seek(0)
        if not start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n")):
            raise ValidationError(f"Tệp “{photo.name}” không phải ảnh JPEG hay PNG.")
        return photo


class VoucherForm(forms.Form):
    """One voucher, or many pasted from a sheet."""

    payer = forms.ChoiceField(label="Nguồn chi", required=False, choices=choices.members(Payer))
    number = forms.CharField(label="Số hóa đơn, chứng từ", required=False, max_length=60)
    issued_on = DayField(label="Ngày lập", required=False)
    seller = forms.CharField(label="Bên bán", required=False, max_length=200)
    seller_tax_code = forms.CharField(label="Mã số thuế bên bán", required=False, max_length=14)
    content = forms.CharField(label="Nội dung chi", required=False, max_length=300)
    amount = OptionalMillionField(label="Số tiền")
    lines = forms.CharField(
        label="Hoặc dán nhiều chứng từ",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi dòng: nguồn; số; ngày; bên bán; mã số thuế; nội dung; số tiền (triệu đồng)."
        " Nguồn: khuyến công quốc gia, khuyến công tỉnh, khuyến công huyện, đối ứng của cơ sở, nguồn khác.",
    )

    def clean(self) -> dict[str, Any]:
        """Read the single voucher and the pasted lines; each fault stands at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        self.told: list[VoucherTold] = []
        pasted = lines_of(cleaned.get("lines", ""), most=MOST_LINES)
        try:
            self.told = read_lines(pasted, _voucher)
        except ValidationError as faults:
            self.add_error("lines", faults)
        if cleaned.get("number") or not self.told:
            owed = {"number": "số", "issued_on": "ngày lập", "seller": "bên bán", "content": "nội dung", "amount": ""}
            for name in owed:
                if not cleaned.get(name) and not self.errors.get("lines"):
                    self.add_error(name, "Trường này là bắt buộc.")
            if not self.errors:
                self.told.insert(0, _single(cleaned))
        return cleaned


def _single(cleaned: dict[str, Any]) -> VoucherTold:
    return VoucherTold(
        Payer(cleaned["payer"] or Payer.COUNTERPART),
        cleaned["number"],
        cleaned["issued_on"],
        cleaned["seller"],
        cleaned["content"],
        cleaned["amount"],
        cleaned["seller_tax_code"],
    )


def _voucher(line: str) -> VoucherTold:
    """Read one pasted line."""
    parts = values_of(line, len(_LIMITS))
    for text, (name, most) in zip(parts, _LIMITS, strict=True):
        if len(text) > most:
            raise ValueError(f"{name} dài quá {most} chữ.")
    payers = {fold(payer.label): payer for payer in Payer}
    payer = payers.get(fold(parts[0]))
    if payer is None:
        raise ValueError(f"không có nguồn “{parts[0]}”.")
    amount = parse_dong(parts[6], MoneyUnit.MILLION)
    return VoucherTold(payer, parts[1], parse_date(parts[2]), parts[3], parts[5], amount, parts[4])


_LIMITS: Final = (
    ("nguồn", 60),
    ("số", 60),
    ("ngày", 20),
    ("bên bán", 200),
    ("mã số thuế", 14),
    ("nội dung", 300),
    ("số tiền", 30),
)


class RemedyForm(forms.Form):
    """When what was asked for is done."""

    remedied_on = DayField(label="Ngày khắc phục xong")


class RefuseForm(forms.Form):
    """An acceptance that failed."""

    held_on = DayField(label="Ngày nghiệm thu")
    minutes = forms.CharField(label="Số biên bản", max_length=60)
    explanation = forms.CharField(label="Lý do không đạt", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    remedy = forms.CharField(label="Việc phải khắc phục", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    remedy_due_on = DayField(label="Khắc phục trước ngày")


class SettleItemsForm(forms.Form):
    """What is claimed for each item of a contract."""

    settled_on = DayField(label="Ngày quyết toán")
    recover_by = DayField(
        label="Hạn thu hồi tạm ứng thừa",
        required=False,
        help_text="Để trống: 30 ngày từ ngày quyết toán, nếu tạm ứng nhiều hơn quyết toán.",
    )

    def __init__(self, *args: Any, bases: Sequence[Basis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, basis in enumerate(bases, 1):
            served = f" – {basis.item.establishment.name}" if basis.item.establishment else ""
            self.fields[f"claimed_{basis.item.pk}"] = MillionField(
                label=_("%(number)d. %(item)s%(served)s")
                % {"number": number, "item": basis.item.description, "served": served},
                initial=min(basis.share, basis.accepted_cost),
                required=False,
                help_text=_("Phần của hợp đồng %(share)s; chi phí nghiệm thu %(cost)s triệu đồng.")
                % {"share": show_million(basis.share), "cost": show_million(basis.accepted_cost)},
            )

    def claimed(self, basis: Basis) -> Dong:
        """Return what is claimed of an item, in đồng."""
        return Dong(self.cleaned_data[f"claimed_{basis.item.pk}"])


class PaperForm(forms.Form):
    """A paper of the settlement file."""

    name = forms.ChoiceField(label="Giấy tờ", widget=forms.RadioSelect)
    received_on = DayField(label="Ngày nhận")

    def __init__(self, *args: Any, owed: Iterable[OwedPaper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.name, one.name) for one in owed if one.paper is None]


class SurveyForm(forms.Form):
    """What a visit found; made for a phone: few fields, big targets."""

    surveyed_on = DayField(label="Ngày khảo sát")
    surveyor = forms.CharField(label="Người khảo sát", max_length=200)
    in_use = forms.ChoiceField(
        label="Máy móc, kết quả được hỗ trợ còn sử dụng không?",
        widget=forms.RadioSelect,
        choices=[("yes", "Còn sử dụng"), ("no", "Không còn sử dụng")],
    )
    new_jobs = forms.IntegerField(label="Việc làm tăng thêm nhờ hỗ trợ", min_value=0, max_value=1_000_000)
    workers = forms.IntegerField(label="Số lao động hiện nay", required=False, min_value=0, max_value=1_000_000)
    revenue = OptionalMillionField(label="Doanh thu cả năm trước khảo sát")
    output = forms.CharField(label="Sản lượng, sản phẩm", required=False, max_length=300)
    replicated = forms.IntegerField(
        label="Số cơ sở khác làm theo", required=False, min_value=0, max_value=100_000, initial=0
    )
    remarks = forms.CharField(
        label="Nhận xét", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def results() -> choices.Choices:
    """Return the standings of the list of acceptances."""
    return [*choices.members(AcceptanceResult), ("REMEDY", _("Chưa khắc phục xong"))]
