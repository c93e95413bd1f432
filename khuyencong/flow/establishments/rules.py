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
