"""Taking in a file."""

import hashlib
import uuid
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from khuyencong.core.capabilities import Can
from khuyencong.core.formats import show_number
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.ground.files.models import StoredFile

LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
PHOTO_TYPES = frozenset({"image/jpeg", "image/png"})
SIGNATURES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n": ("image/png", ".png"),
    b"PK\x03\x04": ("application/zip", ".zip"),
}
"""What a paper may be, judged by its first bytes and not by its name.  Office files are zip archives."""

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@operation(Can.ACCEPTANCE_RECORD, verb="Lưu tệp")
def store(actor: Acting, place: Scope, *, name: str, data: bytes, now: datetime) -> StoredFile:
    """Keep ``data`` under a name of our own; refuse what is not PDF, JPEG, PNG, Word or Excel, or is over 20 MB."""
    require(data, f"Tệp “{name}” rỗng: hãy chọn lại tệp.", field="paper")
    require(len(data) <= LIMIT, f"Tệp “{name}” lớn hơn 20 MB: hãy nén hoặc chia nhỏ.", field="paper")
    kind, suffix = _recognise(name, data)
    return _keep(place, f"papers/{now:%Y/%m}/{uuid.uuid4().hex}{suffix}", name, data, kind, now)


def _keep(place: Scope, path: str, name: str, data: bytes, kind: str, now: datetime) -> StoredFile:
    default_storage.save(path, ContentFile(data))
    return StoredFile.objects.create(
        province_id=owed(place.province_id, "Tệp phải thuộc một tỉnh."),
        name=PurePath(name).name[:200],
        content_type=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        path=path,
        stored_at=now,
    )


@operation(Can.PHOTO_STORE, verb="Lưu ảnh")
def store_photo(actor: Acting, place: Scope, *, name: str, data: bytes, now: datetime) -> StoredFile:
    """Keep a photograph under a name of our own; refuse what is not JPEG or PNG, or is over 10 MB."""
    require(data, f"Ảnh “{name}” rỗng: hãy chụp hoặc chọn lại.", field="photos")
    require(len(data) <= PHOTO_LIMIT, f"Ảnh “{name}” lớn hơn 10 MB: hãy chụp ở cỡ nhỏ hơn.", field="photos")
    found = next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), ("", ""))
    require(found[0] in PHOTO_TYPES, f"“{PurePath(name).name}” không phải ảnh JPEG hay PNG.", field="photos")
    return _keep(place, f"photos/{now:%Y/%m}/{uuid.uuid4().hex}{found[1]}", name, data, found[0], now)


def _recognise(name: str, data: bytes) -> tuple[str, str]:
    found = next((kind for start, kind in SIGNATURES.items() if data.startswith(start)), None)
    suffix = PurePath(name).suffix.lower()
    if found and found[1] == ".zip":
        found = (OFFICE[suffix], suffix) if suffix in OFFICE else None
    require(
        found is not None,
        f"Tệp “{PurePath(name).name}” ({show_number(len(data))} byte) không phải PDF, JPEG, PNG, Word hay Excel.",
        field="paper",
    )
    assert found is not None
    return found
