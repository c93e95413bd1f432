"""Loading the rules of early warning, and changing one for the country or a province."""

import csv
from datetime import date
from pathlib import Path

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.flow.warning.enums import WatchCode
from khuyencong.flow.warning.models import WatchRule

DATA = Path(__file__).parent / "data" / "watch_rules.csv"
MOST_POINTS = 100


@operation(Can.REGULATIONS_LOAD, verb="Nạp quy tắc cảnh báo sớm")
def load_watch_rules(actor: Acting, nation: Scope) -> int:
    """Load the country's first rules from the package's table; return how many were added (0: done before)."""
    known = set(WatchRule.objects.filter(province__isnull=True).values_list("code", "since"))
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["code"], date.fromisoformat(row["since"])) not in known]
    made = WatchRule.objects.bulk_create(
        WatchRule(
            code=row["code"],
            since=date.fromisoformat(row["since"]),
            threshold=int(row["threshold"]),
            weight=int(row["weight"]),
            active=row["active"] == "1",
            words=row["words"],
            source=row["source"],
        )
        for row in rows
    )
    return len(made)


@operation(Can.WATCH_TUNE, verb="Điều chỉnh ngưỡng cảnh báo", reason_owed=True)
def tune(
    actor: Acting, place: Scope, *, code: WatchCode, threshold: int, weight: int, active: bool, today: date, reason: str
) -> WatchRule:
    """Let a rule read otherwise from today on, for the province in ``place`` or (without one) for the country.

    What it was on an earlier day stays; changed twice on one day, the last word counts.
    """
    require(threshold >= 0, "Ngưỡng không được âm.", field="threshold")
    require(0 <= weight <= MOST_POINTS, "Số điểm từ 0 đến 100.", field="weight")
    rows = WatchRule.objects.filter(code=code, province=place.province_id)
    row = rows.select_for_update(of=("self",)).filter(since=today).first()
    if row is None:
        earlier = rows.order_by("since").last() or WatchRule.objects.filter(code=code, province__isnull=True).latest(
            "since"
        )
        row = WatchRule(code=code, province_id=place.province_id, since=today, words=earlier.words)
    row.threshold, row.weight, row.active, row.source = threshold, weight, active, reason.strip()[:300]
    row.save()
    return row
