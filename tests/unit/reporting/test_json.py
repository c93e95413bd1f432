"""The report as JSON: its shape, exact money, percentages as text; and as lines for a terminal."""

import json
from typing import Any

import pytest

from khuyencong.faces.exchange.consolidated_report.as_json import as_json
from khuyencong.faces.exchange.consolidated_report.as_text import as_text
from khuyencong.figures.reporting.narrative import narrative
from tests.factories.report import make_report

PERCENT = r"^-?\d+\.\d\d$"
FIGURE: dict[str, Any] = {
    "code": str,
    "label": str,
    "unit": str,
    "value": (int, str),
    "source": str,
    "evidence_count": int,
    "comparison": (None, {"period": str, "value": (int, str), "change_percent": (None, str)}),
    "denominator": (None, {"code": str, "label": str, "value": int, "percent": (None, str)}),
}
SHAPE: dict[str, Any] = {
    "area": str,
    "period": str,
    "cutoff": str,
    "map_date": str,
    "generated_at": str,
    "figures": [FIGURE],
    "groups": [{"code": str, "name": str, "value": int, "percent": (None, str)}],
    "provinces": [{"code": str, "name": str, "figures": [FIGURE]}],
    "missing": [str],
    "notes": [str],
    "narrative": str,
}


def check(value: object, shape: object, where: str = "$") -> None:
    """Fail where a value has not the shape: no key more, no key less."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert set(value) == set(shape), where
        for key, inner in shape.items():
            check(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for place, item in enumerate(value):
            check(item, shape[0], f"{where}[{place}]")
    elif isinstance(shape, tuple):
        if value is None:
            assert None in shape, where
        else:
            check(
                value,
                next(s for s in shape if isinstance(s, dict) or (isinstance(s, type) and type(value) is s)),
                where,
            )
    else:
        assert type(value) is shape, where


@pytest.fixture
def written():
    report = make_report(missing=("Kon Tum",))
    return json.loads(json.dumps(as_json(report, narrative(report))))


def test_its_shape(written):
    check(written, SHAPE)


def test_money_is_whole_dong_and_percentages_are_text(written):
    total = written["figures"][0]
    assert (total["code"], total["unit"], total["value"]) == ("plan.total", "đồng", 48_807_000_000)
    assert total["comparison"] == {"period": "2016", "value": 40_671_800_000, "change_percent": "20.00"}
    settled = next(figure for figure in written["figures"] if figure["code"] == "money.settled")
    assert settled["denominator"] == {
        "code": "plan.total",
        "label": "Kinh phí khuyến công theo kế hoạch",
        "value": 48_807_000_000,
        "percent": "11.70",
    }


def test_days_are_iso_and_a_missing_province_is_named(written):
    assert written["map_date"] == "2017-06-30"
    assert written["generated_at"] == "2017-07-05T09:30:00+00:00"
    assert written["period"] == "2017H1"
    assert written["missing"] == ["Kon Tum"]


def test_the_effective_number_stays_exact(written):
    assert written["figures"][-1]["value"] == "1.85"


def test_the_terminal_has_the_prose_and_an_aligned_table():
    report = make_report()
    said = as_text(report, narrative(report))
    lines = said.splitlines()
    table = lines[next(place for place, line in enumerate(lines) if line.startswith("───")) - 1 :][
        : 2 + len(report.figures)
    ]
    start = table[0].index("Giá trị") + len("Giá trị")
    assert [line[:start].split()[-1] for line in table[2:4]] == ["52.507,5", "25.125"]
    assert {line[start] for line in table[2:]} == {" "}
    assert "Tính đến hết tháng 6/2017" in said
