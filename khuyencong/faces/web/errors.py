"""What a request gets when there is no page for it."""

from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

TOO_LONG: Final = (
    "Nội dung gửi lên quá dài: mỗi biểu mẫu nhận tối đa {most} MB chữ. Chưa có gì được ghi. Hãy quay lại trang trước"
    " (phần đã gõ còn ở đó), rút ngắn ô có nội dung dài rồi gửi lại; tài liệu dài thì gửi bằng tệp đính kèm."
)
UNREADABLE: Final = (
    "Máy chủ không đọc được nội dung gửi lên. Chưa có gì được ghi: hãy quay lại trang trước, tải lại trang rồi gửi lại."
)


class NoSuchPage(Http404):
    """A 404 with a sentence for the reader: what was not found, and what to do instead."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; what is not there and what is not yours read the same, unless a view had more to say."""
    reason = str(exception) if isinstance(exception, NoSuchPage) else ""
    return render(request, "errors/404.html", {"reason": reason}, status=404)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read at all: 413 for a form that is too long, 400 for anything else."""
    too_long = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
    sentence = TOO_LONG.format(most=most) if too_long else UNREADABLE
    context = {"title": "Chưa nhận được biểu mẫu", "sentence": sentence}
    return render(request, "errors/400.html", context, status=413 if too_long else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return render(request, "errors/403.html", status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (``CSRF_FAILURE_VIEW``): most often one left open over night."""
    return render(request, "errors/403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the request: what surrounds a page may be what broke."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
