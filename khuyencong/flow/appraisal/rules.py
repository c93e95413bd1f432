"""Which levels must pass."""

from collections.abc import Iterable

from khuyencong.flow.appraisal.enums import AppraisalLevel


def levels_owed(*, national_money: bool) -> tuple[AppraisalLevel, ...]:
    """Return the levels of appraisal, in order: TT 36/2013 Đ.8 asks the ministry's for national money only."""
    return (AppraisalLevel.BASE, AppraisalLevel.MINISTRY) if national_money else (AppraisalLevel.BASE,)


def next_level(*, national_money: bool, passed: Iterable[str]) -> AppraisalLevel | None:
    """Return the first level that has not passed; ``None`` when all have."""
    done = set(passed)
    return next((level for level in levels_owed(national_money=national_money) if level not in done), None)
