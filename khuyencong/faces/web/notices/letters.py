"""Letters as an official would write them: plain text, and the same in simple HTML."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from khuyencong.core.formats import show_date
from khuyencong.faces.web.notices.about import path_of
from khuyencong.ground.accounts.models import User
from khuyencong.ground.notices.models import Notice
from khuyencong.ground.notices.rules import RULES

PREFIX = "[Khuyến Công] "


def send_notice(notice: Notice) -> None:
    """Send one notice to its person."""
    subject = next((rule.label for kind, rule in RULES.items() if kind == notice.kind), "Thông báo")
    send(notice.user, subject, "mail/notice", {"text": notice.text, "by": notice.by, "url": _url(path_of(notice))})


def send_digest(notices: Sequence[Notice], *, today: date) -> None:
    """Send one letter of a person's notices of the day."""
    rows = [(notice.text, _url(path_of(notice))) for notice in notices]
    subject = f"Việc cần biết ngày {show_date(today)}: {len(rows)} thông báo"
    send(notices[0].user, subject, "mail/digest", {"rows": rows, "day": today})


def send_reset(user: User) -> None:
    """Send the link that sets a new password.  Its key is made here, so that none lies in the queue."""
    key = PasswordResetTokenGenerator().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    send(user, "Đặt lại mật khẩu", "mail/reset", {"url": _url(path)})


def send(user: User, subject: str, template: str, values: dict[str, Any]) -> None:
    """Render ``template`` (``.txt`` and ``.html``) in Vietnamese and send it."""
    context = {
        **values,
        "name": user.full_name,
        "site": settings.SITE_URL,
        "preferences": _url(reverse("notice_preferences")),
    }
    with translation.override("vi"):
        text, html = (render_to_string(f"{template}.{ext}", context) for ext in ("txt", "html"))
    letter = EmailMultiAlternatives(PREFIX + subject, text, to=[user.email])
    letter.attach_alternative(html, "text/html")
    letter.send()


def _url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
