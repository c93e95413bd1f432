"""Forms of the regulations: a filter, and an amount to try a rule with."""

from collections.abc import Iterable
from typing import Any

from django import forms

from khuyencong.faces.web.fields import DayField, MillionField
from khuyencong.ground.regulations.enums import ProvisionKind


class LawFilterForm(forms.Form):
    """Narrows a table of law."""

    q = forms.CharField(label="Tìm trong toàn văn", required=False, max_length=100)
    day = DayField(label="Có hiệu lực ngày", required=False, help_text="")
    every = forms.BooleanField(label="Cả quy định đã hết hiệu lực", required=False)
    kind = forms.ChoiceField(
        label="Loại quy định", required=False, choices=[("", "Tất cả"), *((k.value, k.label) for k in ProvisionKind)]
    )
    scope = forms.ChoiceField(label="Phạm vi", required=False)

    def __init__(self, *args: Any, scopes: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter_%s"
        named = [(str(pk), name) for pk, name in scopes]
        self.fields["scope"].choices = [("", "Tất cả"), ("national", "cả nước"), *named]  # type: ignore[attr-defined]


class CostForm(forms.Form):
    """The cost of an item, to see what a norm gives for it."""

    cost = MillionField(label="Chi phí hợp lệ của hạng mục")


class AmountForm(forms.Form):
    """The amount of a contract, to see what may be advanced."""

    cost = MillionField(label="Kinh phí hỗ trợ theo hợp đồng")
