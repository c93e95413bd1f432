"""The figures that the demonstration must come to; no other file of the product holds one of them.

``ARTICLE`` is what the article on the conference of 11/7/2017 prints, for the first half of 2017.  What the article
leaves unsaid (the year 2016, the second halves, how the money was spent) is illustrative and says so in its name.
Money is in triệu đồng, as the article prints it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Plan:
    """A year's planned money of the region by fund."""

    national: int
    local: int

    @property
    def total(self) -> int:
        """Both funds."""
        return self.national + self.local


@dataclass(frozen=True)
class Results:
    """What a half-year brought about in the region."""

    demos: int
    machinery: int
    fairs: int
    participations: int
    brands: int
    enterprises: int


@dataclass(frozen=True)
class Consulting:
    """A year of consulting: the plan, and what each half brought."""

    centres: int
    plan_jobs: int
    plan_revenue: int
    jobs: tuple[int, int]
    revenue: tuple[int, int]


@dataclass(frozen=True)
class Article:
    """Every number that the article states."""

    plan: Plan
    total: int
    total_growth: str
    local_growth: str
    results: Results
    centres: int
    consulting_centres: int
    consulting_plan_jobs: int
    consulting_plan_revenue: int
    consulting_jobs: int
    consulting_revenue: int


ARTICLE: Final = Article(
    plan=Plan(national=23_600, local=24_731),
    total=48_331,
    total_growth="20.85",
    local_growth="14.31",
    results=Results(demos=8, machinery=79, fairs=2, participations=149, brands=3, enterprises=10),
    centres=15,
    consulting_centres=11,
    consulting_plan_jobs=182,
    consulting_plan_revenue=9_889,
    consulting_jobs=72,
    consulting_revenue=1_769,
)

PLANS: Final = {2016: Plan(national=18_358, local=21_635), 2017: ARTICLE.plan}
"""The plan of 2016 is computed back from the growth that the article prints (DOMAIN.md, checks on the figures)."""

RESULTS: Final = {
    (2016, 1): Results(demos=7, machinery=71, fairs=1, participations=133, brands=2, enterprises=8),
    (2016, 2): Results(demos=8, machinery=0, fairs=3, participations=214, brands=9, enterprises=11),
    (2017, 1): ARTICLE.results,
    (2017, 2): Results(demos=9, machinery=0, fairs=3, participations=231, brands=11, enterprises=12),
}
"""By year and half.  Machinery of a second half is whatever is left (0 here); all but (2017, 1) is illustrative."""

CONSULTING: Final = {
    2016: Consulting(centres=10, plan_jobs=171, plan_revenue=9_120, jobs=(68, 88), revenue=(1_604, 5_730)),
    2017: Consulting(
        centres=ARTICLE.consulting_centres,
        plan_jobs=ARTICLE.consulting_plan_jobs,
        plan_revenue=ARTICLE.consulting_plan_revenue,
        jobs=(ARTICLE.consulting_jobs, 91),
        revenue=(ARTICLE.consulting_revenue, 6_140),
    ),
}
"""The year 2016 and the second half of 2017 are illustrative."""

ILLUSTRATIVE_ADJUSTED: Final = {(2016, 1): 12, (2016, 2): 9, (2017, 1): 14, (2017, 2): 11}
"""How many đề án were adjusted by decision in a half-year: the article says "nhiều" and gives no number."""

ILLUSTRATIVE_STOPPED: Final = {(2016, 1): 1, (2016, 2): 2, (2017, 1): 2, (2017, 2): 4}
"""How many were stopped: the article says "một số"."""


@dataclass(frozen=True)
class CaseP:
    """Bình Định 2017 (FIELD.md).  The groups are (số đề án, kinh phí) in triệu, halves as tenths."""

    local_projects: int = 20
    projects: int = 24
    local: int = 2_520
    total: int = 3_620
    machinery_and_models: tuple[int, int] = (13, 20_350)
    brands_showrooms_design: tuple[int, int] = (3, 2_625)
    communications: tuple[int, int] = (2, 600)
    capacity: tuple[int, int] = (2, 1_625)
    one_cost: int = 1_400
    one_cost_elsewhere: int = 1_480
    one_machine: int = 907
    one_support: int = 200

    @property
    def national(self) -> int:
        """What the four national projects hold."""
        return self.total - self.local


@dataclass(frozen=True)
class CaseQ:
    """Lâm Đồng 2017 (FIELD.md): given, allocated, started and paid at six months, and the plan at the year's end."""

    projects: int = 65
    local_given: int = 8_850
    local: int = 8_510
    national: int = 1_400
    started: int = 46
    recoverable: int = 13
    advanced: int = 5_065
    year_end_local: tuple[int, int] = (56, 8_300)
    year_end_national: tuple[int, int] = (9, 1_800)


CASE_P: Final = CaseP()
CASE_Q: Final = CaseQ()
