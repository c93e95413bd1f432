"""What such a paper says, as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.  ``widths`` in mm, 160 together; ``words`` are the columns of text; the last ``totals`` rows are bold.

    ``unit`` stands above it: "Đơn vị tính: đồng".
    """

    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = ()
    totals: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, as what; the name may be empty."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FormPaper:
    """A paper: its form ("Mẫu 5a"), symbol, day, title, subtitle, body, who signs (from the left), who receives it."""

    form: str
    symbol: str
    day: date
    title: str
    subtitle: str
    body: tuple[Heading | Sentence | Grid, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()
    notice: str = ""
