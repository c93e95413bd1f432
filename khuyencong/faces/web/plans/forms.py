"""The filter of the list of plans, and the small forms of the acts on them."""

from datetime import date
from typing import Any

from django import forms

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import NATION
from khuyencong.faces.web.fields import DayField, MillionField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.planning.enums import ApprovingBody, Fund, Source
from khuyencong.flow.planning.queries import PlanFilter
from khuyencong.ground.access.actor import Actor, visible
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit


class PlanFilterForm(forms.Form):
    """What the list is narrowed by."""

    year = forms.ChoiceField(label="Năm", required=False)
    fund = forms.ChoiceField(label="Nguồn", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "fund": choices.members(Fund),
            "province": choices.provinces(request.actor, Can.PLAN_READ),
        }
        narrow_fields(self, options)

    def narrow(self) -> PlanFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return PlanFilter(
            year=int(kept["year"]) if kept.get("year") else None,
            fund=kept.get("fund", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
        )


class OpenForm(forms.Form):
    """Which fund, province and year a plan is of."""

    year = forms.IntegerField(label="Năm kế hoạch", min_value=choices.FIRST_YEAR, max_value=2100)
    fund = forms.ChoiceField(label="Nguồn", choices=choices.members(Fund), widget=forms.RadioSelect)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible(actor, Can.PLAN_OPEN, Unit.objects.filter(level=Level.PROVINCE)).order_by("folded", "valid")
        self.units = {str(unit.pk): unit for unit in rows}
        field = self.fields["province"]
        assert isinstance(field, forms.ChoiceField)
        named = [(pk, choices.province_name(unit)) for pk, unit in self.units.items()]
        whole = actor.may(Can.PLAN_OPEN, NATION)
        first = ("", "Cả nước (khuyến công quốc gia)" if whole else "– chọn tỉnh, thành phố –")
        field.choices = named if len(named) == 1 and not whole else [first, *named]

    def clean(self) -> dict[str, Any]:
        """Refuse a province that is not on the map of any day of the year."""
        cleaned: dict[str, Any] = super().clean() or {}
        unit, year = self.units.get(cleaned.get("province", "")), cleaned.get("year")
        if unit is not None and year is not None:
            there = date(year, 1, 1) in unit.valid or date(year, 12, 31) in unit.valid
            if not there:
                self.add_error(
                    "province", f"Năm {year} không có “{choices.province_name(unit)}” trên bản đồ hành chính."
                )
        return cleaned


class EnvelopeForm(forms.Form):
    """Money of one source."""

    source = forms.ChoiceField(label="Ngân sách", widget=forms.RadioSelect)
    amount = MillionField(
        label="Dự toán giao", help_text="Triệu đồng, tổng số sau khi giao; không thấp hơn số đã phân bổ."
    )

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, label) for value, label in choices.members(Source) if Source(value).fund is fund]


class ApproveForm(forms.Form):
    """The decision that approves a plan."""

    decision = forms.CharField(label="Số quyết định phê duyệt", max_length=60)


class ApproverForm(forms.Form):
    """Who approves plans, from which day on."""

    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    body = forms.ChoiceField(label="Cấp phê duyệt", choices=choices.members(ApprovingBody), widget=forms.RadioSelect)
    name = forms.CharField(label="Tên cơ quan", max_length=120, help_text="Ví dụ: Ủy ban nhân dân tỉnh Phú Yên")
    signer = forms.CharField(label="Chức danh người ký", max_length=80, help_text="Ví dụ: Chủ tịch, Giám đốc")
    symbol = forms.CharField(label="Ký hiệu quyết định", max_length=20, help_text="Ví dụ: QĐ-UBND")
    since = DayField(label="Áp dụng từ ngày")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        assert isinstance(field, forms.ChoiceField)
        whole = [("", "Cả nước")] if actor.may(Can.PLAN_APPROVE, NATION) else []
        field.choices = [*whole, *choices.provinces(actor, Can.PLAN_APPROVE)]


class ChangeForm(forms.Form):
    """What a line is to hold; ``seen`` is what it held when the page was shown."""

    current = MillionField(label="Kinh phí sau điều chỉnh")
    decision = forms.CharField(label="Số quyết định điều chỉnh", max_length=60)
    seen = forms.IntegerField(widget=forms.HiddenInput)
