"""Forms of consulting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from khuyencong.branches.consulting.enums import ServiceKind
from khuyencong.branches.consulting.queries import JobState
from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_date
from khuyencong.faces.web.fields import DayField, MillionField, ReasonField
from khuyencong.flow.establishments.queries import current, register_of
from khuyencong.ground.access.actor import Actor, visible

Choices = Iterable[tuple[str | int, str]]
_SERVICES = [(kind.value, kind.label) for kind in ServiceKind]
_NAMED = 5


class JobFilterForm(forms.Form):
    """Narrows the list of contracts; the year comes from the tabs above it."""

    year = forms.IntegerField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="Số hợp đồng, khách hàng", required=False, max_length=100)
    service = forms.ChoiceField(label="Dịch vụ", required=False, choices=[("", "Tất cả"), *_SERVICES])
    centre = forms.TypedChoiceField(label="Trung tâm", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), *((s.value, s.label) for s in JobState)]
    )

    def __init__(self, *args: Any, centres: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter_%s"
        self.fields["centre"].choices = [("", "Tất cả"), *centres]  # type: ignore[attr-defined]  # a choice field


class _Dated(forms.Form):
    """A form whose days may not lie after today: what has not happened is not recorded."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def _past(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day is not None and day > self.today:
            message = f"Ngày {show_date(day)} chưa đến: chỉ ghi việc đã xảy ra, đến ngày {show_date(self.today)}."
            raise ValidationError(message)
        return day


class PlanForm(forms.Form):
    """The year's plan of a centre."""

    centre = forms.TypedChoiceField(label="Trung tâm", coerce=int)
    year = forms.IntegerField(label="Năm", min_value=2004, max_value=2100)
    jobs = forms.IntegerField(label="Số dự án tư vấn", min_value=1, max_value=100_000)
    revenue = MillionField(label="Doanh thu kế hoạch")

    def __init__(self, *args: Any, centres: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = list(centres)  # type: ignore[attr-defined]  # a choice field


class SignForm(_Dated):
    """A new contract."""

    centre = forms.TypedChoiceField(label="Trung tâm", coerce=int)
    number = forms.CharField(label="Số hợp đồng", max_length=60, help_text="Như trong hợp đồng, ví dụ 15/2017/HĐTV.")
    client = forms.CharField(label="Khách hàng", max_length=200)
    establishment = forms.CharField(
        label="Cơ sở đã đăng ký",
        required=False,
        max_length=200,
        help_text="Nếu khách hàng là cơ sở trong sổ đăng ký: mã số thuế, hoặc tên cơ sở.",
    )
    service = forms.ChoiceField(label="Dịch vụ", choices=_SERVICES)
    value = MillionField(label="Giá trị hợp đồng")
    signed_on = DayField(label="Ngày ký")

    def __init__(self, *args: Any, centres: Choices, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = list(centres)  # type: ignore[attr-defined]  # a choice field
        self.actor = actor

    def clean_signed_on(self) -> Any:
        """Refuse a day to come."""
        return self._past("signed_on")

    def clean_establishment(self) -> int | None:
        """Find the one establishment that is meant, among those the actor may see."""
        text = self.cleaned_data["establishment"].strip()
        if not text:
            return None
        rows = visible(self.actor, Can.ESTABLISHMENT_READ, current(register_of()))
        found = list(rows.filter(tax_code=text)) or list(
            visible(self.actor, Can.ESTABLISHMENT_READ, current(register_of(text)))[: _NAMED + 1]
        )
        if not found:
            raise ValidationError(f"Không tìm thấy cơ sở “{text}”: hãy đăng ký cơ sở trước, hoặc để trống ô này.")
        if len(found) > 1:
            names = "; ".join(f"{row.name} ({row.tax_code or 'chưa có mã số thuế'})" for row in found[:_NAMED])
            raise ValidationError(f"Có nhiều cơ sở khớp với “{text}”: {names}. Hãy ghi mã số thuế.")
        return found[0].pk


class HandOverForm(_Dated):
    """The day on which the advice was handed over."""

    advised_on = DayField(label="Ngày bàn giao", help_text="Dự án tư vấn được tính vào kỳ báo cáo của ngày này.")

    def clean_advised_on(self) -> Any:
        """Refuse a day to come."""
        return self._past("advised_on")


class RevenueForm(_Dated):
    """Revenue recognised."""

    amount = MillionField(label="Số tiền")
    recognised_on = DayField(label="Ngày ghi nhận")
    invoice = forms.CharField(label="Số hóa đơn", max_length=60)

    def clean_recognised_on(self) -> Any:
        """Refuse a day to come."""
        return self._past("recognised_on")


class CancelForm(forms.Form):
    """Why an entry is taken back."""

    reason = ReasonField(help_text="Ví dụ: ghi nhầm số hóa đơn, theo biên bản số …")
