"""The law as data: every row names its source, agrees with the other files and holds the figures that were read."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import combinations
from pathlib import Path

import pytest

from khuyencong.ground.regulations.attributes import cleaned, faults_of
from khuyencong.ground.regulations.enums import ProvisionKind
from khuyencong.ground.regulations.rules import case_of, conditions_fault

Row = dict[str, str]

PACKAGE = Path(str(resources.files("khuyencong")))
REGULATIONS = "ground/regulations/data"
TERRITORY = "ground/territory/data"

HEADERS = {
    "instruments": "code,number,title_vi,title_en,issuer,issued_on,valid_from,valid_to,amends,source,confidence,note",
    "contents": "code,group,name_vi,name_en,kind,unit_vi,unit_en,"
    "valid_from,valid_to,instrument,article,source,confidence",
    "groupings": "grouping,grouping_name_vi,grouping_name_en,order,group_code,group_name_vi,group_name_en,"
    "content_code,valid_from,valid_to,source,confidence",
    "norms": "code,content_code,scope,percent,amount_cap_dong,unit_vi,condition_vi,factor_of,factor,"
    "attributes,valid_from,valid_to,instrument,article,source,confidence,note",
    "provisions": "code,kind,text_vi,text_en,attributes,valid_from,valid_to,instrument,article,source,confidence,note",
    "agencies": "organisation_code,name_vi,name_en,short_vi,valid_from,valid_to,source,confidence",
}
CONFIDENCE = {"read", "high", "medium", "low", "unknown"}
PAGES = {f"S{n}" for n in range(1, 63)} - {"S47", "S56"} | {"S35b"}
OTHER_SOURCES = {"memory", "inferred", "seed", "not seen", "practice"}
CONTENT_KINDS = {
    "TRAINING", "SERVICE", "MODEL", "EQUIPMENT", "EVENT", "WORKS", "ORGANISATION", "INTEREST", "MANAGEMENT",
}  # fmt: skip
PROVISION_KINDS = {
    "LEGAL_FORM", "AREA", "INDUSTRY", "PRIORITY_AREA", "PRIORITY_INDUSTRY", "SELECTION_ORDER", "CONDITION", "ADVANCE",
    "ADJUSTMENT_POWER", "DEADLINE", "REFUSAL_REASON", "PROJECT_TYPE", "APPRAISAL_CRITERION", "REQUIRED_DOCUMENT",
    "SME_SIZE",
}  # fmt: skip
REGIMES = ["2012-07-05", "2014-04-08", "2018-05-11", "2018-08-28", "2025-07-01", "2025-10-15", "2026-01-01"]
FAR = "9999-12-31"

# (code, content, instrument) → (percent, cap in million đồng): the national levels whose source was read, and no other.
READ_NATIONALLY = {
    ("N1", "STARTUP", "TTLT26"): ("", 10),
    ("N1", "STARTUP", "TT28"): ("", 10),
    ("N2", "DEMO_MODEL", "TTLT26"): ("30.00", 500),
    ("N2", "DEMO_MODEL", "TT28"): ("30.00", 1_000),
    ("N3", "REPLICATION_MODEL", "TTLT26"): ("", 100),
    ("N5", "MACHINERY", "TTLT26"): ("50.00", 200),
    ("N5", "MACHINERY", "TT28"): ("50.00", 300),
    ("N5", "TECH_TRANSFER", "TTLT26"): ("50.00", 200),
    ("N5", "TECH_TRANSFER", "TT28"): ("50.00", 300),
    ("N5b", "PRODUCTION_LINE", "TT28"): ("", 450),
    ("N7a", "FAIR_ABROAD", "TT28"): ("100.00", None),
    ("N7b", "CAPACITY", "TTLT26"): ("100.00", None),
    ("N7b", "CAPACITY", "TT28"): ("100.00", None),
    ("N8a", "AWARD", "TTLT26"): ("", 100),
    ("N8a", "AWARD", "TT28"): ("", 200),
    ("N8b", "AWARD", "TTLT26"): ("", 200),
    ("N8b", "AWARD", "TT28"): ("", 400),
    ("N15", "RELOCATION_INTEREST", "TT28"): ("50.00", 500),
    ("N16", "ESTABLISHMENT_POLLUTION", "TTLT26"): ("30.00", 300),
    ("N19", "CLUSTER_INFRASTRUCTURE", "TTLT26"): ("", 3_000),
    ("N19", "CLUSTER_INFRASTRUCTURE", "TT28"): ("", 6_000),
}
# (scope, code) → the same, for the levels of provinces.
STATED_LOCALLY = {
    ("Đắk Lắk", "N1"): ("", 10),
    ("Đắk Lắk", "N2"): ("30.00", 800),
    ("Đắk Lắk", "N4"): ("30.00", 400),
    ("Đắk Lắk", "N5"): ("", None),
    ("Quảng Nam", "N2"): ("30.00", 400),
    ("Quảng Nam", "N3"): ("", 80),
    ("Quảng Nam", "N8"): ("", 80),
    ("Quảng Nam", "N9"): ("", None),
    ("Quảng Nam", "N16"): ("30.00", 240),
    ("Quảng Nam", "N18"): ("50.00", 400),
    ("Đồng Tháp", "N1a"): ("", 10),
    ("Đồng Tháp", "N1b"): ("", 5),
    ("Đồng Tháp", "N1c"): ("", None),
}
NATIONAL_PERIODS = {"TTLT26": ("2014-04-08", "2018-05-11"), "TT28": ("2018-05-11", "")}


@cache
def rows(name: str, folder: str = REGULATIONS) -> list[Row]:
    with (PACKAGE / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_code(name: str) -> dict[str, Row]:
    return {row["code"]: row for row in rows(name)}


def every_row() -> Iterator[tuple[str, Row]]:
    return ((name, row) for name in HEADERS for row in rows(name))


def in_force(row: Row, day: str) -> bool:
    return row["valid_from"] <= day < (row["valid_to"] or FAR)


def overlapping(found: Iterable[Row]) -> list[tuple[Row, Row]]:
    return [
        (a, b)
        for a, b in combinations(found, 2)
        if a["valid_from"] < (b["valid_to"] or FAR) and b["valid_from"] < (a["valid_to"] or FAR)
    ]


def level(row: Row) -> tuple[str, int | None]:
    cap = row["amount_cap_dong"]
    return row["percent"], int(cap) // 1_000_000 if cap else None


def attributes(kind: str) -> dict[str, dict[str, object]]:
    return {row["code"]: json.loads(row["attributes"]) for row in rows("provisions") if row["kind"] == kind}


@pytest.mark.parametrize("name", HEADERS)
def test_a_file_has_its_columns_and_no_ragged_row(name: str) -> None:
    with (PACKAGE / REGULATIONS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file, strict=True))
    assert ",".join(table[0]) == HEADERS[name]
    assert {len(line) for line in table} == {len(table[0])}
    assert all(cell == cell.strip() for line in table for cell in line)


def test_files_lie_inside_the_package_and_name_no_path_of_a_machine() -> None:
    absolute = re.compile(r"(?:(?<![\w.])/(?:work|home|tmp|root|usr|var|Users)/|[A-Za-z]:\\|file:)")
    for folder in (REGULATIONS, TERRITORY):
        assert not Path(folder).is_absolute()
        found = sorted((PACKAGE / folder).glob("*.csv"))
        assert found
        for file in found:
            assert file.resolve().is_relative_to(PACKAGE.resolve())
            assert not absolute.search(file.read_text(encoding="utf-8")), file.name


def test_the_territory_is_carried_whole() -> None:
    counts = {file.stem: len(rows(file.stem, TERRITORY)) for file in (PACKAGE / TERRITORY).glob("*.csv")}
    assert counts == {
        "provinces_until_2025-06-30": 63,
        "districts_until_2025-06-30": 696,
        "communes_until_2025-06-30": 10_051,
        "provinces_from_2025-07-01": 34,
        "communes_from_2025-07-01": 3_321,
    }


def test_every_row_has_a_known_source_and_confidence() -> None:
    for name, row in every_row():
        keys = set(row["source"].split("; "))
        assert keys <= PAGES | OTHER_SOURCES, (name, row)
        assert row["confidence"] in CONFIDENCE, (name, row)
        if row["confidence"] == "read":
            assert keys & PAGES, (name, row)
            assert "memory" not in keys, (name, row)


@pytest.mark.parametrize("name", ["instruments", "contents", "provisions"])
def test_codes_are_unique(name: str) -> None:
    repeated = [code for code, n in Counter(row["code"] for row in rows(name)).items() if n > 1]
    assert repeated == []


def test_dates_are_dates_and_in_order() -> None:
    for name, row in every_row():
        days = {field: row[field] for field in ("issued_on", "valid_from", "valid_to") if row.get(field)}
        assert all(date.fromisoformat(day).isoformat() == day for day in days.values()), (name, row)
        assert days.get("valid_from", "") < days.get("valid_to", FAR), (name, row)
        assert days.get("issued_on", "") <= days.get("valid_from", FAR), (name, row)


def test_every_instrument_that_is_named_exists() -> None:
    known = set(by_code("instruments"))
    amended = {code for row in rows("instruments") for code in row["amends"].split("; ") if code}
    assert amended <= known
    for name in ("contents", "norms"):
        assert {row["instrument"] for row in rows(name)} <= known
    for row in rows("provisions"):
        assert row["instrument"] in known or (row["instrument"] == "" and row["confidence"] != "read"), row


def test_only_practice_without_an_instrument_has_no_first_day() -> None:
    for name in ("contents", "groupings", "norms", "provisions"):
        for row in rows(name):
            assert row["valid_from"] or (name == "provisions" and not row["instrument"]), (name, row)


def test_a_rule_lives_within_its_instrument() -> None:
    known = by_code("instruments")
    for name in ("contents", "norms", "provisions"):
        for row in rows(name):
            instrument = known.get(row["instrument"], {"valid_from": "", "valid_to": ""})
            assert not row["valid_from"] or row["valid_from"] >= instrument["valid_from"], (name, row)
            assert (row["valid_to"] or FAR) <= (instrument["valid_to"] or FAR), (name, row)


def test_every_content_that_is_named_exists() -> None:
    known = set(by_code("contents"))
    named = {row["content_code"] for name in ("groupings", "norms") for row in rows(name)}
    for row in rows("provisions"):
        named |= set(json.loads(row["attributes"]).get("contents", []))
    assert named <= known


def test_contents_are_the_leaves_of_the_nine_groups() -> None:
    leaves = rows("contents")
    assert {row["group"] for row in leaves} == set("123456789")
    assert {row["kind"] for row in leaves} <= CONTENT_KINDS
    assert {row["code"] for row in leaves if row["instrument"] == "ND235"} == {"DIGITAL", "SPC", "ARTISAN"}
    assert {row["valid_from"] for row in leaves if row["instrument"] == "ND235"} == {"2025-10-15"}
    assert {row["valid_from"] for row in leaves if row["instrument"] == "ND45"} == {"2012-07-05"}
    assert all(row["name_vi"] and row["name_en"] for row in leaves)


@pytest.mark.parametrize("day", REGIMES)
@pytest.mark.parametrize(("grouping", "groups"), [("ND45", 9), ("QD1881", 7)])
def test_a_grouping_covers_every_leaf_in_force_exactly_once(grouping: str, groups: int, day: str) -> None:
    leaves = sorted(row["code"] for row in rows("contents") if in_force(row, day))
    mapped = [row for row in rows("groupings") if row["grouping"] == grouping and in_force(row, day)]
    assert sorted(row["content_code"] for row in mapped) == leaves
    assert {row["group_code"] for row in mapped} == {f"{grouping}-{n}" for n in range(1, groups + 1)}


def test_a_group_has_one_name_and_one_place() -> None:
    described = {(r["group_code"], r["order"], r["group_name_vi"], r["group_name_en"]) for r in rows("groupings")}
    assert len(described) == 9 + 7
    assert all(code.endswith(f"-{order}") for code, order, *_ in described)


def test_the_grouping_of_nd45_is_the_group_of_the_content() -> None:
    groups = {row["code"]: row["group"] for row in rows("contents")}
    mapped = {row["content_code"]: row["order"] for row in rows("groupings") if row["grouping"] == "ND45"}
    assert mapped == groups


def test_norms_of_one_code_scope_and_content_never_overlap() -> None:
    families: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows("norms"):
        families.setdefault((row["code"], row["scope"], row["content_code"]), []).append(row)
    assert [pair for family in families.values() for pair in overlapping(family)] == []


def test_an_overlap_is_noticed() -> None:
    first = {"valid_from": "2014-04-08", "valid_to": "2018-05-11"}
    assert overlapping([first, {"valid_from": "2018-05-10", "valid_to": ""}])
    assert not overlapping([first, {"valid_from": "2018-05-11", "valid_to": ""}])


def test_norms_that_were_read_hold_the_figures_that_were_read() -> None:
    read = {
        (row["code"], row["content_code"], row["instrument"]): level(row)
        for row in rows("norms")
        if row["scope"] == "NATIONAL" and row["confidence"] == "read"
    }
    assert read == READ_NATIONALLY


def test_levels_of_provinces_hold_the_figures_that_were_stated() -> None:
    local = {(row["scope"], row["code"]): level(row) for row in rows("norms") if row["scope"] != "NATIONAL"}
    assert local == STATED_LOCALLY
    assert {scope for scope, _ in local} <= {row["name"] for row in rows("provinces_until_2025-06-30", TERRITORY)}


def test_national_norms_n1_to_n21_exist_in_both_periods() -> None:
    national = [row for row in rows("norms") if row["scope"] == "NATIONAL"]
    for instrument, period in NATIONAL_PERIODS.items():
        found = [row for row in national if row["instrument"] == instrument]
        assert {(row["valid_from"], row["valid_to"]) for row in found} == {period}
        assert {int(row["code"].strip("Nabc")) for row in found} == set(range(1, 22))
    assert {row["instrument"] for row in national} == set(NATIONAL_PERIODS)


def test_percents_and_amounts_are_exact() -> None:
    for row in rows("norms"):
        assert re.fullmatch(r"(\d{1,3}\.\d\d)?", row["percent"]), row
        assert re.fullmatch(r"([1-9]\d*000000)?", row["amount_cap_dong"]), row
        assert Decimal(row["percent"] or 0) <= Decimal(100), row
        if row["confidence"] == "unknown":
            assert level(row) == ("", None), row


def test_a_production_line_gets_one_and_a_half_times_the_machinery_cap() -> None:
    (line,) = [row for row in rows("norms") if row["factor_of"]]
    (base,) = [
        row
        for row in rows("norms")
        if (row["code"], row["content_code"], row["instrument"]) == (line["factor_of"], "MACHINERY", line["instrument"])
    ]
    assert (line["code"], line["factor"], line["amount_cap_dong"]) == ("N5b", "1.5", "450000000")
    assert int(line["amount_cap_dong"]) * 2 == int(base["amount_cap_dong"]) * 3


def test_attributes_are_json_objects_of_known_kinds() -> None:
    assert {row["kind"] for row in rows("provisions")} == PROVISION_KINDS
    for row in rows("provisions"):
        assert isinstance(json.loads(row["attributes"]), dict), row
        assert row["text_vi"], row
        assert row["text_en"], row


def test_attributes_of_provisions_are_what_their_kind_holds() -> None:
    for row in rows("provisions"):
        kind, said = ProvisionKind(row["kind"]), json.loads(row["attributes"])
        assert list(faults_of(kind, said)) == [], row["code"]
        assert cleaned(kind, said, said) == {key: value for key, value in said.items() if value not in (None, [])}


def test_attributes_of_norms_are_tiers_areas_cases_and_multiples() -> None:
    for row in rows("norms"):
        said = json.loads(row["attributes"] or "{}")
        assert set(said) <= {"tier", "area", "when", "factor", "of"}, row
        assert conditions_fault(said) is None, row
        if row["factor_of"]:
            assert (said["factor"]["of"], said["factor"]["by"]) == (row["factor_of"], row["factor"]), row


def test_norms_of_one_content_on_one_day_are_told_apart_by_their_case() -> None:
    families: dict[tuple[str, str], list[Row]] = {}
    for row in rows("norms"):
        families.setdefault((row["scope"], row["content_code"]), []).append(row)
    for family in families.values():
        for one, other in overlapping(family):
            cases = [case_of(json.loads(row["attributes"] or "{}")) for row in (one, other)]
            assert cases[0] != cases[1], (one, other)


def test_advance_shares_that_were_read() -> None:
    read = {row["code"] for row in rows("provisions") if row["confidence"] == "read"}
    shares = {
        code: (found["percent"], found["progress_over"])
        for code, found in attributes("ADVANCE").items()
        if code in read
    }
    assert shares == {
        "ADVANCE-A-CLUSTER": ("30", "50"),
        "ADVANCE-A-TRAINING": ("70", None),
        "ADVANCE-A-SERVICES": ("70", None),
        "ADVANCE-RELOCATION": (None, None),
    }
    assert all({"contents", "documents"} <= set(found) for found in attributes("ADVANCE").values())


@pytest.mark.parametrize("period", ["ADJUST-A-", "ADJUST-B-"])
def test_the_minister_decides_five_adjustments_and_the_agency_the_rest(period: str) -> None:
    deciders: dict[object, set[object]] = {}
    for code, found in attributes("ADJUSTMENT_POWER").items():
        if code.startswith(period):
            deciders.setdefault(found["decided_by"], set()).add(found["kind"])
    assert deciders == {
        "MINISTER": {"INCREASE_TOTAL", "CHANGE_CONTENT", "EXTENSION", "ADDITION", "STOP"},
        "AGENCY": {
            "CHANGE_PLACE", "CHANGE_BENEFICIARY", "CHANGE_PARTNER", "CHANGE_TIME", "KEEP_OR_REDUCE_TOTAL", "OTHER",
        },
    }  # fmt: skip


def test_deadlines_are_days_of_a_year() -> None:
    days = {code: (found["month"], found["day"]) for code, found in attributes("DEADLINE").items()}
    for month, day in days.values():
        assert date(2023, int(str(month)), int(str(day)))
    assert days["DEADLINE-REGISTER-DOIT"] == (5, 20)
    assert days["DEADLINE-REGISTER-AGENCY"] == (6, 20)
    assert days["DEADLINE-ASSIGN"] == (12, 31)
    assert days["DEADLINE-BOOKS-ADJUST"] == (1, 31)


@pytest.mark.parametrize("day", REGIMES)
def test_forms_and_areas_of_one_regime_at_a_time(day: str) -> None:
    for kind in ("LEGAL_FORM", "AREA"):
        found = [row for row in rows("provisions") if row["kind"] == kind and in_force(row, day)]
        assert {json.loads(row["attributes"])["regime"] for row in found} == {"A" if day < "2025-10-15" else "B"}


def test_the_agency_has_one_name_a_day() -> None:
    names = [row for row in rows("agencies") if row["organisation_code"] == "NATIONAL_AGENCY"]
    assert [row["valid_to"] for row in names[:-1]] == [row["valid_from"] for row in names[1:]]
    assert names[-1]["valid_to"] == ""
    assert [row["name_vi"] for row in names] == [
        "Cục Công nghiệp địa phương",
        "Cục Công Thương địa phương",
        "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",
    ]
