"""The filter of the list of contracts, and the small forms of the acts on them."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.fields import DayField, MillionField, ReasonField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.contracts.enums import ContractKind, ContractState
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.contracts.operations.paying import Paper
from khuyencong.flow.contracts.queries import ContractFilter


class ContractFilterForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="Số hợp đồng hoặc đề án", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm ký", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    kind = forms.ChoiceField(label="Loại hợp đồng", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    late = forms.BooleanField(label="Chỉ hợp đồng quá hạn", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "state": choices.members(ContractState),
            "kind": choices.members(ContractKind),
            "province": choices.provinces(request.actor, Can.CONTRACT_READ),
        }
        narrow_fields(self, options)

    def narrow(self) -> ContractFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return ContractFilter(
            search=kept.get("q", ""),
            year=int(kept["year"]) if kept.get("year") else None,
            state=kept.get("state", ""),
            kind=kept.get("kind", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
            late=bool(kept.get("late")),
        )


class SignForm(forms.Form):
    """A contract on a plan line."""

    number = forms.CharField(
        label="Số hợp đồng", max_length=60, required=False, help_text="Để trống: lấy số tiếp theo của đơn vị trong năm."
    )
    kind = forms.ChoiceField(
        label="Loại hợp đồng", choices=choices.members(ContractKind), initial="AGREEMENT", required=False
    )
    parent = forms.ModelChoiceField(
        Contract.objects.none(),
        label="Theo hợp đồng",
        required=False,
        empty_label="Không theo hợp đồng nào (nhận kinh phí của đề án)",
    )
    partner = forms.CharField(label="Bên thực hiện", max_length=200)
    subject = forms.CharField(label="Nội dung", max_length=300, required=False)
    amount = MillionField(label="Giá trị hợp đồng")
    signed_on = DayField(label="Ngày ký")
    due_on = DayField(label="Thời hạn")

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]  # a model choice has one


class AddendumForm(forms.Form):
    """What a contract changes to."""

    number = forms.CharField(label="Số phụ lục", max_length=60)
    signed_on = DayField(label="Ngày ký phụ lục")
    amount = MillionField(label="Giá trị sau phụ lục")
    due_on = DayField(label="Thời hạn sau phụ lục")
    reason = ReasonField()


class PaymentForm(forms.Form):
    """A request for money, with the papers that its rule names.

    ``key`` is drawn when the form is shown: the same form sent twice is one request.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MillionField(label="Số tiền đề nghị")
    purpose = forms.CharField(label="Nội dung chi", max_length=300, required=False)

    def __init__(self, *args: Any, documents: Sequence[str] = (), progress: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._documents = documents
        if "key" not in self.initial:
            self.initial["key"] = uuid4()
        if progress:
            self.fields["progress"] = forms.DecimalField(
                label=_("Khối lượng đã hoàn thành (%)"), max_digits=5, decimal_places=2, min_value=0, max_value=100,
                required=False, localize=True,
            )  # fmt: skip
        for place, name in enumerate(documents):
            self.fields[f"paper_{place}"] = forms.CharField(
                label=name, max_length=60, required=False, help_text=_("Số, ký hiệu của giấy tờ kèm theo.")
            )

    def papers(self) -> tuple[Paper, ...]:
        """Return the papers that were said to come with the request."""
        data = self.cleaned_data
        named = [(name, data.get(f"paper_{place}") or "") for place, name in enumerate(self._documents)]
        return tuple(Paper(name, number) for name, number in named if number.strip())


class CheckForm(forms.Form):
    """What whoever checked the papers has to say."""

    remarks = forms.CharField(
        label="Ghi nhận khi kiểm tra", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PayForm(forms.Form):
    """The Treasury's voucher."""

    voucher = forms.CharField(label="Số chứng từ của Kho bạc", max_length=60)
    paid_on = DayField(label="Ngày chi")


class RecoverForm(forms.Form):
    """Money that was paid back."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = MillionField(label="Số tiền nộp trả")
    recovered_on = DayField(label="Ngày nộp trả")
    voucher = forms.CharField(label="Số chứng từ nộp trả", max_length=60)
    reason = ReasonField()
