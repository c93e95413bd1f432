"""The form of a month's report, made for a phone."""

from datetime import date
from typing import Any

from django import forms

from khuyencong.core.money import Dong
from khuyencong.faces.web.fields import MillionField, ReasonField
from khuyencong.faces.web.projects.choices import Choices
from khuyencong.faces.web.supervision.photo_fields import PhotosField, PhotosForm
from khuyencong.flow.fieldwork.models import ProgressReport
from khuyencong.flow.fieldwork.operations import Progress
from khuyencong.flow.fieldwork.rules import WHOLE, month_before, month_of

MONTHS = 24
"""Months back that a select offers."""

SOURCES = ("national", "provincial", "district", "counterpart", "other")
WORDS = ("done", "difficulties", "coming")


def months(today: date) -> Choices:
    """Return the months that may be chosen, this one first."""
    found, month = [], month_of(today)
    for _ in range(MONTHS):
        found.append((f"{month:%Y-%m}", f"Tháng {month:%m/%Y}"))
        month = month_before(month)
    return found


def month_named(text: str) -> date | None:
    """Return the first day of "2017-06"."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


class ToldForm(forms.Form):
    """What a month's report says."""

    percent = forms.IntegerField(
        label="Khối lượng hoàn thành, lũy kế (%)",
        min_value=0,
        max_value=WHOLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    done = forms.CharField(label="Công việc đã làm", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    difficulties = forms.CharField(
        label="Khó khăn, vướng mắc", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    coming = forms.CharField(
        label="Việc tháng tới", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    national = MillionField(label="Đã chi khuyến công quốc gia, lũy kế", required=False)
    provincial = MillionField(label="Đã chi khuyến công tỉnh, lũy kế", required=False)
    district = MillionField(label="Đã chi khuyến công huyện, lũy kế", required=False)
    counterpart = MillionField(label="Đã chi đối ứng của cơ sở, lũy kế", required=False)
    other = MillionField(label="Đã chi nguồn khác, lũy kế", required=False)

    def progress(self) -> Progress:
        """Return the report as the operation takes it."""
        data = self.cleaned_data
        return Progress(data["percent"], *(data[name] for name in WORDS), *(Dong(data[name]) for name in SOURCES))


class ReportForm(ToldForm, PhotosForm):
    """A new report: of which month, with photographs."""

    month = forms.ChoiceField(label="Tháng báo cáo")
    photos = PhotosField(label="Ảnh hiện trường", required=False)

    field_order = ("month", "percent", "done", "photos", "difficulties", "coming", *SOURCES)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = months(today)


class CorrectForm(ToldForm):
    """A report corrected: with the version that was looked at, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField(label="Lý do sửa")


def stored(report: ProgressReport | None) -> dict[str, Any]:
    """Return what a report says, as a form's beginning; of a new report the money and percent of the last one."""
    if report is None:
        return {}
    return {name: getattr(report, name) for name in ("percent", *WORDS, *SOURCES, "version")}
