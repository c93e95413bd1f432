"""The forms of a request: its words, the copy that is edited, the confirmation, the decision, the list's filter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing

from khuyencong.core.capabilities import Can
from khuyencong.core.three_way import Side
from khuyencong.faces.web.fields import DayField, ReasonField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.forms import ItemForm
from khuyencong.faces.web.projects.lists import kept_values, narrow_fields
from khuyencong.flow.supervision.adjusting.queries import AdjustmentFilter
from khuyencong.flow.supervision.adjusting.rules import DAYS, ITEM_FIELDS, OWN_FIELDS, item_key, write_day
from khuyencong.flow.supervision.enums import AdjustmentAction, AdjustmentCause, AdjustmentKind, AdjustmentState

SALT = "khuyencong.adjustment.copy"


class RequestForm(forms.Form):
    """What is asked to be changed, and why."""

    kind = forms.ChoiceField(label="Loại điều chỉnh", choices=choices.members(AdjustmentKind))
    cause = forms.ChoiceField(label="Nhóm lý do", choices=choices.members(AdjustmentCause))
    explanation = forms.CharField(
        label="Lý do, căn cứ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nêu văn bản của cơ sở, biên bản làm việc (số, ngày).",
    )
    before = forms.CharField(label="Hiện tại (địa điểm, thời gian, phối hợp)", required=False, max_length=300)
    after = forms.CharField(label="Đề nghị thành (địa điểm, thời gian, phối hợp)", required=False, max_length=300)


class ResendForm(forms.Form):
    """The words of a request that is sent again."""

    cause = forms.ChoiceField(label="Nhóm lý do", choices=choices.members(AdjustmentCause))
    explanation = forms.CharField(label="Lý do, căn cứ", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class CopyForm(forms.Form):
    """The copy's words; ``base`` carries, signed, what stood when the page was opened."""

    base = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)
    name = forms.CharField(label="Tên đề án", max_length=300)
    summary = forms.CharField(
        label="Mục tiêu, quy mô", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    place = forms.CharField(label="Địa điểm thực hiện", required=False, max_length=300)
    starts_on = DayField(label="Bắt đầu thực hiện", required=False)
    ends_on = DayField(label="Kết thúc thực hiện", required=False)

    def clean_base(self) -> dict[str, Any]:
        """Return the frozen values; only those that this site wrote are read."""
        try:
            values: dict[str, Any] = signing.loads(self.cleaned_data["base"], salt=SALT)
        except signing.BadSignature:
            raise forms.ValidationError("Bản đề nghị đã hỏng: hãy mở lại trang.") from None
        return values


def frozen(values: dict[str, Any]) -> str:
    """Return values for the hidden field, signed."""
    return signing.dumps(values, salt=SALT, compress=True)


def proposed_by(copy: CopyForm, rows: Sequence[tuple[int, ItemForm]]) -> dict[str, Any]:
    """Return the copy as it was edited, by the keys of its base; what has no field stays."""
    base: dict[str, Any] = copy.cleaned_data["base"]
    values = dict(base)
    for field in OWN_FIELDS:
        # A request from before a field was part of the copy says nothing about it.
        if field in base:
            value = copy.cleaned_data[field]
            values[field] = write_day(value) if field in DAYS else value
    for pk, row in rows:
        for field in ITEM_FIELDS:
            if field in row.cleaned_data and item_key(pk, field) in base:
                value = row.cleaned_data[field]
                values[item_key(pk, field)] = (value.pk if value else None) if field == "establishment" else value
    return values


class ConfirmForm(forms.Form):
    """The Sở's paper."""

    confirmation = forms.CharField(label="Số văn bản xác nhận", max_length=60)
    confirmed_on = DayField(label="Ngày văn bản")


class DecideForm(forms.Form):
    """The decision on a request, with a choice for each field that both sides changed."""

    action = forms.ChoiceField(
        label="Quyết định",
        widget=forms.RadioSelect,
        choices=[
            (str(action), choices.first_upper(action.label))
            for action in (AdjustmentAction.GRANT, AdjustmentAction.REFUSE)
        ],
    )
    decision = forms.CharField(label="Số văn bản quyết định", max_length=60)
    reason = ReasonField(required=False, help_text="Bắt buộc khi không chấp thuận.")

    def __init__(self, *args: Any, clashes: Sequence[tuple[str, tuple[str, str, str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"side_{number}": key for number, (key, _words) in enumerate(clashes)}
        for name, (_key, (label, base, now, asked)) in zip(self.keys, clashes, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=f"Đã bị sửa từ khi đề nghị: {label}",
                required=False,
                widget=forms.RadioSelect,
                choices=[(Side.NOW, f"Giữ giá trị hiện tại: {now}"), (Side.PROPOSED, f"Lấy giá trị đề nghị: {asked}")],
                help_text=f"Khi đề nghị: {base}",
            )

    def chosen(self) -> dict[str, Side]:
        """Return the sides that were chosen."""
        return {key: Side(value) for name, key in self.keys.items() if (value := self.cleaned_data.get(name))}


class AdjustmentFilterForm(forms.Form):
    """What the list of requests is narrowed by."""

    q = forms.CharField(label="Số hoặc tên đề án", required=False, max_length=100)
    year = forms.ChoiceField(label="Năm kế hoạch", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    kind = forms.ChoiceField(label="Loại điều chỉnh", required=False)
    cause = forms.ChoiceField(label="Nhóm lý do", required=False)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        options = {
            "year": choices.years(request.today),
            "state": choices.members(AdjustmentState),
            "kind": choices.members(AdjustmentKind),
            "cause": choices.members(AdjustmentCause),
            "province": choices.provinces(request.actor, Can.PLAN_READ),
        }
        narrow_fields(self, options)

    def narrow(self) -> AdjustmentFilter:
        """Return the filter; a value that makes no sense narrows nothing and is told at its field."""
        kept = kept_values(self)
        return AdjustmentFilter(
            search=kept.get("q", ""),
            year=int(kept["year"]) if kept.get("year") else None,
            state=kept.get("state", ""),
            kind=kept.get("kind", ""),
            cause=kept.get("cause", ""),
            province_id=int(kept["province"]) if kept.get("province") else None,
        )


class YearForm(forms.Form):
    """The plan year of the statistics."""

    year = forms.ChoiceField(label="Năm kế hoạch", required=False)

    def __init__(self, request: Request) -> None:
        super().__init__(request.GET, auto_id="filter_%s")
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices.years(request.today)
        self.today = request.today

    def asked(self) -> int:
        """Return the year; the current one where none, or none that makes sense, was asked for."""
        year = kept_values(self).get("year")
        return int(year) if year else int(self.today.year)
