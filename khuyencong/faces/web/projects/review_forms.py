"""The forms of the review: remarks place by place, and how its author deals with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from khuyencong.faces.web.fields import ReasonField
from khuyencong.flow.proposals.operations import Remark
from khuyencong.flow.proposals.review_rules import Content
from khuyencong.ground.regulations.models import Provision

LONGEST_REMARK = 2000


@dataclass(frozen=True)
class PlaceRow:
    """One place of the submission: what it is called and says, with its two controls."""

    label: str
    says: str
    remark: BoundField
    reason: BoundField


class ReturnForm(forms.Form):
    """A general sentence, coded reasons, and a remark at any place of what was submitted."""

    reason = ReasonField(label="Lý do chung", max_length=LONGEST_REMARK)

    def __init__(self, *args: Any, content: Content, reasons: Iterable[Provision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.places = content.places()
        self.coded = {row.code: row for row in reasons}
        offered = [("", _("– không mã –")), *((code, row.text) for code, row in self.coded.items())]
        for at, label in enumerate(self.places.values()):
            self.fields[f"remark_{at}"] = forms.CharField(
                label=_("Góp ý về %(place)s") % {"place": label},
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
            self.fields[f"code_{at}"] = forms.ChoiceField(
                label=_("Lý do theo danh mục: %(place)s") % {"place": label}, required=False, choices=offered
            )

    def clean(self) -> dict[str, Any]:
        """A coded reason alone says nothing to the author: it owes its words."""
        cleaned: dict[str, Any] = super().clean() or {}
        for at in range(len(self.places)):
            if cleaned.get(f"code_{at}") and not cleaned.get(f"remark_{at}") and f"remark_{at}" not in self.errors:
                self.add_error(f"remark_{at}", _("Hãy ghi góp ý bằng lời cho lý do đã chọn."))
        return cleaned

    def rows(self) -> list[PlaceRow]:
        """Return the places in their order, each with what it says and its controls."""
        says = _says(self.content)
        return [
            PlaceRow(label, says.get(place, ""), self[f"remark_{at}"], self[f"code_{at}"])
            for at, (place, label) in enumerate(self.places.items())
        ]

    def remarks(self) -> list[Remark]:
        """Return the remarks that were written."""
        said = self.cleaned_data
        return [
            Remark(place, said[f"remark_{at}"], self.coded.get(said[f"code_{at}"]))
            for at, place in enumerate(self.places)
            if said[f"remark_{at}"]
        ]

    def codes(self) -> list[str]:
        """Return the coded reasons that were used, each once."""
        return list(dict.fromkeys(remark.reason.code for remark in self.remarks() if remark.reason))


class AnswerForm(forms.Form):
    """How the author dealt with one remark."""

    answer = forms.CharField(
        label="Giải trình, đã sửa thế nào",
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Để trống nếu chỉ đánh dấu đã xử lý.",
    )


def _says(content: Content) -> Mapping[str, str]:
    found = {cell.key: cell.text for cell in content.words}
    for table in content.tables:
        for row in table.rows:
            found[f"{table.key}.{row.key}"] = _sentence([(cell.label, cell.text) for cell in row.cells if cell.raw])
    return found


def _sentence(parts: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {text}" for label, text in parts if text)
