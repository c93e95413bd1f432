"""What makes the form work without a network: the service worker, its list of files, the words of the script."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.faces.web.assets import FONT_SUBSETS
from khuyencong.faces.web.page import Request, page

WORKER = "kc/sw.js"
FILES = (
    "kc/theme.js",
    "kc/icon.svg",
    "kc/kc.css",
    "kc/kc.js",
    "kc/needs.js",
    "vendor/inter.css",
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "vendor/icons.svg",
    *(f"vendor/files/inter-{subset}-wght-normal.woff2" for subset in FONT_SUBSETS),
)
"""What the page of the form is made of besides itself."""


@page(public=True)
def needs_worker(request: Request) -> HttpResponse:
    """Send the service worker, under the folder that it serves; anew whenever a file of the page changes."""
    known = {"version": _version(), "page": reverse("need_record"), "assets": [static(name) for name in FILES]}
    text = f"self.KC = {json.dumps(known)};\n{_read(WORKER)}"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = reverse("needs")
    return response


def words() -> dict[str, str]:
    """Return the sentences of the script, in the language of the page."""
    return {
        "required": _("Trường này là bắt buộc."),
        "saved": _("Đã lưu trong máy. Phiếu được gửi ngay khi có mạng."),
        "waiting": _("Chờ gửi"),
        "sent": _("Đã gửi"),
        "invalid": _("Cần sửa rồi gửi lại"),
        "changed": _("Người khác đã sửa phiếu này trên máy chủ"),
        "twin": _("Cơ sở này đã có nhu cầu cùng nội dung"),
        "refused": _("Máy chủ không nhận"),
        "edit": _("Sửa"),
        "forget": _("Bỏ khỏi máy"),
        "keepMine": _("Giữ bản trong máy"),
        "takeTheirs": _("Lấy bản trên máy chủ"),
        "anyway": _("Vẫn ghi thành phiếu mới"),
        "view": _("Xem phiếu"),
        "mine": _("Trong máy"),
        "theirs": _("Trên máy chủ"),
        "offline": _("Không có mạng: phiếu được giữ trong máy này."),
        "online": _("Có mạng."),
        "signIn": _("Phiên đăng nhập đã hết: hãy đăng nhập lại, phiếu vẫn còn trong máy."),
        "failed": _("Máy chủ chưa trả lời được, sẽ gửi lại sau."),
        "editing": _("Đang sửa phiếu đã lưu trong máy."),
        "forgetSure": _("Bỏ phiếu này khỏi máy? Phiếu chưa gửi sẽ mất."),
    }


def _read(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), f"{name} is not among the static files"
    return Path(found).read_text("utf-8")


@cache
def _version() -> str:
    """Return a digest of the page's files as they are when the process first asks."""
    digest = hashlib.sha256()
    for name in (WORKER, *FILES):
        found = finders.find(name)
        digest.update(name.encode() + (Path(found).read_bytes() if isinstance(found, str) else b""))
    return digest.hexdigest()[:12]
