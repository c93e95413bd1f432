"""May this establishment be supported, for what, on which day: the card of its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms

from khuyencong.core.formats import show_date
from khuyencong.faces.web.fields import DayField
from khuyencong.faces.web.page import Request
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.proposals.eligibility import eligibility
from khuyencong.flow.proposals.eligibility_rules import Answer, Reason, Verdict
from khuyencong.ground.regulations.models import ActivityContent

TONES: Final[Mapping[Answer, str]] = {Answer.YES: "success", Answer.WARN: "warning", Answer.NO: "danger"}


class ConditionForm(forms.Form):
    """For which content, on which day."""

    content = forms.ChoiceField(label="Nội dung khuyến công")
    on = DayField(label="Xét theo quy định ngày", required=False)

    def __init__(self, *args: Any, contents: tuple[ActivityContent, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contents = {str(content.pk): content for content in contents}
        offered = [("", "– chọn nội dung –"), *((pk, content.name) for pk, content in self.contents.items())]
        self.fields["content"].choices = offered  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True)
class ToldReason:
    """A reason with its colour; ``certain`` says that it was read and may block."""

    reason: Reason
    tone: str

    @property
    def certain(self) -> bool:
        """Say whether the rule was read in its source."""
        return self.reason.confidence.may_block


@dataclass(frozen=True)
class Told:
    """A verdict as pages show it."""

    answer: str
    tone: str
    reasons: tuple[ToldReason, ...]
    blocking: bool


@dataclass(frozen=True)
class ConditionCard:
    """The form, and the answer once a content is chosen."""

    form: ConditionForm
    told: Told | None
    day: date


def conditions_of(request: Request, establishment: Establishment) -> ConditionCard:
    """Judge the establishment for the content and the day of the address; nothing is judged until one is chosen."""
    every = tuple(ActivityContent.objects.order_by("group", "id"))
    typed = {"content": request.GET.get("content", ""), "on": request.GET.get("on") or show_date(request.today)}
    asked = "content" in request.GET
    form = ConditionForm(typed if asked else None, initial={"on": request.today}, contents=every)
    if not asked or not form.is_valid():
        return ConditionCard(form, None, request.today)
    day = form.cleaned_data["on"] or request.today
    content = form.contents[form.cleaned_data["content"]]
    return ConditionCard(form, told(eligibility(establishment, content, on=day)), day)


def told(verdict: Verdict) -> Told:
    """Put a verdict in colours and words."""
    reasons = tuple(ToldReason(reason, TONES[reason.answer]) for reason in verdict.reasons)
    return Told(verdict.answer.label, TONES[verdict.answer], reasons, bool(verdict.blocking))
