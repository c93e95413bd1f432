"""The small forms of the acts on a đề án."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuyencong.core.money import Dong, show_million
from khuyencong.faces.web.fields import DayField, MillionField, ReasonField
from khuyencong.faces.web.projects import choices
from khuyencong.faces.web.projects.forms import find_one
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.planning.models import Envelope
from khuyencong.flow.settlement.enums import AcceptanceForm, AcceptanceResult, Payer
from khuyencong.flow.settlement.operations import Conclusion
from khuyencong.flow.supervision.enums import EventKind
from khuyencong.ground.files.operations import LIMIT
from khuyencong.ground.regulations.models import Provision

MOST_LINES = 300


class WhyForm(forms.Form):
    """Nothing but the reason."""

    reason = ReasonField()


class ConcludeForm(forms.Form):
    """How an appraisal ended."""

    result = forms.ChoiceField(label="Kết luận", widget=forms.RadioSelect, choices=choices.members(Result))
    remarks = forms.CharField(
        label="Nhận xét, lý do",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bắt buộc khi không đạt hoặc trả lại.",
    )
    reasons = forms.MultipleChoiceField(
        label="Lý do không đạt, trả lại",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chọn lý do trong danh mục khi không đạt hoặc trả lại.",
    )

    def __init__(self, *args: Any, reasons: Iterable[Provision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reasons"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.code, row.text) for row in reasons]


class LineForm(forms.Form):
    """Which envelope pays, and how much."""

    envelope = forms.ChoiceField(label="Nguồn kinh phí", widget=forms.RadioSelect)
    amount = MillionField(label="Kinh phí đưa vào kế hoạch")

    def __init__(self, *args: Any, envelopes: Iterable[Envelope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.envelopes = {str(envelope.pk): envelope for envelope in envelopes}
        field = self.fields["envelope"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, _envelope_label(envelope)) for pk, envelope in self.envelopes.items()]


class EventForm(forms.Form):
    """What was held, and who came."""

    kind = forms.ChoiceField(label="Loại", choices=choices.members(EventKind))
    name = forms.CharField(label="Tên buổi trình diễn, hội chợ", max_length=300)
    place = forms.CharField(label="Địa điểm", max_length=200)
    opened_on = DayField(label="Ngày khai mạc")
    closed_on = DayField(label="Ngày kết thúc")
    organised = forms.BooleanField(
        label="Đề án đứng ra tổ chức (bỏ dấu nếu chỉ đưa cơ sở đi tham gia)", required=False, initial=True
    )
    own = forms.MultipleChoiceField(
        label="Cơ sở thụ hưởng của đề án đã tham gia", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Cơ sở khác đã tham gia",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Mỗi dòng một cơ sở: mã số thuế hoặc tên (không cần dấu). Có thể dán từ bảng Excel.",
    )

    def __init__(
        self, *args: Any, own: Sequence[Establishment], register: "QuerySet[Establishment]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        field = self.fields["own"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), row.name) for row in own]
        if not own:
            del self.fields["own"]

    def clean_others(self) -> list[int]:
        """Find each line's establishment; every line that names none, or several, is told at once."""
        lines = [line.strip() for line in str(self.cleaned_data["others"]).splitlines()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"Nhiều nhất {MOST_LINES} dòng một lần: hãy chia thành nhiều buổi.")
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            if line:
                match, fault = find_one(self.register, line)
                found += [match.pk] if match else []
                faults += [f"Dòng {number}: {fault}"] if fault else []
        if faults:
            raise forms.ValidationError(faults)
        return found

    def establishments(self) -> list[int]:
        """Return the ids of all that came."""
        return [*(int(pk) for pk in self.cleaned_data.get("own", ())), *self.cleaned_data["others"]]


class AcceptForm(forms.Form):
    """The acceptance of one item."""

    accepted_on = DayField(label="Ngày nghiệm thu")
    minutes = forms.CharField(label="Số biên bản nghiệm thu", max_length=60)
    form = forms.ChoiceField(label="Mẫu", choices=choices.members(AcceptanceForm), required=False)
    place = forms.CharField(label="Địa điểm", required=False, max_length=200)
    cost = MillionField(label="Chi phí được nghiệm thu")
    national = MillionField(
        label="– trong đó khuyến công quốc gia",
        required=False,
        help_text="Để trống mọi nguồn: chia theo dự toán của hạng mục.",
    )
    provincial = MillionField(label="– trong đó khuyến công tỉnh", required=False)
    district = MillionField(label="– trong đó khuyến công huyện", required=False)
    counterpart = MillionField(label="– trong đó đối ứng của cơ sở", required=False)
    other = MillionField(label="– trong đó nguồn khác", required=False)
    result = forms.ChoiceField(
        label="Kết luận", choices=choices.members(AcceptanceResult), initial=AcceptanceResult.PASS, required=False
    )
    remedy = forms.CharField(
        label="Việc phải khắc phục", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    remedy_due_on = DayField(label="Khắc phục trước ngày", required=False)
    paper = forms.FileField(
        label="Bản quét biên bản",
        required=False,
        max_length=200,
        help_text="PDF, JPEG, PNG, Word hoặc Excel, đến 20 MB.",
    )

    def clean_paper(self) -> "UploadedFile[bytes] | None":
        """Refuse what is too large before it is read into memory; the operation judges the rest."""
        paper: UploadedFile[bytes] | None = self.cleaned_data["paper"]
        if paper and (paper.size or 0) > LIMIT:
            raise forms.ValidationError(f"Tệp “{paper.name}” lớn hơn 20 MB: hãy nén hoặc chia nhỏ.")
        return paper


def accepted_sources(data: Mapping[str, Any]) -> dict[Payer, Dong] | None:
    """Return whose money a cost was as the form says; ``None`` where it says nothing."""
    told = {payer: Dong(data[payer.column]) for payer in Payer}
    return told if any(told.values()) else None


def accepted_conclusion(data: Mapping[str, Any]) -> Conclusion:
    """Return how an acceptance ended as its form says."""
    result = AcceptanceResult(data["result"] or AcceptanceResult.PASS)
    return Conclusion(result, data["remedy"], data["remedy_due_on"])


def _envelope_label(envelope: Envelope) -> str:
    fund = Fund(envelope.plan.fund)
    left = show_million(Dong(envelope.left))
    words = {"source": choices.first_upper(Source(envelope.source).label), "fund": fund.short, "left": left}
    return _("%(source)s (%(fund)s), còn %(left)s triệu đồng") % {**words}
