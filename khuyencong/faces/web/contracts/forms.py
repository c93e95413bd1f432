"""The filter of the list of contracts, and the small forms of the acts on them."""

from django import forms

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.fields import DayField, MillionField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.queries import ContractFilter


class ContractFilterForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="Số hợp đồng hoặc đề án", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm ký", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    late = forms.BooleanField(label="Chỉ hợp đồng quá hạn", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "state": choices.members(ContractState),
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
            province_id=int(kept["province"]) if kept.get("province") else None,
            late=bool(kept.get("late")),
        )


class SignForm(forms.Form):
    """A contract on a plan line."""

    number = forms.CharField(label="Số hợp đồng", max_length=60)
    partner = forms.CharField(label="Bên thực hiện", max_length=200)
    amount = MillionField(label="Giá trị hợp đồng")
    signed_on = DayField(label="Ngày ký")
    due_on = DayField(label="Thời hạn")


class AdvanceForm(forms.Form):
    """Money paid ahead."""

    amount = MillionField(label="Số tiền tạm ứng")
    paid_on = DayField(label="Ngày chi")
    voucher = forms.CharField(label="Số chứng từ chi", max_length=60)


class SettleForm(forms.Form):
    """What is claimed, and on what accepted cost."""

    claimed = MillionField(label="Kinh phí đề nghị quyết toán")
    accepted_cost = MillionField(label="Chi phí được nghiệm thu")
    settled_on = DayField(label="Ngày quyết toán")
