"""Every indicator, declared once.

A :class:`Series` says what records post; the database keeps it.  An :class:`Indicator` says what a report prints:
a series, perhaps one fund of it, what it is compared with, and the denominator of its percentage.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from khuyencong.figures.indicators.sources import WORKSHOP
from khuyencong.flow.planning.enums import Source as Budget


class Roll(StrEnum):
    """How a series adds up over time."""

    FLOW = "FLOW"
    """What happened within the period."""
    YEAR_TO_DATE = "YEAR_TO_DATE"
    """From the first day of the year of the period to its last."""
    STOCK = "STOCK"
    """From the beginning of time to the last day of the period."""


class Compare(StrEnum):
    """With what a figure is compared."""

    SAME_PERIOD = "SAME_PERIOD"
    WHOLE_LAST_YEAR = "WHOLE_LAST_YEAR"
    NOTHING = "NOTHING"


class UnitKind(StrEnum):
    """The unit of a figure."""

    DONG = "đồng"
    MODEL = "mô hình"
    ESTABLISHMENT = "cơ sở"
    FAIR = "hội chợ"
    PARTICIPATION = "lượt cơ sở"
    ENTERPRISE = "doanh nghiệp"
    CENTRE = "trung tâm"
    JOB = "dự án tư vấn"
    PROJECT = "đề án"
    CONTENT = "nội dung"


@dataclass(frozen=True)
class Reading:
    """How a row of ``source`` (alias ``r``) posts: SQL expressions over the row and its source's joins.

    ``member`` makes the series count each member once a period.
    """

    source: str
    on: str
    value: str = "1"
    member: str = "NULL"
    where: str = "true"


@dataclass(frozen=True)
class Series:
    """What is kept: a sum, or (``distinct``) how many members there were."""

    code: str
    roll: Roll
    readings: tuple[Reading, ...]
    distinct: bool = False


@dataclass(frozen=True)
class Indicator:
    """A figure of the report.

    ``shape`` computes figures that are no sum (concentration) from the money by content group, in đồng.
    """

    code: str
    label: str
    label_en: str
    unit: UnitKind
    series: str
    funds: tuple[Budget, ...] = ()
    compare: Compare = Compare.SAME_PERIOD
    denominator: str | None = None
    shape: Callable[[dict[str, int]], "Shaped"] | None = None
    printed: bool = True


@dataclass(frozen=True)
class Shaped:
    """A figure computed over groups: its value (an amount, or text with two decimals) and a remark."""

    value: int | str
    remark: str = ""


_GRANTED = "r.state = 'GRANTED'"
_EFFECTIVE = "r.effective_on IS NOT NULL"
_LOCAL = (Budget.PROVINCIAL, Budget.DISTRICT)


def _within_year(day: str) -> str:
    """Keep money of a plan in the plan's year: what is decided after 14/12 of it counts there under both cut-offs.

    A đề án that was carried over has lines in two plans: each counts in the year of its own.
    """
    return f"least({day}, make_date(a.year, 12, 14))"


def _accepted(code: str, *contents: str) -> Series:
    """Count the establishments whose item of one of ``contents`` was accepted in the period."""
    listed = ", ".join(f"'{content}'" for content in contents)
    reading = Reading("settlement_acceptance", on="r.accepted_on", member=WORKSHOP, where=f"c.code IN ({listed})")
    return Series(code, Roll.FLOW, (reading,), distinct=True)


SERIES: dict[str, Series] = {
    series.code: series
    for series in (
        Series(
            "plan.money",
            Roll.YEAR_TO_DATE,
            (
                Reading("planning_planline", on=_within_year("r.effective_on"), value="r.amount", where=_EFFECTIVE),
                Reading("planning_planchange", on=_within_year("r.decided_on"), value="r.delta"),
            ),
        ),
        Series(
            "plan.projects",
            Roll.YEAR_TO_DATE,
            (Reading("planning_planline", on=_within_year("r.effective_on"), member="p.id", where=_EFFECTIVE),),
            distinct=True,
        ),
        Series(
            "result.demo_models",
            Roll.FLOW,
            (Reading("supervision_event", on="r.closed_on", where="r.kind = 'DEMONSTRATION'"),),
        ),
        _accepted("result.machinery", "MACHINERY", "PRODUCTION_LINE"),
        _accepted("result.brands", "BRAND"),
        _accepted("result.enterprises", "STARTUP"),
        Series(
            "result.fairs",
            Roll.FLOW,
            (Reading("supervision_event", on="r.closed_on", where="r.kind = 'FAIR' AND r.organised"),),
        ),
        Series(
            "result.fair_participations",
            Roll.FLOW,
            (
                # An establishment once an event: the two records of a merged pair at one fair are one participation.
                Reading(
                    "supervision_attendance",
                    on="e.closed_on",
                    member=f"(e.id << 32) | {WORKSHOP}",
                    where="e.kind = 'FAIR'",
                ),
            ),
            distinct=True,
        ),
        Series(
            "centres.all",
            Roll.STOCK,
            (
                Reading("accounts_organisation", on="r.opened_on", where="r.kind = 'CENTRE'"),
                Reading(
                    "accounts_organisation",
                    on="r.closed_on",
                    value="-1",
                    where="r.kind = 'CENTRE' AND r.closed_on IS NOT NULL",
                ),
            ),
        ),
        Series(
            "consulting.centres",
            Roll.YEAR_TO_DATE,
            (Reading("consulting_consultingplan", on="r.effective_on", member="r.centre_id"),),
            distinct=True,
        ),
        Series(
            "consulting.plan_jobs",
            Roll.YEAR_TO_DATE,
            (Reading("consulting_consultingplan", on="r.effective_on", value="r.jobs"),),
        ),
        Series(
            "consulting.plan_revenue",
            Roll.YEAR_TO_DATE,
            (Reading("consulting_consultingplan", on="r.effective_on", value="r.revenue"),),
        ),
        Series(
            "consulting.jobs",
            Roll.FLOW,
            (Reading("consulting_consultingcontract", on="r.advised_on", where="r.advised_on IS NOT NULL"),),
        ),
        Series(
            "consulting.revenue",
            Roll.FLOW,
            (Reading("consulting_revenueentry", on="r.recognised_on", value="r.amount"),),
        ),
        Series(
            "projects.adjusted",
            Roll.YEAR_TO_DATE,
            (
                Reading(
                    "supervision_adjustment", on="r.decided_on", member="p.id", where=f"{_GRANTED} AND r.kind <> 'STOP'"
                ),
            ),
            distinct=True,
        ),
        Series(
            "projects.stopped",
            Roll.YEAR_TO_DATE,
            (
                Reading(
                    "supervision_adjustment", on="r.decided_on", member="p.id", where=f"{_GRANTED} AND r.kind = 'STOP'"
                ),
            ),
            distinct=True,
        ),
        Series(
            "money.contracted",
            Roll.YEAR_TO_DATE,
            (
                # Contracts that follow from another spend what that one took; an addendum counts from its own day.
                Reading("contracts_contract", on="r.signed_on", value="r.signed_amount", where="r.parent_id IS NULL"),
                Reading(
                    "contracts_addendum",
                    on="r.signed_on",
                    value="r.amount_after - r.amount_before",
                    where="k.parent_id IS NULL AND r.amount_after <> r.amount_before",
                ),
            ),
        ),
        Series(
            "money.advanced",
            Roll.YEAR_TO_DATE,
            (
                Reading(
                    "contracts_payment",
                    on="r.paid_on",
                    value="r.amount",
                    where="r.kind = 'ADVANCE' AND r.state = 'PAID'",
                ),
            ),
        ),
        Series(
            "money.settled",
            Roll.YEAR_TO_DATE,
            (Reading("settlement_settlement", on="r.settled_on", value="r.amount"),),
        ),
    )
}


def largest(groups: dict[str, int]) -> Shaped:
    """Return the money of the largest content group, with its name."""
    if not any(groups.values()):
        return Shaped(0)
    name = max(sorted(groups), key=lambda group: groups[group])
    return Shaped(groups[name], name)


def effective_number(groups: dict[str, int]) -> Shaped:
    """Return 1/Σ share², the effective number of content groups: 1.00 when one group has all the money."""
    total = sum(groups.values())
    squares = sum(money * money for money in groups.values())
    if not squares:
        return Shaped("0.00")
    hundredths = (total * total * 200 + squares) // (squares * 2)
    return Shaped(f"{hundredths // 100}.{hundredths % 100:02d}")


def _plan(code: str, label: str, label_en: str, *funds: Budget) -> Indicator:
    return Indicator(code, label, label_en, UnitKind.DONG, "plan.money", funds, compare=Compare.WHOLE_LAST_YEAR)


def _count(code: str, label: str, label_en: str, unit: UnitKind, denominator: str | None = None) -> Indicator:
    return Indicator(code, label, label_en, unit, code, denominator=denominator)


def _money(code: str, label: str, label_en: str, denominator: str | None = None) -> Indicator:
    return Indicator(code, label, label_en, UnitKind.DONG, code, denominator=denominator)


INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        _plan("plan.total", "Kinh phí khuyến công theo kế hoạch", "Planned industrial-promotion money"),
        _plan("plan.national", "– khuyến công quốc gia", "– national", Budget.NATIONAL),
        _plan("plan.local", "– khuyến công địa phương", "– local", *_LOCAL),
        _plan("plan.district", "– trong đó ngân sách huyện", "– of which districts' budgets", Budget.DISTRICT),
        _count(
            "result.demo_models",
            "Mô hình trình diễn kỹ thuật đã trình diễn",
            "Technical demonstration models",
            UnitKind.MODEL,
        ),
        _count(
            "result.machinery",
            "Cơ sở CNNT được hỗ trợ ứng dụng máy móc thiết bị",
            "Establishments supported to apply machinery",
            UnitKind.ESTABLISHMENT,
        ),
        _count("result.fairs", "Hội chợ, triển lãm đã tổ chức", "Fairs organised", UnitKind.FAIR),
        _count(
            "result.fair_participations",
            "Lượt cơ sở CNNT tham gia hội chợ trong nước",
            "Participations in domestic fairs",
            UnitKind.PARTICIPATION,
        ),
        _count(
            "result.brands",
            "Cơ sở đăng ký, xây dựng thương hiệu",
            "Establishments building a brand",
            UnitKind.ESTABLISHMENT,
        ),
        _count("result.enterprises", "Doanh nghiệp CNNT được thành lập", "Enterprises founded", UnitKind.ENTERPRISE),
        Indicator(
            "centres.all", "Trung tâm khuyến công", "Promotion centres", UnitKind.CENTRE, "centres.all", printed=False
        ),
        _count(
            "consulting.centres",
            "Trung tâm có hoạt động tư vấn",
            "Centres that consult",
            UnitKind.CENTRE,
            "centres.all",
        ),
        _count("consulting.plan_jobs", "Dự án tư vấn theo kế hoạch năm", "Consulting jobs planned", UnitKind.JOB),
        _money("consulting.plan_revenue", "Doanh thu tư vấn theo kế hoạch năm", "Consulting revenue planned"),
        _count(
            "consulting.jobs", "Dự án tư vấn đã thực hiện", "Consulting jobs done", UnitKind.JOB, "consulting.plan_jobs"
        ),
        _money("consulting.revenue", "Doanh thu tư vấn đã đạt", "Consulting revenue", "consulting.plan_revenue"),
        _count("plan.projects", "Đề án trong kế hoạch", "Projects in the plan", UnitKind.PROJECT),
        _count("projects.adjusted", "Đề án phải điều chỉnh", "Projects adjusted", UnitKind.PROJECT, "plan.projects"),
        _count("projects.stopped", "Đề án ngừng triển khai", "Projects stopped", UnitKind.PROJECT, "plan.projects"),
        _money("money.contracted", "Kinh phí đã ký hợp đồng", "Money contracted", "plan.total"),
        _money("money.advanced", "Kinh phí đã tạm ứng", "Money advanced", "plan.total"),
        _money("money.settled", "Kinh phí đã quyết toán", "Money settled", "plan.total"),
        Indicator(
            "plan.largest_content",
            "Kinh phí của nhóm nội dung lớn nhất",
            "Money of the largest content group",
            UnitKind.DONG,
            "plan.money",
            compare=Compare.WHOLE_LAST_YEAR,
            denominator="plan.total",
            shape=largest,
        ),
        Indicator(
            "plan.effective_contents",
            "Số nhóm nội dung hiệu dụng (1 = dồn vào một nhóm)",
            "Effective number of content groups (1 = all in one)",
            UnitKind.CONTENT,
            "plan.money",
            compare=Compare.NOTHING,
            shape=effective_number,
        ),
    )
}
