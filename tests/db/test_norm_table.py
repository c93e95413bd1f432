"""Every norm of DOMAIN.md §3 that was read in its source: day, province, content, cost → support and its sentence.

The days around each boundary stand beside one another, so that a version that is a day long or short is seen.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from khuyencong.core.money import Dong
from khuyencong.ground.regulations.enums import Confidence
from khuyencong.ground.regulations.models import ActivityContent, SupportNorm
from khuyencong.ground.regulations.queries import norm_choice_on
from khuyencong.ground.regulations.rules import NOTHING_KNOWN, Ceiling, Given, ceiling_by
from khuyencong.ground.territory.models import Unit

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
DIFFICULT: Given = {"area": frozenset({"DIFFICULT"})}
EASY: Given = {"area": frozenset()}
REGION: Given = {"award_level": "REGION"}
NATION: Given = {"award_level": "NATION"}

TTLT26 = "26/2014/TTLT-BTC-BCT"
TT28 = "28/2018/TT-BTC"


@dataclass(frozen=True)
class Row:
    """``cost`` and ``support`` in triệu đồng; ``province`` empty for national money; ``support`` ``None``: no number."""

    day: str
    content: str
    cost: float
    support: float | None
    sentence: str
    province: str = ""
    given: Given | None = None
    binding: bool = True


AREAS = "địa bàn có điều kiện kinh tế - xã hội khó khăn hoặc địa bàn có điều kiện kinh tế - xã hội đặc biệt khó khăn"
PROVISO = f"Chỉ áp dụng tại {AREAS}: chưa có dữ liệu về loại địa bàn của nơi thực hiện, phải đối chiếu."

ROWS = (
    # N1: enterprises are founded with support in difficult areas only.
    Row("2014-04-08", "STARTUP", 40, 10, f"Tối đa 10 triệu đồng: trần 10 triệu ({TTLT26}).", given=DIFFICULT),
    Row("2018-05-10", "STARTUP", 40, 10, f"Tối đa 10 triệu đồng: trần 10 triệu ({TTLT26}).", given=DIFFICULT),
    Row(
        "2018-05-11", "STARTUP", 40, 10,
        f"Tối đa 10 triệu đồng: trần 10 triệu (khoản 1 Điều 8, {TT28}).", given=DIFFICULT,
    ),
    Row(
        "2018-05-11", "STARTUP", 40, 0,
        f"Không được hỗ trợ: chỉ áp dụng tại {AREAS} (khoản 1 Điều 8, {TT28}).", given=EASY,
    ),
    Row("2018-05-11", "STARTUP", 40, 10, f"Tối đa 10 triệu đồng: trần 10 triệu (khoản 1 Điều 8, {TT28}). {PROVISO}"),
    # N2: demonstration models.
    Row(
        "2014-04-08", "DEMO_MODEL", 1900, 500,
        f"Tối đa 500 triệu đồng: 30 % của 1.900 triệu = 570 triệu, trần 500 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-10", "DEMO_MODEL", 1900, 500,
        f"Tối đa 500 triệu đồng: 30 % của 1.900 triệu = 570 triệu, trần 500 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-11", "DEMO_MODEL", 1900, 570,
        f"Tối đa 570 triệu đồng: 30 % của 1.900 triệu = 570 triệu, trần 1.000 triệu (khoản 2 Điều 8, {TT28}).",
    ),
    Row(
        "2025-10-14", "DEMO_MODEL", 5000, 1000,
        f"Tối đa 1.000 triệu đồng: 30 % của 5.000 triệu = 1.500 triệu, trần 1.000 triệu (khoản 2 Điều 8, {TT28}).",
    ),
    Row(
        "2025-10-15", "DEMO_MODEL", 5000, 1000,
        f"Tối đa 1.000 triệu đồng: 30 % của 5.000 triệu = 1.500 triệu, trần 1.000 triệu (khoản 2 Điều 8, {TT28}).",
    ),
    # N3: replication; read in 2014, from memory since: it only warns.
    Row("2014-04-08", "REPLICATION_MODEL", 150, 100, f"Tối đa 100 triệu đồng: trần 100 triệu ({TTLT26})."),
    Row("2018-05-10", "REPLICATION_MODEL", 150, 100, f"Tối đa 100 triệu đồng: trần 100 triệu ({TTLT26})."),
    Row(
        "2018-05-11", "REPLICATION_MODEL", 150, 100,
        f"Tối đa 100 triệu đồng: trần 100 triệu (khoản 2 Điều 8, {TT28}; chắc chắn cao, chưa đối chiếu văn bản).",
        binding=False,
    ),
    # N5: machinery and technology transfer.
    Row(
        "2014-04-08", "MACHINERY", 500, 200,
        f"Tối đa 200 triệu đồng: 50 % của 500 triệu = 250 triệu, trần 200 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-10", "MACHINERY", 500, 200,
        f"Tối đa 200 triệu đồng: 50 % của 500 triệu = 250 triệu, trần 200 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-11", "MACHINERY", 500, 250,
        f"Tối đa 250 triệu đồng: 50 % của 500 triệu = 250 triệu, trần 300 triệu (khoản 4 Điều 8, {TT28}).",
    ),
    Row(
        "2018-05-10", "TECH_TRANSFER", 333.333, 166.6665,
        f"Tối đa 166,6665 triệu đồng: 50 % của 333,333 triệu = 166,6665 triệu, trần 200 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-11", "TECH_TRANSFER", 900, 300,
        f"Tối đa 300 triệu đồng: 50 % của 900 triệu = 450 triệu, trần 300 triệu (khoản 4 Điều 8, {TT28}).",
    ),
    # N5b: a production line has 1,5 times the ceiling of a machine, and none before TT 28.
    Row("2018-05-10", "PRODUCTION_LINE", 2000, None, ""),
    Row(
        "2018-05-11", "PRODUCTION_LINE", 2000, 450,
        "Tối đa 450 triệu đồng: 50 % của 2.000 triệu = 1.000 triệu, trần 1,5 × 300 triệu = 450 triệu"
        f" (khoản 4 Điều 8, {TT28}).",
    ),
    # N7: abroad.
    Row("2018-05-11", "FAIR_ABROAD", 80, 80, f"Tối đa 80 triệu đồng: 100 % của 80 triệu = 80 triệu (khoản 6 Điều 8, {TT28})."),
    Row(
        "2014-04-08", "CAPACITY", 80, 80,
        f"Tối đa 80 triệu đồng: 100 % của 80 triệu tiền vé máy bay = 80 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-10", "CAPACITY", 80, 80,
        f"Tối đa 80 triệu đồng: 100 % của 80 triệu tiền vé máy bay = 80 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-11", "CAPACITY", 80, 80,
        f"Tối đa 80 triệu đồng: 100 % của 80 triệu tiền vé máy bay = 80 triệu (khoản 6 Điều 8, {TT28}).",
    ),
    # N8: product awards, by level.
    Row("2014-04-08", "AWARD", 500, 100, f"Tối đa 100 triệu đồng: trần 100 triệu ({TTLT26}).", given=REGION),
    Row("2018-05-10", "AWARD", 500, 200, f"Tối đa 200 triệu đồng: trần 200 triệu ({TTLT26}).", given=NATION),
    Row("2018-05-11", "AWARD", 500, 200, f"Tối đa 200 triệu đồng: trần 200 triệu (Điều 8, {TT28}).", given=REGION),
    Row("2018-05-11", "AWARD", 500, 400, f"Tối đa 400 triệu đồng: trần 400 triệu (Điều 8, {TT28}).", given=NATION),
    Row(
        "2018-05-11", "AWARD", 500, None,
        "Có 2 mức: bình chọn cấp khu vực: tối đa 200 triệu; bình chọn cấp quốc gia: tối đa 400 triệu"
        f" (Điều 8, {TT28}). Cần biết cấp bình chọn.",
        binding=False,
    ),
    # N15: interest of establishments that move.
    Row(
        "2018-05-11", "RELOCATION_INTEREST", 1200, 500,
        "Tối đa 500 triệu đồng: 50 % của 1.200 triệu lãi vay phải trả trong 02 năm đầu = 600 triệu, trần 500 triệu"
        f" (khoản 14 Điều 8, {TT28}).",
    ),
    # N16, N19.
    Row(
        "2014-04-08", "ESTABLISHMENT_POLLUTION", 1200, 300,
        f"Tối đa 300 triệu đồng: 30 % của 1.200 triệu = 360 triệu, trần 300 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-10", "ESTABLISHMENT_POLLUTION", 500, 150,
        f"Tối đa 150 triệu đồng: 30 % của 500 triệu = 150 triệu, trần 300 triệu ({TTLT26}).",
    ),
    Row(
        "2018-05-11", "ESTABLISHMENT_POLLUTION", 500, 150,
        "Tối đa 150 triệu đồng: 30 % của 500 triệu = 150 triệu, trần 300 triệu"
        f" (Điều 8, {TT28}; cần đối chiếu văn bản).",
        binding=False,
    ),
    Row("2018-05-10", "CLUSTER_INFRASTRUCTURE", 9000, 3000, f"Tối đa 3.000 triệu đồng: trần 3.000 triệu ({TTLT26})."),
    Row(
        "2018-05-11", "CLUSTER_INFRASTRUCTURE", 9000, 6000,
        f"Tối đa 6.000 triệu đồng: trần 6.000 triệu (Điều 8, {TT28}).",
    ),
    # Đắk Lắk: its resolution of 26/7/2025; on the eve the country's level is shown for comparison, and never blocks.
    Row(
        "2025-07-25", "DEMO_MODEL", 3000, 900,
        "Tối đa 900 triệu đồng: 30 % của 3.000 triệu = 900 triệu, trần 1.000 triệu"
        f" (tham chiếu mức quốc gia, khoản 2 Điều 8, {TT28}; chưa xác minh).",
        province="Đắk Lắk", binding=False,
    ),
    Row(
        "2025-07-26", "DEMO_MODEL", 3000, 800,
        "Tối đa 800 triệu đồng: 30 % của 3.000 triệu = 900 triệu, trần 800 triệu"
        " (Quy định mức chi cho hoạt động khuyến công địa phương trên địa bàn tỉnh Đắk Lắk).",
        province="Đắk Lắk",
    ),
    Row(
        "2025-07-26", "CLEANER_PRODUCTION", 3000, 400,
        "Tối đa 400 triệu đồng: 30 % của 3.000 triệu = 900 triệu, trần 400 triệu"
        " (Quy định mức chi cho hoạt động khuyến công địa phương trên địa bàn tỉnh Đắk Lắk).",
        province="Đắk Lắk",
    ),
    Row(
        "2025-07-26", "STARTUP", 40, 10,
        "Tối đa 10 triệu đồng: trần 10 triệu"
        " (Quy định mức chi cho hoạt động khuyến công địa phương trên địa bàn tỉnh Đắk Lắk).",
        province="Đắk Lắk", given=DIFFICULT,
    ),
    # Đồng Tháp: by registered capital, 12/12/2014 – 11/4/2019.
    Row(
        "2014-12-12", "STARTUP", 40, 10, "Tối đa 10 triệu đồng: trần 10 triệu (29/2014/QĐ-UBND).",
        province="Đồng Tháp", given={"registered_capital": 20_000 * MILLION + 1},
    ),
    Row(
        "2014-12-12", "STARTUP", 40, 5, "Tối đa 5 triệu đồng: trần 5 triệu (29/2014/QĐ-UBND).",
        province="Đồng Tháp", given={"registered_capital": 20_000 * MILLION},
    ),
    Row(
        "2019-04-11", "STARTUP", 40, 5, "Tối đa 5 triệu đồng: trần 5 triệu (29/2014/QĐ-UBND).",
        province="Đồng Tháp", given={"registered_capital": 10_000 * MILLION},
    ),
    Row(
        "2019-04-12", "STARTUP", 40, 10,
        f"Tối đa 10 triệu đồng: trần 10 triệu (tham chiếu mức quốc gia, khoản 1 Điều 8, {TT28}; chưa xác minh).",
        province="Đồng Tháp", given={"registered_capital": 10_000 * MILLION, **DIFFICULT}, binding=False,
    ),
    Row(
        "2014-12-11", "STARTUP", 40, 10,
        f"Tối đa 10 triệu đồng: trần 10 triệu (tham chiếu mức quốc gia, {TTLT26}; chưa xác minh).",
        province="Đồng Tháp", given={"registered_capital": 10_000 * MILLION, **DIFFICULT}, binding=False,
    ),
    Row(
        "2016-01-01", "STARTUP", 40, None,
        "Có 3 mức: vốn đăng ký trên 20.000 triệu đồng: tối đa 10 triệu; vốn đăng ký từ 10.000 đến 20.000 triệu"
        " đồng: tối đa 5 triệu; vốn đăng ký dưới 10.000 triệu đồng: chưa biết mức (29/2014/QĐ-UBND)."
        " Cần biết vốn đăng ký.",
        province="Đồng Tháp", binding=False,
    ),
)  # fmt: skip


def _told(row: Row) -> Ceiling | None:
    content = ActivityContent.objects.get(code=row.content)
    day = date.fromisoformat(row.day)
    name = row.province or "Đắk Lắk"
    province = Unit.objects.get(level="PROVINCE", name=name, valid__contains=day)
    choice = norm_choice_on(
        day, content, national=not row.province, province_id=province.pk, given=row.given or NOTHING_KNOWN
    )
    return ceiling_by(choice, Dong(round(row.cost * MILLION)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.day}-{row.content}-{row.province or 'KCQG'}")
def test_a_cost_gives_its_support_and_its_sentence(row: Row) -> None:
    found = _told(row)
    if not row.sentence:
        assert found is None
        return
    assert found is not None
    assert found.sentence == row.sentence
    assert found.amount == (None if row.support is None else round(row.support * MILLION))
    assert found.binding is row.binding


def test_every_norm_that_was_read_has_its_row() -> None:
    """The table is whole: a norm that is read tomorrow fails here until it has a row."""
    tried = {(row.content, row.province, date.fromisoformat(row.day)) for row in ROWS if row.binding}
    read = SupportNorm.objects.filter(confidence=Confidence.READ).select_related("content", "province")
    missing = [
        (norm.code, norm.content.code, str(norm.province or ""), norm.valid)
        for norm in read
        if not any(
            code == norm.content.code and place == (norm.province.name if norm.province else "") and day in norm.valid
            for code, place, day in tried
        )
    ]
    assert missing == []


def test_a_norm_holds_on_its_first_and_last_day_and_not_beside_them() -> None:
    for norm in SupportNorm.objects.select_related("content"):
        same = SupportNorm.objects.filter(code=norm.code, content=norm.content, province=norm.province)
        for edge in (norm.valid.lower, norm.valid.upper):
            if edge is None:
                continue
            before = same.filter(valid__contains=date.fromordinal(edge.toordinal() - 1))
            after = same.filter(valid__contains=edge)
            assert before.count() <= 1
            assert after.count() <= 1
            assert (norm in before, norm in after) == ((edge == norm.valid.upper), (edge == norm.valid.lower))
