"""Loading the tables of units."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Succession, Unit
from khuyencong.ground.territory.queries import REFORM

DATA = Path(__file__).parent / "data"
BEFORE = DateRange(date(2004, 1, 1), REFORM)
SINCE = DateRange(REFORM, None)

Units = dict[str, Unit]


@operation(Can.TERRITORY_LOAD, verb="Nạp danh mục đơn vị hành chính")
def load_units(actor: Acting, nation: Scope) -> int:
    """Load both maps of the country from the package's tables; return how many units were added (0: done before)."""
    if Unit.objects.exists():
        return 0
    old_rows, new_rows = _read("provinces_until_2025-06-30.csv"), _read("provinces_from_2025-07-01.csv")
    old = _add(old_rows, Level.PROVINCE, BEFORE, {})
    new = _add(new_rows, Level.PROVINCE, SINCE, {})
    districts = _add(_read("districts_until_2025-06-30.csv"), Level.DISTRICT, BEFORE, old)
    _add(_read("communes_until_2025-06-30.csv"), Level.COMMUNE, BEFORE, districts)
    _add(_read("communes_from_2025-07-01.csv"), Level.COMMUNE, SINCE, new)
    Succession.objects.bulk_create(
        Succession(predecessor=old[row["code"]], successor=new[row["successor_code_2025-07-01"]]) for row in old_rows
    )
    return Unit.objects.count()


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _add(rows: list[dict[str, str]], level: Level, valid: Any, parents: Units) -> Units:
    made = Unit.objects.bulk_create(
        [
            Unit(
                code=row["code"],
                name=row["name"],
                folded=fold(row["name"]),
                level=level,
                kind=row["kind"],
                parent=parents.get(row.get("district_code") or row.get("province_code") or ""),
                region=row.get("region"),
                valid=valid,
            )
            for row in rows
        ],
        batch_size=2000,
    )
    return {unit.code: unit for unit in made}
