"""The report in words: what is said of figures that are there, that are zero, that fell, and that are missing."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from khuyencong.core.periods import Cutoff
from khuyencong.figures.indicators.registry import INDICATORS
from khuyencong.figures.reporting.narrative import CITIES, TEMPLATE, FigureRef, Text, narrative, plain
from tests.factories.report import CENTRAL, MILLION, make_report

PHU_YEN = {"names": ("Phú Yên",), "area": "54@2017-06-30", "label": "Phú Yên"}
TERRITORY = Path(__file__).parents[3] / "khuyencong" / "ground" / "territory" / "data"


def section(report, key):
    return "\n".join(plain(paragraph) for s in narrative(report).sections if s.key == key for paragraph in s.paragraphs)


def test_four_parts_in_the_order_of_the_conference_report():
    found = narrative(make_report()).sections
    assert [s.key for s in found] == ["plan", "results", "consulting", "shortcomings"]


def test_planned_money_with_its_growth():
    assert section(make_report(), "plan") == (
        "Tổng kế hoạch kinh phí khuyến công năm 2017 được duyệt của 15 tỉnh, thành phố khu vực miền Trung – Tây Nguyên"
        " là 52.507,5 triệu đồng, tăng 20,00% so với kế hoạch năm 2016. Trong đó, kinh phí khuyến công quốc gia (KCQG)"
        " là 25.125 triệu đồng, tăng 20,00%; kinh phí khuyến công địa phương (KCĐP) là 27.382,5 triệu đồng, tăng 20,00%."
        " Trong kinh phí KCĐP, ngân sách cấp huyện, thị xã bố trí 1.800 triệu đồng, tăng 20,00%."
    )


def test_a_fall_is_called_a_fall_and_has_no_sign():
    said = section(make_report(growth=-12), "plan")
    assert ", giảm 12,00% so với kế hoạch năm 2016." in said
    assert "-" not in said


def test_the_same_money_is_equal():
    assert "bằng kế hoạch năm 2016." in section(make_report(growth=0), "plan")


def test_nothing_is_compared_with_nothing():
    said = narrative(make_report(growth=None)).plain
    assert not re.search(r"so với kế hoạch năm|tăng \d|giảm \d|cùng kỳ", said)


def test_results_up_to_the_last_month():
    said = section(make_report(), "results")
    assert said.startswith(
        "Tính đến hết tháng 6/2017, hoạt động khuyến công khu vực miền Trung – Tây Nguyên đã tổ chức trình diễn được 15"
        " mô hình trình diễn kỹ thuật; hỗ trợ được 75 cơ sở công nghiệp nông thôn (CNNT) ứng dụng máy móc thiết bị"
    )
    assert "tổ chức 15 hội chợ, triển lãm và hỗ trợ 165 lượt cơ sở CNNT tham gia hội chợ trong nước" in said
    assert said.count("công nghiệp nông thôn (CNNT)") == 1


def test_the_cut_off_of_decree_09_ends_on_the_14th():
    assert section(make_report(cutoff=Cutoff.ND09), "results").startswith("Tính đến hết ngày 14/6/2017,")


def test_a_quarter_speaks_of_itself_only():
    assert section(make_report(period="2017Q2"), "results").startswith("Trong quý II năm 2017,")


def test_a_result_of_zero_leaves_the_sentence_and_is_named():
    said = section(make_report(result__brands=0), "results")
    assert "thương hiệu cho" not in said
    assert said.endswith("Trong kỳ chưa ghi nhận kết quả về: đăng ký và xây dựng thương hiệu.")


def test_consulting_against_its_plan():
    said = section(make_report(), "consulting")
    assert "theo kế hoạch năm 2017, cả vùng đã có 15/15 trung tâm thực hiện hoạt động này" in said
    assert "Tổng doanh thu dự kiến theo kế hoạch là 12.225 triệu đồng, tư vấn cho 180 dự án." in said
    assert "đã thực hiện tư vấn cho 75 dự án, bằng 41,67% số dự án theo kế hoạch năm" in said


def test_what_goes_badly_names_its_denominators():
    said = section(make_report(), "shortcomings")
    assert "có 15 đề án phải điều chỉnh, bằng 9,09% số đề án trong kế hoạch" in said
    assert "so với tổng kinh phí khuyến công theo kế hoạch (52.507,5 triệu đồng), kinh phí đã ký hợp đồng là" in said
    assert "chiếm 70,00% kinh phí kế hoạch; số nhóm nội dung hiệu dụng là 1,85" in said


def test_centres_that_do_not_consult_are_counted():
    said = section(make_report(consulting__centres=0, centres__all=2), "consulting")
    assert "chưa có trung tâm nào được giao kế hoạch" in said
    assert "còn 30/30 trung tâm chưa" in section(make_report(consulting__centres=0, centres__all=2), "shortcomings")


def test_missing_provinces_are_named_and_not_counted():
    said = section(make_report(missing=("Phú Yên", "Kon Tum")), "plan")
    assert "của 13/15 tỉnh, thành phố khu vực miền Trung – Tây Nguyên có số liệu là" in said
    assert (
        "Chưa có số liệu: Phú Yên, Kon Tum. Các con số trong báo cáo này chưa gồm 2 tỉnh, thành phố nêu trên." in said
    )


def test_a_missing_province_with_a_past_spoils_the_comparison_and_it_is_said():
    report = make_report(missing=("Kon Tum",))
    past = next(province for province in make_report().provinces if province.name == "Kon Tum")
    silent = replace(past, reported=False)
    provinces = tuple(silent if province.name == "Kon Tum" else province for province in report.provinces)
    said = section(replace(report, provinces=provinces), "plan")
    assert "Số liệu kỳ so sánh vẫn gồm Kon Tum, nên các tỷ lệ tăng, giảm chưa cùng phạm vi." in said


def test_nothing_at_all_is_still_a_report():
    said = narrative(make_report(missing=CENTRAL, growth=None)).plain
    assert "Chưa ghi nhận kế hoạch kinh phí khuyến công năm 2017" in said
    assert "chưa ghi nhận kết quả về các nội dung" in said
    assert re.findall(r"\d+,\d+|–", said) == ["–"] * said.count("–")


def test_one_province():
    said = narrative(make_report(**PHU_YEN)).plain
    assert "được duyệt của tỉnh Phú Yên là 3.150,5 triệu đồng" in said
    assert "tỉnh đã có 1/1 trung tâm" in said
    assert not re.search("vùng|địa phương chưa được đẩy mạnh", said)


def test_one_city():
    assert (
        "của thành phố Đà Nẵng là" in narrative(make_report(("Đà Nẵng",), area="48@2017-06-30", label="Đà Nẵng")).plain
    )


def test_the_whole_country():
    said = narrative(make_report(area="vietnam", label="cả nước")).plain
    assert "của 15 tỉnh, thành phố trên cả nước là" in said
    assert "cả nước đã có 15/15 trung tâm" in said


def test_cities_are_those_of_the_territory_tables():
    found = {
        row["name"]
        for name in ("provinces_until_2025-06-30.csv", "provinces_from_2025-07-01.csv")
        for row in csv.DictReader((TERRITORY / name).read_text(encoding="utf-8-sig").splitlines())
        if row["kind"] == "city"
    }
    assert found == CITIES


def test_every_number_of_a_figure_links_to_it():
    report = make_report()
    pieces = [piece for paragraph in narrative(report).paragraphs for piece in paragraph]
    refs = [piece for piece in pieces if isinstance(piece, FigureRef)]
    assert {ref.code for ref in refs} <= set(INDICATORS)
    assert FigureRef("plan.total", "52.507,5") in refs
    assert FigureRef("plan.total", "20,00%") in refs
    words = "".join(piece.text for piece in pieces if isinstance(piece, Text))
    # What is left is no figure of now: years, months, the past in brackets, the number of provinces, the scale's end.
    left = re.sub(r"năm 20\d\d|tháng \d+/2017|6 tháng|15 tỉnh|\(6 tháng[^)]*\)|2016: \d+|bằng 1 khi", "", words)
    assert not re.search(r"\d", left)


def test_pieces_make_the_plain_text():
    found = narrative(make_report())
    assert found.plain == "\n\n".join("".join(piece.text for piece in paragraph) for paragraph in found.paragraphs)
    assert not re.search(r"[\ue000-\ue002]|  | [,.;]", found.plain)


def test_a_name_cannot_forge_a_link():
    forged = "\ue000plan.total\ue0011\ue002"
    found = narrative(make_report((f"Phú {forged}", "Kon Tum"), missing=(f"Phú {forged}",)))
    assert "Chưa có số liệu: Phú plan.total1." in found.plain
    assert FigureRef("plan.total", "1") not in [piece for paragraph in found.paragraphs for piece in paragraph]


def test_no_number_of_the_article_is_in_the_template():
    template = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(
        r"48\.331|23\.600|24\.731|9\.889|1\.769|14,31%.*triệu", re.sub("^##.*$", "", template, flags=re.MULTILINE)
    )


def test_an_office_has_its_own_words_and_titles():
    own = "== plan: Tiền\nKinh phí {{ chi_tieu['plan.total'].value | trieu | danh_dau('plan.total') }} triệu."
    found = narrative(make_report(), template=own, titles={"plan": "Vốn"})
    assert found.plain == "Kinh phí 52.507,5 triệu."
    assert found.sections[0].title == "Vốn"


def test_an_office_cannot_name_what_there_is_not():
    with pytest.raises(UndefinedError):
        narrative(make_report(), template="== plan: Tiền\n{{ chi_tieu['plan.nothing'].value }}")


def test_slow_work_is_called_slow_and_quick_work_is_not():
    slow = "còn chậm so với tiến độ thời gian"
    assert slow in section(make_report(), "shortcomings")
    assert slow not in section(make_report(money__contracted=3_000 * MILLION), "shortcomings")
