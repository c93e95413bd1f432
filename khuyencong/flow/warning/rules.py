"""The score of a running đề án: plain rules, each with its points and the sentence that says why.  Never Django.

Every number that decides is a threshold of :class:`Rule`, a dated row that the agency and each province may change.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuyencong.core.formats import show_date, show_number
from khuyencong.core.money import Dong, share, show_million, show_percent
from khuyencong.flow.fieldwork.rules import last_day_of, month_before
from khuyencong.flow.warning.enums import Band, WatchCode

MOST: Final = 100
"""No score is higher: it is read as "of a hundred"."""

HALF_YEAR: Final = (6, 30)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one rule reads on a day."""

    code: WatchCode
    words: str
    threshold: int
    weight: int
    active: bool = True
    source: str = ""


Rules = Mapping[WatchCode, Rule]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one running đề án on a day, from the rows of every stage.  Money in đồng, shares in percent."""

    project_id: int
    year: int
    planned: int
    paid: int
    """Advanced, or settled where that is more: an advance and its settlement are one đồng."""
    contracted_on: date | None = None
    """The first day on which a contract was signed."""
    unadvanced_since: date | None = None
    """The signing of the oldest running contract on which nothing was paid."""
    contract_due_on: date | None = None
    """The last day of the contracts."""
    unaccepted: int = 0
    """Items without acceptance; where there are none left, the work is done and nobody is behind."""
    reported_percent: int | None = None
    reported_month: date | None = None
    """The month of the latest report, by its first day."""
    expected_percent: int | None = None
    content_decided: int = 0
    content_stopped: int = 0
    """Đề án of the same content in earlier years: how many were planned, how many stopped."""
    obstacles_waiting: int = 0
    obstacle_due_on: date | None = None
    """The earliest day of the obstacles that wait."""
    need_told_on: date | None = None
    """When the need behind it was told or last confirmed; none where there was no need."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that is met: its points and why."""

    rule: Rule
    sentence: str

    @property
    def points(self) -> int:
        """The points that it gives."""
        return self.rule.weight


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a đề án and what they are made of, the heaviest reason first."""

    facts: Facts
    points: int
    band: Band
    reasons: tuple[Reason, ...]


Judge = Callable[[Facts, int, date], str | None]


def score(facts: Facts, rules: Rules, day: date) -> Score:
    """Score one đề án on ``day``: the sum of the points of the rules that are met, at most a hundred."""
    met = []
    for code, judge in _JUDGES.items():
        rule = rules.get(code)
        if rule is not None and rule.active and (sentence := judge(facts, rule.threshold, day)) is not None:
            met.append(Reason(rule, sentence))
    met.sort(key=lambda reason: -reason.points)
    points = min(MOST, sum(reason.points for reason in met))
    return Score(facts, points, band_of(points, rules), tuple(met))


def band_of(points: int, rules: Rules) -> Band:
    """Return how worrying ``points`` are; a level whose rule is off is never reached."""
    for code, band in ((WatchCode.BAND_HIGH, Band.HIGH), (WatchCode.BAND_MEDIUM, Band.MEDIUM)):
        rule = rules.get(code)
        if rule is not None and rule.active and points >= rule.threshold:
            return band
    return Band.LOW


def worst_first(scores: Sequence[Score]) -> list[Score]:
    """Put scores in the order in which they are looked at: points, then the larger plan, then the older number."""
    return sorted(scores, key=lambda found: (-found.points, -found.facts.planned, found.facts.project_id))


def report_owed(day: date, grace: int) -> date:
    """Return the latest month whose report is owed on ``day``: the month before, once ``grace`` days have passed."""
    latest = month_before(day)
    return latest if (day - last_day_of(latest)).days > grace else month_before(latest)


def overdue(due_on: date, day: date, grace: int) -> bool:
    """Say whether ``day`` is more than ``grace`` days after ``due_on``."""
    return (day - due_on).days > grace


def _advance_late(facts: Facts, days: int, day: date) -> str | None:
    since = facts.unadvanced_since
    if since is None or not overdue(since, day, days):
        return None
    return f"Ký hợp đồng ngày {show_date(since)}, đã {show_number((day - since).days)} ngày chưa tạm ứng đồng nào."


def _behind(facts: Facts, points: int, day: date) -> str | None:
    expected, done = facts.expected_percent, facts.reported_percent or 0
    if expected is None or not facts.unaccepted or expected - done <= points:
        return None
    said = "chưa có báo cáo khối lượng" if facts.reported_percent is None else f"mới hoàn thành {done} %"
    return f"Theo kế hoạch đến {show_date(day)} phải xong {expected} %, {said}: chậm {expected - done} điểm."


def _content_stops(facts: Facts, percent: int, day: date) -> str | None:
    rate = share(facts.content_stopped, facts.content_decided)
    if rate is None or not facts.content_stopped or rate < percent:
        return None
    return (
        f"Các năm trước {show_number(facts.content_stopped)} trong {show_number(facts.content_decided)} đề án cùng nội"
        f" dung phải ngừng ({show_percent(rate)} %)."
    )


def _spending_low(facts: Facts, percent: int, day: date) -> str | None:
    rate = share(facts.paid, facts.planned)
    if day <= date(facts.year, *HALF_YEAR) or rate is None or rate >= percent:
        return None
    money = f"{show_million(Dong(facts.paid))} trên {show_million(Dong(facts.planned))} triệu đồng"
    return f"Mới giải ngân {money} ({show_percent(rate)} %), dưới mức {percent} %."


def _obstacle_overdue(facts: Facts, days: int, day: date) -> str | None:
    due = facts.obstacle_due_on
    if due is None or not overdue(due, day, days):
        return None
    late = show_number((day - due).days)
    return f"Còn {show_number(facts.obstacles_waiting)} vướng mắc, lâu nhất quá hạn {late} ngày (hạn {show_date(due)})."


def _need_unconfirmed(facts: Facts, days: int, day: date) -> str | None:
    told = facts.need_told_on
    if told is None or facts.contracted_on is not None or not overdue(told, day, days):
        return None
    return f"Cơ sở cho biết nhu cầu lần cuối ngày {show_date(told)}, đã {show_number((day - told).days)} ngày."


def _report_missing(facts: Facts, days: int, day: date) -> str | None:
    owed = report_owed(day, days)
    begun = facts.contracted_on
    if begun is None or not facts.unaccepted or begun > last_day_of(owed) or (facts.reported_month or date.min) >= owed:
        return None
    if facts.reported_month is None:
        return f"Chưa có báo cáo tiến độ nào; đến nay phải có báo cáo tháng {owed:%m/%Y}."
    return f"Báo cáo gần nhất là tháng {facts.reported_month:%m/%Y}; phải có báo cáo tháng {owed:%m/%Y}."


def _acceptance_late(facts: Facts, days: int, day: date) -> str | None:
    due = facts.contract_due_on
    if due is None or not facts.unaccepted or not overdue(due, day, days):
        return None
    late = show_number((day - due).days)
    return f"Hết hạn hợp đồng ngày {show_date(due)}, quá {late} ngày, còn {facts.unaccepted} hạng mục chưa nghiệm thu."


_JUDGES: Final[dict[WatchCode, Judge]] = {
    WatchCode.BEHIND_SCHEDULE: _behind,
    WatchCode.OBSTACLE_OVERDUE: _obstacle_overdue,
    WatchCode.ACCEPTANCE_LATE: _acceptance_late,
    WatchCode.ADVANCE_LATE: _advance_late,
    WatchCode.SPENDING_LOW: _spending_low,
    WatchCode.CONTENT_STOPS: _content_stops,
    WatchCode.NEED_UNCONFIRMED: _need_unconfirmed,
    WatchCode.REPORT_MISSING: _report_missing,
}
