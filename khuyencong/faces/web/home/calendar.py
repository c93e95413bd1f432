"""The days of the year that the rules set, as a page and as a file for calendars (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.page import Request, page, show
from khuyencong.faces.web.projects.choices import FIRST_YEAR
from khuyencong.ground.regulations.deadlines import PARTIES, CalendarDay, calendar
from khuyencong.ground.regulations.queries import deadline_rules_on

LAST_YEAR: Final = 2100
_LINE: Final = 73
"""Octets of a folded line, without the blank that begins it: RFC 5545 3.1 allows 75."""


@page(Can.REGULATIONS_READ)
def deadlines(request: Request) -> HttpResponse:
    """Show the days of a year.  One query."""
    year = _year(request)
    days = _days(request, year)
    rows = [(one, PARTIES.get(one.rule.owed_by, ""), PARTIES.get(one.rule.owed_to, "")) for one in days]
    context = {"rows": rows, "year": year, "before": year - 1, "after": year + 1, "today": request.today}
    context["counted"] = [rule for rule in deadline_rules_on(_end(request, year)) if rule.working_days]
    return show(request, "home/deadlines.html", {**context, "title": _("Lịch năm %(year)s") % {"year": year}})


@page(Can.REGULATIONS_READ)
def deadlines_file(request: Request) -> HttpResponse:
    """Send the same days as an .ics file, a whole day each."""
    year = _year(request)
    text = "".join(f"{line}\r\n" for line in ics(_days(request, year), stamp=timezone.now()))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="khuyen-cong-{year}.ics"'
    return response


def ics(days: tuple[CalendarDay, ...], *, stamp: datetime) -> Iterator[str]:
    """Yield the lines of the file, folded; ``stamp`` is when it was made."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//khuyencong//VI", "CALSCALE:GREGORIAN")
    for one in days:
        who = PARTIES.get(one.rule.owed_by, "")
        words = f"{one.rule.citation or 'thông lệ'}; {one.rule.confidence.label}; năm kế hoạch {one.plan_year}"
        yield "BEGIN:VEVENT"
        yield f"UID:{one.rule.code}-{one.plan_year}@khuyencong"
        yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
        yield from _folded(f"SUMMARY:{_escaped(f'{who}: {one.rule.sentence}' if who else one.rule.sentence)}")
        yield from _folded(f"DESCRIPTION:{_escaped(words)}")
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _days(request: Request, year: int) -> tuple[CalendarDay, ...]:
    return calendar(deadline_rules_on(_end(request, year)), year)


def _end(request: Request, year: int) -> date:
    """Return the day whose rules hold for a year: today in the present one, its middle in any other."""
    return request.today if request.today.year == year else date(year, 7, 1)


def _year(request: Request) -> int:
    text = request.GET.get("nam", "")
    year = int(text) if text.isdecimal() and len(text) == len("2026") else request.today.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Fold by octets, never inside a letter."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
