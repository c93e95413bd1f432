"""Several photographs in one field, judged before they are kept; when and where they were taken comes beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile

from khuyencong.flow.fieldwork.operations import MOST_PHOTOS, Shot
from khuyencong.ground.files.operations import PHOTO_LIMIT, PHOTO_TYPES, SIGNATURES

Upload: TypeAlias = "UploadedFile[bytes]"
LONGEST_SIGNATURE = 16


class _ManyInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photographs: JPEG or PNG by their first bytes, each up to 10 MB."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": "image/jpeg,image/png", "capture": "environment", "data-kc-photos": ""}
        kwargs.setdefault(
            "help_text", f"Chụp ngay hoặc chọn nhiều ảnh JPEG, PNG; mỗi ảnh đến 10 MB, tối đa {MOST_PHOTOS}."
        )
        super().__init__(widget=_ManyInput(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Return the files; every one that is not a photograph is told."""
        files = [data] if isinstance(data, UploadedFile) else list(data or ())
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(f"Nhiều nhất {MOST_PHOTOS} ảnh một lần.")
        faults = [fault for one in files if (fault := _fault(one))]
        if faults:
            raise forms.ValidationError(faults)
        return files


class PhotosForm(forms.Form):
    """Photographs with the times of their files and, if the photographer says so, the place."""

    photos = PhotosField(label="Ảnh hiện trường")
    taken = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, max_digits=8, decimal_places=5, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, max_digits=8, decimal_places=5, widget=forms.HiddenInput
    )

    def shots(self) -> list[Shot]:
        """Return the photographs as the operation takes them."""
        data = self.cleaned_data
        return shots_of(data["photos"], data["taken"], data["latitude"], data["longitude"])


def shots_of(files: Sequence[Upload], taken: str, latitude: Decimal | None, longitude: Decimal | None) -> list[Shot]:
    """Put each file beside its time: milliseconds since 1970, one a file, separated by commas."""
    times = [_moment(text) for text in taken.split(",")] if taken else []
    times += [None] * (len(files) - len(times))
    return [
        Shot(one.name or "anh.jpg", one.read(), when, latitude, longitude)
        for one, when in zip(files, times, strict=False)
    ]


def _moment(text: str) -> datetime | None:
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > len("4102444800000"):
        return None
    return datetime.fromtimestamp(int(digits) / 1000, UTC)


def _fault(one: Upload) -> str:
    if (one.size or 0) > PHOTO_LIMIT:
        return f"Ảnh “{one.name}” lớn hơn 10 MB: hãy chụp ở cỡ nhỏ hơn."
    start = one.read(LONGEST_SIGNATURE)
    one.seek(0)
    known = any(start.startswith(sign) and kind[0] in PHOTO_TYPES for sign, kind in SIGNATURES.items())
    return "" if known else f"“{one.name}” không phải ảnh JPEG hay PNG."
