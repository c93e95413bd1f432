"""Who may be supported, by the rules as the files of law hold them: both regimes, and the days around their change."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from khuyencong.core.money import Dong
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.proposals.eligibility_rules import (
    COMMUNE_KINDS,
    Answer,
    Asked,
    Place,
    Reason,
    Rule,
    Subject,
    Support,
    Verdict,
    judge,
    kind_of,
)
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind

FILE = Path(str(resources.files("khuyencong"))) / "ground/regulations/data/provisions.csv"
LAST_OF_A, FIRST_OF_B = date(2025, 10, 14), date(2025, 10, 15)
LAST_OF_DISTRICTS, FIRST_OF_TWO_TIERS = date(2025, 6, 30), date(2025, 7, 1)

MACHINERY = Asked("MACHINERY", "Ứng dụng máy móc", in_force=True, citation="khoản 3 Điều 4", confidence=Confidence.HIGH)
CLEANER = replace(MACHINERY, code="CLEANER_PRODUCTION", name="Sản xuất sạch hơn")
CLUSTER = replace(MACHINERY, code="CLUSTER_INFRASTRUCTURE", name="Hạ tầng cụm công nghiệp")
WORKSHOP = Subject(LegalForm.HOUSEHOLD, "chế biến gỗ", "16", Place("Xã Hòa An", "province", "xã"))


def rules(day: date) -> list[Rule]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Rule(
            ProvisionKind(row["kind"]),
            row["text_vi"],
            json.loads(row["attributes"]),
            f"{row['article']}, {row['instrument']}",
            Confidence(row["confidence"]),
        )
        for row in rows
        if (row["valid_from"] or "0") <= day.isoformat() < (row["valid_to"] or "9")
    ]


def told(
    day: date, subject: Subject = WORKSHOP, asked: Asked = MACHINERY, before: Sequence[Support] = (), **place: Any
) -> Verdict:
    lying = replace(subject, place=replace(subject.place, **place)) if place else subject
    return judge(lying, asked, rules(day), before, day)


def about(verdict: Verdict, words: str) -> Reason:
    (found,) = [reason for reason in verdict.reasons if words in reason.sentence]
    return found


# Place: province or centrally-run city, the commune's kind, the district's kind → answer of the test of area.
PLACES = [
    ("commune of a rural district", LAST_OF_DISTRICTS, "province", "xã", "huyện", Answer.YES),
    ("township", LAST_OF_DISTRICTS, "province", "thị trấn", "huyện", Answer.YES),
    ("ward of a town", LAST_OF_DISTRICTS, "province", "phường", "thị xã", Answer.YES),
    ("ward of a provincial city", LAST_OF_DISTRICTS, "province", "phường", "thành phố", Answer.WARN),
    ("commune of a centrally-run city", LAST_OF_DISTRICTS, "city", "xã", "huyện", Answer.YES),
    ("ward of an urban district", LAST_OF_DISTRICTS, "city", "phường", "quận", Answer.WARN),
    ("district known, commune not", LAST_OF_DISTRICTS, "province", None, "huyện", Answer.YES),
    ("neither known", LAST_OF_DISTRICTS, "province", None, None, Answer.WARN),
    ("commune, two tiers, old text", FIRST_OF_TWO_TIERS, "province", "xã", None, Answer.YES),
    ("ward, two tiers, old text", FIRST_OF_TWO_TIERS, "province", "phường", None, Answer.WARN),
    ("ward of a province, eve", LAST_OF_A, "province", "phường", None, Answer.WARN),
    ("ward of a province, first day", FIRST_OF_B, "province", "phường", None, Answer.YES),
    ("commune of a province", FIRST_OF_B, "province", "xã", None, Answer.YES),
    ("special zone of a province", FIRST_OF_B, "province", "đặc khu", None, Answer.YES),
    ("commune of a city", FIRST_OF_B, "city", "xã", None, Answer.YES),
    ("special zone of a city", FIRST_OF_B, "city", "đặc khu", None, Answer.YES),
    ("ward of a city, eve", LAST_OF_A, "city", "phường", None, Answer.WARN),
    ("ward of a city, first day", FIRST_OF_B, "city", "phường", None, Answer.NO),
    ("province known, commune not", FIRST_OF_B, "province", None, None, Answer.YES),
    ("city known, commune not", FIRST_OF_B, "city", None, None, Answer.WARN),
    ("nothing known", FIRST_OF_B, None, None, None, Answer.WARN),
]


@pytest.mark.parametrize(
    ("name", "day", "province", "commune", "district", "answer"), PLACES, ids=[p[0] for p in PLACES]
)
def test_a_place_on_a_day(
    name: str, day: date, province: str | None, commune: str | None, district: str | None, answer: Answer
) -> None:
    found = told(day, words="Nơi ấy", province=province, commune=commune, district=district)
    area = next(reason for reason in found.reasons if ("Địa bàn", "Nơi ấy") in reason.data)
    assert area.answer is answer
    assert area.blocks is (answer is Answer.NO)
    assert area.citation.endswith("ND45" if day < FIRST_OF_B else "ND235")


def test_a_craft_village_within_a_ward_of_a_city_is_in_since_the_first_day() -> None:
    place: dict[str, Any] = {"province": "city", "commune": "phường", "craft_village": "Làng nghề Vạn Phúc"}
    assert told(FIRST_OF_B, **place).answer is Answer.YES
    refused = told(FIRST_OF_B, **(place | {"craft_village": ""}))
    assert "hãy ghi làng nghề vào hồ sơ cơ sở" in refused.blocking[0].sentence


@pytest.mark.parametrize("form", [LegalForm.COOP, LegalForm.COOP_GROUP, LegalForm.HOUSEHOLD])
@pytest.mark.parametrize("day", [LAST_OF_A, FIRST_OF_B])
def test_forms_of_both_regimes(form: LegalForm, day: date) -> None:
    assert told(day, replace(WORKSHOP, form=form)).blocking == ()


def test_a_union_of_cooperatives_is_in_since_nd235_only() -> None:
    union = replace(WORKSHOP, form=LegalForm.COOP_UNION)
    (refusal,) = told(LAST_OF_A, union).blocking
    assert "liên hiệp hợp tác xã” không thuộc đối tượng" in refusal.sentence
    assert refusal.data == (("Loại hình", "liên hiệp hợp tác xã"),)
    assert told(FIRST_OF_B, union).answer is Answer.YES


SIZES = [
    (date(2017, 1, 1), {}, Answer.WARN),
    (date(2017, 1, 1), {"workers": 300}, Answer.YES),
    (date(2017, 1, 1), {"workers": 301, "registered_capital": 100_000_000_000}, Answer.YES),
    (date(2017, 1, 1), {"workers": 301, "registered_capital": 100_000_000_001}, Answer.NO),
    (date(2018, 3, 10), {"workers": 250}, Answer.YES),
    (date(2018, 3, 11), {"workers": 250}, Answer.NO),
    (FIRST_OF_B, {"workers": 200}, Answer.WARN),
    (FIRST_OF_B, {"workers": 200, "revenue": 200_000_000_000}, Answer.YES),
    (FIRST_OF_B, {"workers": 201, "revenue": 1}, Answer.NO),
    (FIRST_OF_B, {"workers": 20, "revenue": 200_000_000_001, "registered_capital": 100_000_000_001}, Answer.NO),
]


@pytest.mark.parametrize(("day", "numbers", "answer"), SIZES)
def test_the_size_of_an_enterprise_never_blocks(day: date, numbers: dict[str, int], answer: Answer) -> None:
    found = told(day, replace(WORKSHOP, form=LegalForm.COMPANY, numbers=numbers))
    size = about(found, "quy mô nhỏ và vừa" if answer is Answer.WARN else "doanh nghiệp nhỏ và vừa.")
    assert size.answer is answer
    assert found.blocking == ()


INDUSTRIES = [
    (LAST_OF_A, "sản xuất chè", "10", Answer.YES),
    (LAST_OF_A, "Mây tre đan", "", Answer.YES),
    (LAST_OF_A, "gia công cơ khí", "", Answer.YES),
    (LAST_OF_A, "khách sạn", "55", Answer.WARN),
    (LAST_OF_A, "khai thác đá xây dựng", "08", Answer.WARN),
    (FIRST_OF_B, "dệt thổ cẩm", "13", Answer.YES),
    (FIRST_OF_B, "đồ chơi", "32", Answer.WARN),
    (FIRST_OF_B, "May mặc", "", Answer.YES),
    (FIRST_OF_B, "Hàng mây tre đan", "", Answer.WARN),
]


@pytest.mark.parametrize(("day", "words", "vsic", "answer"), INDUSTRIES)
def test_an_industry_on_a_day(day: date, words: str, vsic: str, answer: Answer) -> None:
    found = told(day, replace(WORKSHOP, industry=words, vsic=vsic))
    assert next(reason for reason in found.reasons if ("Ngành nghề", words) in reason.data).answer is answer
    assert found.blocking == ()


@pytest.mark.parametrize(("areas", "blocked"), [(None, False), ({"DIFFICULT"}, False), (set(), True)])
def test_mining_is_supported_in_difficult_areas_only(areas: set[str] | None, *, blocked: bool) -> None:
    place = replace(WORKSHOP.place, areas=None if areas is None else frozenset(areas))
    found = told(LAST_OF_A, replace(WORKSHOP, industry="khai thác đá", vsic="0810", place=place))
    assert bool(found.blocking) is blocked


def test_cleaner_production_knows_no_test_of_place_or_size() -> None:
    large = Subject(
        LegalForm.COMPANY, "luyện thép", "24", Place("Phường Bến Nghé", "city", "phường", "quận"), {"workers": 9000}
    )
    for day in (LAST_OF_A, FIRST_OF_B):
        assert told(day, large, CLEANER).answer is Answer.YES
        assert told(day, large, MACHINERY).answer is Answer.NO


@pytest.mark.parametrize(
    ("day", "form", "answer"),
    [
        (FIRST_OF_B, LegalForm.COMPANY, Answer.YES),
        (FIRST_OF_B, LegalForm.COOP, Answer.YES),
        (FIRST_OF_B, LegalForm.HOUSEHOLD, Answer.NO),
        (LAST_OF_A, LegalForm.COOP, Answer.WARN),
    ],
)
def test_investors_in_clusters_are_in_since_nd235(day: date, form: LegalForm, answer: Answer) -> None:
    investor = replace(WORKSHOP, form=form, place=Place("Phường Hải An", "city", "phường"))
    assert told(day, investor, CLUSTER).answer is answer


def _had(content: str, granted: date | None) -> Support:
    return Support("2017-54-0001", content, Dong(150_000_000), granted)


DUPLICATES = [
    ("same content, 3 years ago to the day", "MACHINERY", date(2017, 6, 5), Answer.YES),
    ("same content, a day less", "MACHINERY", date(2017, 6, 6), Answer.NO),
    ("same content, later than the day", "MACHINERY", date(2020, 6, 6), Answer.YES),
    ("same content, waiting", "MACHINERY", None, Answer.WARN),
    ("another content", "DEMO_MODEL", date(2020, 1, 1), Answer.YES),
]


@pytest.mark.parametrize(("name", "content", "granted", "answer"), DUPLICATES, ids=[d[0] for d in DUPLICATES])
def test_the_same_content_is_supported_once(name: str, content: str, granted: date | None, answer: Answer) -> None:
    found = told(date(2020, 6, 5), before=[_had(content, granted)])
    assert about(found, "ùng nội dung này").answer is answer
    assert found.blocking == ()  # the four conditions of TT 28 are known from memory: they warn


def test_what_was_received_before_is_told() -> None:
    found = told(date(2020, 6, 5), before=[_had("DEMO_MODEL", date(2016, 1, 1)), _had("BRAND", date(2018, 1, 1))])
    assert about(found, "2 lần").sentence == ("Đã được duyệt hỗ trợ 2 lần trước ngày 05/06/2020, tổng 300 triệu đồng.")


def test_a_content_that_is_not_in_force_is_told() -> None:
    digital = Asked("DIGITAL", "Chuyển đổi số", in_force=False, citation="ND235", confidence=Confidence.READ)
    (refusal,) = told(LAST_OF_A, asked=digital).blocking
    assert refusal.sentence == "Nội dung “Chuyển đổi số” không có hiệu lực ngày 14/10/2025."


def test_before_any_rule_the_answer_is_a_warning() -> None:
    assert told(date(2010, 1, 1)).answer is Answer.WARN


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Thị trấn Hòa Vinh", "thị trấn"),
        ("Phường 5", "phường"),
        ("Xã Ea Kao", "xã"),
        ("Đặc khu Lý Sơn", "đặc khu"),
        ("?", None),
    ],
)
def test_the_kind_of_a_unit_is_the_beginning_of_its_name(name: str, kind: str | None) -> None:
    assert kind_of(name, COMMUNE_KINDS) == kind
