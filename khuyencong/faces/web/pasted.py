"""Lines that are pasted into a form as a sheet or a letter has them, one row a line."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError

from khuyencong.core.errors import Refused

Row = TypeVar("Row")


def lines_of(text: str, *, most: int) -> list[str]:
    """Return the lines that say something; raise ValidationError where there are more than ``most``."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > most:
        raise ValidationError(f"Nhiều nhất {most} dòng.")
    return found


def values_of(line: str, count: int) -> list[str]:
    """Return the ``count`` values of a line; a sheet's tabs do as well as semicolons.

    Raises ValueError with the sentence for whoever pasted it.
    """
    parts = [part.strip() for part in line.replace("\t", ";").split(";")]
    if len(parts) != count:
        raise ValueError(f"cần {count} cột, có {len(parts)}.")
    return parts


def read_lines(lines: Sequence[str], read: Callable[[str], Row]) -> list[Row]:
    """Read every line; raise ValidationError with all faults at once, each with the number of its line."""
    found, faults = [], []
    for number, line in enumerate(lines, 1):
        try:
            found.append(read(line))
        except (Refused, ValueError) as fault:
            faults.append(ValidationError(f"Dòng {number}: {fault}"))
    if faults:
        raise ValidationError(faults)
    return found
