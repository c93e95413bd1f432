"""Workshops that do not exist, at communes that do.

Tax codes begin with 99, which no tax office gives, and carry a right check digit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from stdnum.vn import mst

from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.trades import TRADES, Trade
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.establishments.operations import Particulars, correct, register
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit

MAP_DAY: Final = date(2017, 6, 30)

FAMILY: Final = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Đặng", "Bùi", "Phan", "Hồ", "Đỗ", "Ngô", "Cao", "Đinh",
)  # fmt: skip
_MEN: Final = ("An", "Cường", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Sơn", "Vinh")
_WOMEN: Final = ("Hạnh", "Hoa", "Lan", "Liên", "Mai", "Nga", "Nhàn", "Phượng", "Tâm", "Thảo", "Thu")
GIVEN: Final = (
    (("Văn", "Quốc", "Hữu", "Đình", "Minh"), _MEN),
    (("Thị", "Thị Kim", "Thị Ngọc"), _WOMEN),
)
"""Middle and given names of men, and of women."""
COAST: Final = frozenset(
    f"{kind} {name}"
    for kind, names in (
        ("Huyện", ("Quảng Trạch", "Bố Trạch", "Lệ Thủy", "Duy Xuyên", "Thăng Bình", "Núi Thành", "Bình Sơn", "Mộ Đức")),
        (
            "Huyện",
            ("Phù Mỹ", "Phù Cát", "Tuy Phước", "Tuy An", "Vạn Ninh", "Cam Lâm", "Ninh Hải", "Thuận Nam", "Ninh Phước"),
        ),
        ("Thị xã", ("Ba Đồn", "Điện Bàn", "Đức Phổ", "Hoài Nhơn", "Sông Cầu", "Đông Hòa", "Ninh Hòa")),
    )
    for name in names
)
"""Districts by the sea: where fish is dried and sauce is made."""
BRANDS: Final = (
    "Thành Đạt", "Minh Phát", "Hưng Thịnh", "Tân Lập", "Phú Hòa", "An Phú", "Đại Lộc", "Hòa Bình",
    "Trường Sơn", "Đông Á", "Kim Long", "Bảo Tín", "Thiên Ân", "Nam Cường", "Việt Tiến", "Hoàng Gia",
    "Xanh Việt", "Tân Phát", "Duyên Hải", "Quang Minh", "Thuận An", "Phước Lộc", "Tiến Phát", "Ngọc Hải",
    "Vạn Xuân", "Đức Thành", "Toàn Thắng", "Gia Hưng",
)  # fmt: skip

_FORMS: Final = (
    (LegalForm.COMPANY, "Công ty TNHH MTV {stem} {brand}"),
    (LegalForm.COMPANY, "Công ty TNHH {stem} {brand}"),
    (LegalForm.COMPANY, "Công ty Cổ phần {stem} {brand}"),
    (LegalForm.SOLE_PROPRIETORSHIP, "Doanh nghiệp tư nhân {stem} {brand}"),
    (LegalForm.COOP, "HTX {stem} {place}"),
    (LegalForm.COOP_GROUP, "Tổ hợp tác {stem} {place}"),
    (LegalForm.HOUSEHOLD, "Hộ kinh doanh {person}"),
    (LegalForm.HOUSEHOLD, "Cơ sở {stem} {person}"),
)


@dataclass(frozen=True)
class Place:
    """A commune with its district, by the map of 2017."""

    commune_id: int
    commune: str
    district: str


@dataclass(eq=False)
class Workshop:
    """An establishment to be.  ``row`` is filled when it is registered."""

    province: Unit
    particulars: Particulars
    trade: Trade
    place: Place
    registered_on: date
    owner: str
    row: Establishment | None = None

    @property
    def name(self) -> str:
        """The name in the register."""
        return self.particulars.name

    @property
    def id(self) -> int:
        """The key in the register."""
        assert self.row is not None, f"{self.name} is not registered yet"
        return self.row.pk

    def register(self) -> None:
        """Enter the register, once."""
        if self.row is None:
            place = Scope(self.province.pk)
            self.row = register(SYSTEM, place, particulars=self.particulars, today=self.registered_on)

    def found(self, day: date, tax_code: str, name: str) -> None:
        """Turn the household into a company founded on ``day``."""
        assert self.row is not None
        old = self.particulars
        self.particulars = Particulars(
            name, LegalForm.COMPANY, tax_code, old.commune_id, old.address, old.industry, day, old.workers
        )
        self.row = correct(
            SYSTEM,
            self.row,
            particulars=self.particulars,
            version=self.row.version,
            today=day,
            reason="Chuyển đổi từ hộ kinh doanh",
        )


class Register:
    """Invents workshops, each under a name and a tax code of its own."""

    def __init__(self, provinces: Sequence[Unit], rng: Random) -> None:
        """Read the communes of ``provinces``."""
        self._rng = rng
        self._serial = 0
        self._names: set[str] = set()
        self._places = {province.pk: _places(province) for province in provinces}
        self.all: list[Workshop] = []

    def workshop(
        self, province: Unit, trade: str, registered_on: date, *, form: LegalForm | None = None, name: str = ""
    ) -> Workshop:
        """Invent one; ``form`` and ``name`` are drawn unless given."""
        rng, kind = self._rng, TRADES[trade]
        places = self._places[province.pk]
        place = rng.choice([one for one in places if one.district in COAST] if kind.by_the_sea else places)
        middles, givens = rng.choice(GIVEN)
        owner = f"{rng.choice(FAMILY)} {rng.choice(middles)} {rng.choice(givens)}"
        drawn = (form, name) if form and name else self._draw(kind, place, owner, form)
        legal, called = drawn
        founded = date(rng.randrange(1998, 2014), rng.randrange(1, 13), rng.randrange(1, 28))
        particulars = Particulars(
            name=called,
            legal_form=legal,
            tax_code=self.tax_code() if legal.needs_tax_code else "",
            commune_id=place.commune_id,
            address=f"{place.commune}, {place.district}, {province.name}",
            industry=kind.industry,
            founded_on=founded,
            workers=rng.randrange(4, 60),
        )
        found = Workshop(province, particulars, kind, place, registered_on, owner)
        self.all.append(found)
        return found

    def tax_code(self) -> str:
        """Return the next tax code that has a check digit."""
        while True:
            self._serial += 1
            body = f"99{self._serial:07d}"
            code = body + mst.calc_check_digit(body)
            if mst.is_valid(code):
                return code

    def company_name(self, workshop: Workshop) -> str:
        """Return the name of the company that a household becomes."""
        return self._unused(
            lambda: f"Công ty TNHH MTV {workshop.trade.stem} {self._rng.choice(BRANDS)}", workshop.place
        )

    def _draw(self, kind: Trade, place: Place, owner: str, form: LegalForm | None) -> tuple[LegalForm, str]:
        legal, pattern = self._rng.choice([pair for pair in _FORMS if form is None or pair[0] is form])
        short = place.commune.partition(" ")[2].removeprefix("trấn ")
        stem = kind.stem

        def candidate() -> str:
            return pattern.format(stem=stem, brand=self._rng.choice(BRANDS), place=short, person=owner)

        return legal, self._unused(candidate, place)

    def _unused(self, candidate: Callable[[], str], place: Place) -> str:
        name = candidate()
        for _ in range(4):
            if name not in self._names:
                break
            name = candidate()
        else:
            name = f"{name} – {place.commune}, {place.district}"
        if name in self._names:
            name = f"{name} ({len(self._names)})"
        self._names.add(name)
        return name


def _places(province: Unit) -> list[Place]:
    """Return the country communes and townships of ``province``; rural industry has no ward of a large city."""
    rows = (
        Unit.objects.filter(level=Level.COMMUNE, parent__parent=province, valid__contains=MAP_DAY)
        .exclude(name__startswith="Phường")
        .select_related("parent")
        .order_by("code")
    )
    islands = {"Huyện Hoàng Sa", "Huyện Trường Sa", "Huyện Cồn Cỏ"}
    return [Place(row.pk, row.name, row.parent.name) for row in rows if row.parent and row.parent.name not in islands]
