"""Signing in, by allauth; accounts are opened by offices and never by strangers."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

_WEAK = {
    "password_too_short": _("Mật khẩu quá ngắn: cần ít nhất 8 ký tự."),
    "password_too_common": _("Mật khẩu này quá phổ biến, dễ bị đoán ra."),
    "password_too_similar": _("Mật khẩu quá giống với họ tên hoặc địa chỉ thư điện tử."),
}
"""Why a password is refused, by Django's codes: its own Vietnamese is incomplete."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """No self-registration; refusals in the words of an office."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đã ngừng hoạt động; hãy hỏi người quản trị của đơn vị."),
        "email_password_mismatch": _("Thư điện tử hoặc mật khẩu không đúng; hãy kiểm tra bộ gõ và phím Caps Lock."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Thư điện tử hoặc mật khẩu không đúng; hãy kiểm tra bộ gõ và phím Caps Lock."),
        "invalid_or_expired_key": _("Liên kết không đúng hoặc đã hết hạn."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu không đúng hoặc đã dùng rồi."),
        "too_many_login_attempts": _("Đăng nhập sai quá nhiều lần; hãy đợi năm phút rồi thử lại."),
        "rate_limited": _("Quá nhiều yêu cầu trong thời gian ngắn; hãy đợi một phút rồi thử lại."),
        "unknown_email": _("Không có tài khoản nào dùng địa chỉ này."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account from outside."""
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Leave the letter to the worker: it is tried again where the mail server is down."""
        app.configure_task("mail_reset").defer(user=user.pk)

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse a weak password in the words of an office."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as weak:
            raise ValidationError([_WEAK.get(str(why.code), why.message) for why in weak.error_list]) from None
