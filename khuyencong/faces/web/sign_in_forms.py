"""allauth's forms with the labels and hints of an office (named in ``ACCOUNT_FORMS``)."""

from typing import Any, Final

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

_LABELS: Final = {
    "login": _("Thư điện tử"),
    "email": _("Thư điện tử"),
    "password": _("Mật khẩu"),
    "remember": _("Ghi nhớ đăng nhập trên máy này"),
    "oldpassword": _("Mật khẩu hiện tại"),
    "password1": _("Mật khẩu mới"),
    "password2": _("Nhập lại mật khẩu mới"),
}
_HELP: Final = {
    "password1": _("Ít nhất 8 ký tự; không dùng mật khẩu nhiều người dùng, không giống họ tên hay địa chỉ thư."),
    "remember": _("Không chọn khi dùng chung máy."),
}
_REQUIRED: Final = {
    "login": _("Hãy nhập địa chỉ thư điện tử."),
    "email": _("Hãy nhập địa chỉ thư điện tử."),
}
_INVALID: Final = _("Địa chỉ thư điện tử không hợp lệ; hãy viết như ten@sct.phuyen.gov.vn.")


class InWords:
    """Gives every field its Vietnamese label and hint, and takes the placeholder away: a label does not vanish."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.help_text = _HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _REQUIRED.get(name, _("Hãy nhập mật khẩu."))
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _INVALID

    def clean(self) -> Any:
        """Say in our words that the two new passwords differ."""
        cleaned: Any = super().clean()  # type: ignore[misc]  # a form of allauth's stands behind
        errors = getattr(self, "_errors", {})
        if "password2" in errors and cleaned.get("password1") and not self._typed_nothing("password2"):
            errors["password2"] = errors["password2"].__class__([_("Hai lần nhập mật khẩu mới không giống nhau.")])
        return cleaned

    def _typed_nothing(self, name: str) -> bool:
        return not getattr(self, "data", {}).get(name)


class SignInForm(InWords, allauth.LoginForm):  # type: ignore[misc]  # allauth is not typed
    """E-mail address and password."""


class ChangePasswordForm(InWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""


class SetPasswordForm(InWords, allauth.SetPasswordForm):  # type: ignore[misc]
    """A first password, for an account that has none."""


class ResetPasswordForm(InWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""


class NewPasswordForm(InWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, behind the link."""


class ReauthenticateForm(InWords, allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""
