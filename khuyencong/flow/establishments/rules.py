"""What makes an establishment's number right."""

import re

from stdnum.vn import mst

PERSONAL = re.compile(r"\d{12}")


def tax_code_fault(code: str) -> str | None:
    """Return the Vietnamese sentence that says what is wrong with a tax code, or ``None``.

    Ten digits with a check digit, thirteen for a branch (``0123456789-001``), or the 12-digit personal number that
    replaced the tax code of households.
    """
    if PERSONAL.fullmatch(code):
        return None
    if mst.is_valid(code):
        return None
    return f"Mã số thuế “{code}” không đúng: cần 10 số (đúng số kiểm tra), 13 số, hoặc số định danh 12 số."


def compact_tax_code(code: str) -> str:
    """Return the digits of ``code`` as they are stored: ``0123456789`` or ``0123456789-001``."""
    digits = re.sub(r"\D", "", code)
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits  # noqa: PLR2004  a branch has 13 digits


def compact_phone(text: str) -> str:
    """Return a telephone number as it is stored: digits from 0 on, "+84 905 123 456" as ``0905123456``."""
    digits = re.sub(r"\D", "", text)
    international = digits.startswith("84") and len(digits) in {11, 12}
    return f"0{digits[2:]}" if international else digits


def phone_fault(number: str) -> str | None:
    """Return the Vietnamese sentence that says what is wrong with a compact telephone number, or ``None``."""
    if re.fullmatch(r"0\d{9,10}", number):
        return None
    return f"Số điện thoại “{number}” không đúng: cần 10 hoặc 11 số, bắt đầu bằng số 0."


def vsic_fault(code: str) -> str | None:
    """Return the Vietnamese sentence that says what is wrong with an industry code, or ``None``.

    The Vietnam Standard Industrial Classification has codes of two digits (division) to five (subclass).
    """
    if re.fullmatch(r"\d{2,5}", code):
        return None
    return f"Mã ngành “{code}” không đúng: hệ thống ngành kinh tế Việt Nam dùng mã 2 đến 5 số, ví dụ 1629."
