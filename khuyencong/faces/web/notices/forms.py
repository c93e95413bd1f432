"""Forms of notices: the filter of the list, and how somebody wishes to be told."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.ground.notices.enums import Kind, Way
from khuyencong.ground.notices.rules import RULES


class NoticeFilterForm(forms.Form):
    """Which notices are shown."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại"), required=False)
    unread = forms.BooleanField(label=gettext_lazy("Chỉ thông báo chưa đọc"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(kind), rule.label) for kind, rule in RULES.items()]
        self.fields["kind"].choices = [("", _("Tất cả")), *kinds]  # type: ignore[attr-defined]  # a choice field


class PreferencesForm(forms.Form):
    """A way for each kind."""

    def __init__(self, *args: Any, ways: Mapping[Kind, Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(way), way.label[0].upper() + way.label[1:]) for way in Way]
        for kind, rule in RULES.items():
            self.fields[kind] = forms.ChoiceField(label=rule.label, choices=choices, initial=ways[kind])

    def ways(self) -> dict[Kind, Way]:
        """Return what was chosen."""
        return {kind: Way(self.cleaned_data[kind]) for kind in RULES}
