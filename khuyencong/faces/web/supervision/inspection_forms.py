"""The forms of inspections: the plan's lines, and the minutes with their findings."""

from typing import Any

from django import forms

from khuyencong.faces.web.fields import DayField, ReasonField
from khuyencong.faces.web.projects.choices import Choices
from khuyencong.flow.fieldwork.models import Inspection
from khuyencong.flow.fieldwork.operations import Found, Minutes

ROWS = 3
"""Findings that the form takes at once; more are found on a second visit."""

WORDS = ("number", "held_on", "place", "attendees", "observed", "conclusion")


class PlanForm(forms.Form):
    """The plan of a year."""

    year = forms.IntegerField(label="Năm", min_value=2004, max_value=2100)
    decision = forms.CharField(label="Số văn bản kế hoạch", required=False, max_length=60)


class VisitPlanForm(forms.Form):
    """A đề án in a month of the plan."""

    project = forms.ChoiceField(label="Đề án")
    month = forms.TypedChoiceField(
        label="Tháng", coerce=int, choices=[(str(month), f"Tháng {month}") for month in range(1, 13)]
    )
    inspector = forms.CharField(label="Ai kiểm tra", max_length=200)

    def __init__(self, *args: Any, projects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = projects


class MinutesForm(forms.Form):
    """What the minutes say."""

    number = forms.CharField(label="Số biên bản", max_length=60)
    held_on = DayField(label="Ngày kiểm tra")
    place = forms.CharField(label="Địa điểm", max_length=200)
    attendees = forms.CharField(
        label="Thành phần",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một người: họ tên, chức vụ, đơn vị.",
    )
    observed = forms.CharField(label="Kết quả kiểm tra", max_length=6000, widget=forms.Textarea(attrs={"rows": 5}))
    conclusion = forms.CharField(label="Kết luận, kiến nghị", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def minutes(self) -> Minutes:
        """Return the minutes as the operation takes them."""
        return Minutes(**{name: self.cleaned_data[name] for name in WORDS})


class RecordForm(MinutesForm):
    """New minutes: according to which line of the plan, with the findings."""

    planned = forms.ChoiceField(label="Theo kế hoạch", required=False)

    def __init__(self, *args: Any, lines: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["planned"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Kiểm tra ngoài kế hoạch"), *lines]
        for place in range(1, ROWS + 1):
            self.fields[f"finding_{place}"] = forms.CharField(label=f"Tồn tại {place}", required=False, max_length=500)
            self.fields[f"remedy_{place}"] = forms.CharField(
                label=f"Yêu cầu khắc phục {place}", required=False, max_length=500
            )
            self.fields[f"due_{place}"] = DayField(label=f"Hạn khắc phục {place}", required=False)

    def clean(self) -> None:
        """A finding is told whole or not at all."""
        data = self.cleaned_data
        for place in range(1, ROWS + 1):
            told = [data.get(f"{name}_{place}") for name in ("finding", "remedy", "due")]
            if any(told) and not all(told):
                self.add_error(f"finding_{place}", "Hãy ghi đủ tồn tại, yêu cầu khắc phục và hạn.")

    def findings(self) -> list[Found]:
        """Return the findings that were told."""
        data = self.cleaned_data
        return [
            Found(data[f"finding_{place}"], data[f"remedy_{place}"], data[f"due_{place}"])
            for place in range(1, ROWS + 1)
            if data[f"finding_{place}"]
        ]


class CorrectMinutesForm(MinutesForm):
    """Minutes corrected, and why."""

    reason = ReasonField(label="Lý do sửa")


def stored(found: Inspection) -> dict[str, Any]:
    """Return what the minutes say, as a form's beginning."""
    return {name: getattr(found, name) for name in WORDS}
