"""When something is due, from a dated rule: pure functions, as a lawyer may read them.

A rule (``ProvisionKind.DEADLINE``) names a fixed day of a year counted from the plan year, or a number of working days
after an event.  A day off moves a fixed day: a rule that says "trước ngày" to the working day before it, so that what
is sent in time is never late; any other to the next working day (Bộ luật Dân sự 2015, Điều 148 khoản 5); or, where the
rule says so, not at all (the end of a budget year is what it is).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from khuyencong.core.working_days import add_working_days, is_working_day, working_days_between
from khuyencong.ground.regulations.enums import Confidence

_DAY: Final = timedelta(days=1)
FIRST_YEAR: Final = 2004
"""NĐ 134/2004: the first year of the programme."""


class Duty(StrEnum):
    """What somebody owes: a step that a rule may set a day for."""

    REGISTER = "REGISTER"
    BASE_APPRAISAL = "BASE_APPRAISAL"
    SEND_AGENCY = "SEND_AGENCY"
    MINISTRY_APPRAISAL = "MINISTRY_APPRAISAL"
    PLAN_APPROVE = "PLAN_APPROVE"
    CONTRACT_SIGN = "CONTRACT_SIGN"
    ADJUSTMENT_CONFIRM = "ADJUSTMENT_CONFIRM"
    ADJUSTMENT_DECIDE = "ADJUSTMENT_DECIDE"
    ACCEPT = "ACCEPT"
    SETTLE = "SETTLE"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return _DUTIES[self]


_DUTIES: Final = {
    "REGISTER": "đăng ký, trình đề án lên Sở",
    "BASE_APPRAISAL": "thẩm định cấp cơ sở",
    "SEND_AGENCY": "gửi đăng ký khuyến công quốc gia về Cục",
    "MINISTRY_APPRAISAL": "thẩm định cấp Bộ",
    "PLAN_APPROVE": "phê duyệt, giao kế hoạch năm",
    "CONTRACT_SIGN": "ký hợp đồng",
    "ADJUSTMENT_CONFIRM": "xác nhận đề nghị điều chỉnh",
    "ADJUSTMENT_DECIDE": "quyết định đề nghị điều chỉnh",
    "ACCEPT": "nghiệm thu",
    "SETTLE": "nộp hồ sơ quyết toán",
}

PARTIES: Final = {
    "CENTRE": "Trung tâm khuyến công",
    "DEPARTMENT": "Sở Công Thương",
    "AGENCY": "Bộ Công Thương (Cục)",
    "PROVINCE": "Ủy ban nhân dân tỉnh",
}
"""Who owes, and to whom, by the word of the rules."""


class OnDayOff(StrEnum):
    """Where a fixed day goes that offices do not work on."""

    PREVIOUS = "PREVIOUS"
    NEXT = "NEXT"
    STAY = "STAY"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "PREVIOUS": "lùi về ngày làm việc trước",
            "NEXT": "chuyển sang ngày làm việc sau",
            "STAY": "giữ nguyên ngày",
        }[self]


@dataclass(frozen=True)
class DeadlineRule:
    """One rule.

    Either ``month`` and ``day`` (of the plan year plus ``year_offset``; ``before``: that day is no longer in time), or
    ``working_days`` after the event of its ``duty``.  ``duty`` is ``None`` where the rule sets a day of the calendar
    that nothing here waits for.
    """

    code: str
    sentence: str
    citation: str
    confidence: Confidence
    duty: Duty | None = None
    owed_by: str = ""
    owed_to: str = ""
    month: int | None = None
    day: int | None = None
    year_offset: int = 0
    before: bool = False
    on_day_off: OnDayOff | None = None
    working_days: int | None = None
    national: bool | None = None
    """Whether it is about national or local money; ``None``: both."""

    @property
    def fixed(self) -> bool:
        """Say whether the rule names a day of the year."""
        return self.month is not None and self.day is not None


def due_in(rule: DeadlineRule, plan_year: int) -> date | None:
    """Return the last day in time of a fixed rule for a plan year; ``None`` for a rule that counts from an event."""
    if rule.month is None or rule.day is None:
        return None
    named = _day_of(plan_year + rule.year_offset, rule.month, rule.day)
    last = named - _DAY if rule.before else named
    where = rule.on_day_off or (OnDayOff.PREVIOUS if rule.before else OnDayOff.NEXT)
    if where is OnDayOff.STAY or is_working_day(last):
        return last
    return add_working_days(last, 1 if where is OnDayOff.NEXT else -1)


def due_after(rule: DeadlineRule, event: date) -> date | None:
    """Return the last day in time of a rule that counts working days from ``event``; ``None`` for a fixed rule."""
    return None if rule.working_days is None else add_working_days(event, rule.working_days)


def due(rule: DeadlineRule | None, *, plan_year: int, event: date | None) -> date | None:
    """Return the last day in time by whatever the rule counts; ``None`` where no rule, or no event, is known."""
    if rule is None:
        return None
    if rule.fixed:
        return due_in(rule, plan_year)
    return None if event is None else due_after(rule, event)


def late_by(last: date | None, today: date) -> int:
    """Return how many working days have passed since the last day in time; 0 while there is time."""
    return 0 if last is None or today <= last else max(1, working_days_between(last, today))


def rule_for(rules: Iterable[DeadlineRule], duty: Duty, *, national: bool | None = None) -> DeadlineRule | None:
    """Return the rule that sets the day of a duty: the surest, and of equals the one that ends first."""
    sure = list(Confidence)
    fits = [r for r in rules if r.duty is duty and (national is None or r.national in {None, national})]
    ranked = sorted(fits, key=lambda r: (sure.index(r.confidence), r.year_offset, r.month or 0, r.day or 0, r.code))
    return ranked[0] if ranked else None


def late_years(rule: DeadlineRule, today: date) -> tuple[int, ...]:
    """Return the plan years of which a fixed rule's day has passed."""
    return tuple(
        year for year in range(FIRST_YEAR, today.year + 3) if (last := due_in(rule, year)) is not None and last < today
    )


def late_since(rule: DeadlineRule, today: date) -> date | None:
    """Return the last event day of which the rule's working days have passed; ``None`` for a fixed rule."""
    if rule.working_days is None:
        return None
    event = today - _DAY
    while add_working_days(event, rule.working_days) >= today:
        event -= _DAY
    return event


@dataclass(frozen=True)
class CalendarDay:
    """A day of the year with the rule that sets it, and the plan year that it is for."""

    day: date
    plan_year: int
    rule: DeadlineRule


def calendar(rules: Sequence[DeadlineRule], year: int) -> tuple[CalendarDay, ...]:
    """Return the fixed days that fall in ``year``, in order."""
    found = [
        CalendarDay(last, plan, rule)
        for rule in rules
        for plan in range(year - 5, year + 3)
        if (last := due_in(rule, plan)) is not None and last.year == year
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.rule.code)))


def _day_of(year: int, month: int, day: int) -> date:
    """Return the day, or the last one of a month that has no such day (29 February)."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
