"""The filter of the list of obstacles, and the small forms of the acts on them."""

from collections.abc import Iterable

from django import forms

from khuyencong.faces.web.fields import DayField, ReasonField
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects.choices import any_of, members
from khuyencong.faces.web.projects.lists import kept_values
from khuyencong.faces.web.supervision.place import Place
from khuyencong.flow.obstacles.enums import ObstacleKind, ObstacleLevel, ObstacleState
from khuyencong.flow.obstacles.operations import Owner
from khuyencong.flow.obstacles.queries import ObstacleFilter

USER, ORGANISATION = "u", "o"


class ObstacleFilterForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label="Vướng mắc hoặc đề án", required=False, max_length=100)
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    level = forms.ChoiceField(label="Cấp xử lý", required=False)
    kind = forms.ChoiceField(label="Loại", required=False)
    week = forms.BooleanField(label="Việc cần tháo gỡ tuần này", required=False)

    def __init__(self, request: Request, place: Place) -> None:
        super().__init__({**request.GET.dict(), "province": str(place.province_id or "")}, auto_id="filter_%s")
        offered = {"state": members(ObstacleState), "level": members(ObstacleLevel), "kind": members(ObstacleKind)}
        options = {name: any_of("Tất cả", found) for name, found in offered.items()}
        for name, found in {**options, "province": place.options}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
        if len(place.options) <= 1:
            del self.fields["province"]

    def narrow(self, place: Place) -> ObstacleFilter:
        """Return the filter; a value that makes no sense narrows nothing."""
        kept = kept_values(self)
        return ObstacleFilter(
            kept.get("q", ""),
            kept.get("state", ""),
            kept.get("level", ""),
            kept.get("kind", ""),
            place.province_id,
            bool(kept.get("week")),
        )


class OwnedForm(forms.Form):
    """Of what kind, and whose."""

    kind = forms.ChoiceField(label="Loại", choices=members(ObstacleKind))
    owner = forms.ChoiceField(label="Ai xử lý")

    def __init__(self, *args: object, owners: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*owners]

    def owner_chosen(self) -> Owner:
        """Return the chosen person or organisation."""
        kind, _, pk = self.cleaned_data["owner"].partition("-")
        return Owner(user_id=int(pk)) if kind == USER else Owner(organisation_id=int(pk))


class RaiseForm(OwnedForm):
    """What stands in the way."""

    description = forms.CharField(label="Vướng mắc", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    remedy = forms.CharField(
        label="Hướng tháo gỡ", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    raised_on = DayField(label="Ngày phát sinh")
    due_on = DayField(label="Hạn tháo gỡ")


class WhyForm(forms.Form):
    """How it was cleared, or why it ends."""

    reason = ReasonField(label="Kết quả, cách tháo gỡ")


class NewDayForm(forms.Form):
    """A new day, and why."""

    due_on = DayField(label="Hạn tháo gỡ mới")
    reason = ReasonField()


class CommentForm(forms.Form):
    """What somebody says."""

    text = forms.CharField(label="Ý kiến", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
