"""What an office puts around a paper: who it is, number, place and day, who signs, who receives."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from khuyencong.core.formats import show_date_official

GAP: Final = "\u00a0" * 6
"""Room for a clerk's pen, which Word does not squeeze."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The parts of NĐ 30/2020 that are not the report's.

    Names are written as in a sentence; the paper sets them in capitals where the decree asks.  Without ``number`` or
    ``signed_on`` the paper leaves room for them.  ``notice`` warns on the first page, for example of demo data.
    """

    superior: str
    body: str
    symbol: str
    place: str
    signer_title: str
    signer: str = ""
    authority: str = ""
    number: int | None = None
    signed_on: date | None = None
    recipients: tuple[str, ...] = ()
    notice: str = ""

    def numbered(self) -> str:
        """Write "15/BC-SCT"; a number below 10 gets a leading zero."""
        number = GAP if self.number is None else f"{self.number:02d}"
        return f"{number}/BC-{self.symbol}"

    def day(self, year: int) -> str:
        """Write "ngày 05 tháng 7 năm 2017", or the same with gaps in ``year``."""
        if self.signed_on is None:
            return f"ngày{GAP}tháng{GAP}năm {year}"
        return show_date_official(self.signed_on)
