"""What a report's address says: the area and the period in its path, the rest in its query.

    /bao-cao/central-highlands/2017H1/?ban-do=2026-01-01&ky=nd09&so-sanh=khong

What is not said is the usual: the map of the period's last day, calendar months, with comparisons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.urls import reverse

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_date
from khuyencong.core.periods import Cutoff, Period
from khuyencong.figures.reporting.queries import Request as Asked

MAP, CUTOFF, COMPARE = "ban-do", "ky", "so-sanh"
TODAY = "hom-nay"
WITHOUT = "khong"


@dataclass(frozen=True)
class Options:
    """An address, read.  ``map_day`` is empty for the map of the period's end."""

    area: str
    period: Period
    map_day: date | None = None
    cutoff: Cutoff = Cutoff.CALENDAR
    compare: bool = True

    @classmethod
    def read(cls, area: str, period: str, query: Mapping[str, str], *, today: date) -> Self:
        """Read an address; raises NotValid with a sentence for what cannot be read."""
        said = query.get(CUTOFF, Cutoff.CALENDAR)
        if said not in set(Cutoff):
            raise NotValid(f"Không có cách tính kỳ “{said}”: dùng ky=calendar hoặc ky=nd09.")
        day = query.get(MAP, "")
        return cls(
            area,
            Period.parse(period),
            today if day == TODAY else parse_date(day) if day else None,
            Cutoff(said),
            query.get(COMPARE) != WITHOUT,
        )

    @property
    def map_date(self) -> date:
        """The day whose map is used."""
        return self.map_day or self.period.last_day(self.cutoff)

    @property
    def asked(self) -> Asked:
        """What the figures are asked for."""
        return Asked(self.area, self.period, self.map_date, self.cutoff)

    @property
    def query(self) -> str:
        """The query string that says what is not usual, with its question mark."""
        said = {}
        if self.map_day:
            said[MAP] = self.map_day.isoformat()
        if self.cutoff is not Cutoff.CALENDAR:
            said[CUTOFF] = str(self.cutoff)
        if not self.compare:
            said[COMPARE] = WITHOUT
        return f"?{urlencode(said)}" if said else ""

    @property
    def url(self) -> str:
        """The address of the report's page."""
        return self._url("report")

    def file_url(self, fmt: str) -> str:
        """The address of the report as a file."""
        return self._url("report_file", fmt)

    def evidence_url(self, code: str) -> str:
        """The address of the rows behind a figure."""
        return self._url("evidence", code)

    def evidence_csv_url(self, code: str) -> str:
        """The address of the same rows as a file."""
        return self._url("evidence_csv", code)

    def at(self, province_code: str) -> Self:
        """Return the same for one province of this map."""
        return replace(self, area=f"{province_code}@{self.map_date.isoformat()}")

    def _url(self, name: str, *more: str) -> str:
        return reverse(name, args=[self.area, self.period.code, *more]) + self.query
