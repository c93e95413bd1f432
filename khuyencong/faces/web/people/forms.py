"""Forms of people, posts and the log."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from khuyencong.core.operations import DOORS
from khuyencong.core.scope import Scope
from khuyencong.faces.web.fields import DayField, ReasonField
from khuyencong.faces.web.people.words import CHANGES, tables
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.queries import register_of
from khuyencong.ground.access.roles import SEATS, Role

OWN_ACCOUNT = "Tự quản lý tài khoản"
"""What the log calls a person's own change of password (``ActorMiddleware``)."""

_ALL = ("", "Tất cả")


class PeopleFilterForm(forms.Form):
    """Narrows the list of people."""

    q = forms.CharField(label="Họ tên, thư điện tử", required=False, max_length=100)
    role = forms.ChoiceField(label="Vai trò", required=False, choices=[_ALL, *((r.value, r.label) for r in Role)])
    posts = forms.ChoiceField(
        label="Nhiệm vụ hôm nay",
        required=False,
        choices=[_ALL, ("held", "đang có nhiệm vụ"), ("none", "chưa có nhiệm vụ")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter_%s"


class AccountForm(forms.Form):
    """A new account."""

    full_name = forms.CharField(label="Họ và tên", max_length=100)
    email = forms.EmailField(
        label="Thư điện tử",
        max_length=254,
        help_text="Dùng để đăng nhập; nên là địa chỉ công vụ.",
        error_messages={"invalid": "Địa chỉ thư điện tử không hợp lệ; hãy viết như ten@sct.phuyen.gov.vn."},
    )


class PostForm(forms.Form):
    """A post to be given: at an organisation, or at an establishment for its owner."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *((r.value, r.label) for r in Role)])
    organisation = forms.TypedChoiceField(
        label="Cơ quan, đơn vị", required=False, coerce=int, empty_value=None, help_text="Trừ vai trò chủ cơ sở."
    )
    establishment = forms.CharField(
        label="Cơ sở",
        required=False,
        max_length=200,
        help_text="Chỉ cho vai trò chủ cơ sở: mã số thuế, hoặc tên cơ sở.",
    )
    since = DayField(label="Từ ngày")

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "Chọn cơ quan"), *organisations]  # type: ignore[attr-defined]

    def clean_establishment(self) -> Establishment | None:
        """Find the one establishment that is meant."""
        text = self.cleaned_data["establishment"].strip()
        if not text:
            return None
        found = list(register_of().filter(tax_code=text)) or list(register_of(text)[:2])
        if not found:
            raise ValidationError(f"Không tìm thấy cơ sở “{text}”.")
        if len(found) > 1:
            raise ValidationError(f"Có nhiều cơ sở khớp với “{text}”: hãy ghi mã số thuế.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Say where the post is held: exactly one of the two, as the role asks."""
        said = super().clean() or {}
        if self.errors:
            return said
        needed = "establishment" if SEATS[Role(said["role"])] is None else "organisation"
        if not said.get(needed):
            words = "cơ sở" if needed == "establishment" else "cơ quan, đơn vị"
            self.add_error(needed, f"Vai trò này phải có {words}.")
            return said
        owner = needed == "establishment"
        said["place"] = Scope(
            organisation_id=None if owner else said["organisation"],
            establishment_id=said["establishment"].pk if owner else None,
        )
        return said


class EndForm(forms.Form):
    """The end of a post."""

    until = DayField(label="Thôi từ ngày", help_text="Ngày đầu tiên không còn giữ nhiệm vụ.")
    reason = ReasonField(help_text="Ví dụ: chuyển công tác theo Quyết định số …")


class HistoryFilterForm(forms.Form):
    """Narrows the log."""

    person = forms.CharField(label="Người", required=False, max_length=100)
    table = forms.ChoiceField(label="Bản ghi", required=False)
    verb = forms.ChoiceField(label="Việc", required=False)
    change = forms.ChoiceField(label="Loại", required=False, choices=[_ALL, *CHANGES.items()])
    since = DayField(label="Từ ngày", required=False, help_text="")
    until = DayField(label="Đến ngày", required=False, help_text="")
    operation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "filter_%s"
        verbs = sorted({door.verb for door in DOORS.values()} | {OWN_ACCOUNT})
        self.fields["table"].choices = [_ALL, *tables()]  # type: ignore[attr-defined]  # a choice field
        self.fields["verb"].choices = [_ALL, *((verb, verb) for verb in verbs)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", "“Đến ngày” phải từ “Từ ngày” trở đi.")
        return said
