"""Form fields that read as an office writes: triệu đồng and dd/mm/yyyy; faults are sentences of the core."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from khuyencong.core.errors import Refused
from khuyencong.core.formats import parse_date, show_date
from khuyencong.core.money import Dong, MoneyUnit, parse_dong, show_million

MOST = Dong(10**15)
"""A million tỷ: whoever types more has the wrong unit, and sums of such amounts would not fit a column."""


class MillionField(forms.CharField):
    """Money typed in triệu đồng ("1.769,5"), cleaned to whole đồng."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Triệu đồng, ví dụ 1.769,5")
        super().__init__(**kwargs)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> Any:
        """Return đồng; an empty optional field is 0."""
        text = super().clean(value)
        if not text:
            return Dong(0)
        try:
            amount = parse_dong(text, MoneyUnit.MILLION)
        except Refused as refusal:
            raise ValidationError(refusal.message) from None
        if amount > MOST:
            raise ValidationError(f"“{text}” triệu đồng là quá lớn: hãy kiểm tra lại đơn vị tính.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """Show đồng as triệu; what was typed stays as it was typed."""
        return show_million(Dong(value)) if isinstance(value, int) else value


class OptionalMillionField(MillionField):
    """Money in triệu đồng that may be unknown: an empty field is ``None``, and 0 is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return đồng, or ``None`` for an empty field."""
        return super().clean(value) if str(value or "").strip() else None


class DayField(forms.CharField):
    """A date typed as 05/07/2017."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ngày/tháng/năm, ví dụ 05/07/2017")
        super().__init__(**kwargs)
        self.widget.attrs.update(autocomplete="off", inputmode="numeric")

    def clean(self, value: Any) -> Any:
        """Return a ``date``, or ``None`` for an empty optional field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except Refused as refusal:
            raise ValidationError(refusal.message) from None

    def prepare_value(self, value: Any) -> Any:
        """Show a date as an office writes it."""
        return show_date(value) if isinstance(value, date) else value


class ReasonField(forms.CharField):
    """Why: the words that go into the log."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Lý do")
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**kwargs)
