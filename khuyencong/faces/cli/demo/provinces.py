"""The fifteen provinces as the demonstration paints them.

Only the two cases of FIELD.md come from papers.  The weights, the trades, the days of approval and the names of the
centres are illustrative: plausible, and nobody's record.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

PHU_YEN: Final = "54"
QUANG_NAM: Final = "49"
BINH_DINH: Final = "52"
LAM_DONG: Final = "68"


@dataclass(frozen=True)
class ProvinceFacts:
    """A province.  Weights divide the region's money; ``district`` is the districts' share of local money, per cent.

    ``approved`` is when the local plan of 2016 and of 2017 was approved.  ``consults`` says in which of the two
    years its centre planned consulting.
    """

    code: str
    centre: str
    national: int
    local: int
    trades: tuple[str, ...]
    approved: tuple[date, date]
    district: int = 0
    consults: tuple[bool, bool] = (True, True)
    fairs: tuple[tuple[int, int], ...] = ()
    """The (year, half) in which it organises a fair."""
    startups: bool = False
    """Whether it has difficult areas where founding an enterprise is supported."""


_TRADE = "Trung tâm Khuyến công và Xúc tiến thương mại tỉnh"
_ADVICE = "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp tỉnh"

PROVINCES: Final = (
    ProvinceFacts(
        "44",
        f"{_TRADE} Quảng Bình",
        10,
        9,
        ("fish_sauce", "seafood", "wood", "bamboo", "brick", "mechanics"),
        (date(2016, 1, 20), date(2017, 1, 18)),
        fairs=((2016, 2),),
    ),
    ProvinceFacts(
        "45",
        f"{_TRADE} Quảng Trị",
        10,
        10,
        ("pepper", "oil", "rice", "wood", "brick", "mechanics", "ricepaper"),
        (date(2016, 2, 25), date(2017, 2, 23)),
        consults=(False, False),
        startups=True,
    ),
    ProvinceFacts(
        "46",
        f"{_ADVICE} Thừa Thiên Huế",
        18,
        13,
        ("oil", "bamboo", "garment", "ricepaper", "mechanics", "wood"),
        (date(2015, 12, 28), date(2016, 12, 27)),
        fairs=((2016, 1), (2017, 1)),
    ),
    ProvinceFacts(
        "48",
        "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp thành phố Đà Nẵng",
        10,
        14,
        ("stone", "mechanics", "ricepaper", "wood", "herb"),
        (date(2015, 12, 30), date(2016, 12, 29)),
        fairs=((2016, 2), (2017, 2)),
    ),
    ProvinceFacts(
        "49",
        f"{_TRADE} Quảng Nam",
        14,
        14,
        ("silk", "bamboo", "fish_sauce", "wood", "mechanics", "ricepaper", "herb"),
        (date(2016, 1, 27), date(2017, 1, 24)),
        district=20,
        fairs=((2017, 2),),
    ),
    ProvinceFacts(
        "51",
        f"{_ADVICE} Quảng Ngãi",
        12,
        11,
        ("seafood", "fruit", "brick", "mechanics", "wood", "ricepaper"),
        (date(2016, 2, 18), date(2017, 2, 16)),
        district=10,
    ),
    ProvinceFacts(
        "52",
        f"{_ADVICE} Bình Định",
        9,
        26,
        ("wood", "wine", "ricepaper", "seafood", "mechanics", "brick", "bamboo"),
        (date(2016, 3, 2), date(2017, 6, 15)),
    ),
    ProvinceFacts(
        "54",
        f"{_TRADE} Phú Yên",
        13,
        11,
        ("fish_sauce", "wood", "seafood", "cashew", "ricepaper", "mechanics", "bamboo"),
        (date(2016, 2, 3), date(2017, 2, 8)),
        district=15,
    ),
    ProvinceFacts(
        "56",
        f"{_TRADE} Khánh Hòa",
        12,
        12,
        ("nest", "seafood", "fish_sauce", "wood", "mechanics", "garment"),
        (date(2016, 1, 14), date(2017, 1, 12)),
        fairs=((2016, 2), (2017, 2)),
    ),
    ProvinceFacts(
        "58",
        "Trung tâm Khuyến công tỉnh Ninh Thuận",
        9,
        8,
        ("fruit", "wine", "brocade", "fish_sauce", "brick"),
        (date(2016, 3, 10), date(2017, 3, 9)),
        consults=(False, False),
    ),
    ProvinceFacts(
        "62",
        f"{_TRADE} Kon Tum",
        11,
        8,
        ("coffee", "herb", "brocade", "rubber_wood", "wine", "brick"),
        (date(2016, 3, 22), date(2017, 3, 21)),
        consults=(False, False),
        startups=True,
    ),
    ProvinceFacts(
        "64",
        f"{_ADVICE} Gia Lai",
        14,
        12,
        ("coffee", "pepper", "cashew", "rubber_wood", "brick", "mechanics"),
        (date(2016, 2, 26), date(2017, 3, 1)),
        startups=True,
    ),
    ProvinceFacts(
        "66",
        f"{_ADVICE} Đắk Lắk",
        17,
        13,
        ("coffee", "pepper", "rubber_wood", "mechanics", "fruit", "brocade"),
        (date(2016, 3, 24), date(2017, 3, 23)),
        district=12,
        fairs=((2017, 1),),
    ),
    ProvinceFacts(
        "67",
        f"{_ADVICE} Đắk Nông",
        11,
        8,
        ("coffee", "pepper", "cashew", "fruit", "brick", "brocade"),
        (date(2016, 3, 15), date(2017, 3, 14)),
        consults=(False, False),
        startups=True,
    ),
    ProvinceFacts(
        "68",
        f"{_ADVICE} Lâm Đồng",
        11,
        88,
        ("tea", "silk", "coffee", "fruit", "mechanics", "brocade", "brick"),
        (date(2016, 1, 12), date(2017, 1, 10)),
        consults=(False, True),
    ),
)

BY_CODE: Final = {facts.code: facts for facts in PROVINCES}
CASES: Final = frozenset({BINH_DINH, LAM_DONG})
"""The provinces whose year 2017 is told by FIELD.md."""
