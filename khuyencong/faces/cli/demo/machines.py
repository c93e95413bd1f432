"""Machines, promised outputs and schedules of the demonstration: drawn from each đề án's own words.

No number is drawn from the book's common source, so that the figures do not move when a machine does.
"""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.wishes import Share, Wish
from khuyencong.flow.proposals.enums import OutputMeasure
from khuyencong.flow.proposals.parts.operations import Parts
from khuyencong.flow.proposals.parts.rules import MachineAsk, OutputAsk, Stretch

EQUIPPED: Final = frozenset({"MACHINERY", "PRODUCTION_LINE", "DEMO_MODEL"})
"""Contents whose items are machines."""

ORIGINS: Final = ("Việt Nam", "Việt Nam", "Đài Loan", "Trung Quốc", "Nhật Bản", "Hàn Quốc", "Đức", "Ý")
_LETTERS: Final = "ABCDEGHKLMNPRSTV"
_POWERS: Final = ("3,7 kW", "5,5 kW", "7,5 kW", "11 kW", "15 kW", "22 kW")
_YIELDS: Final = ("80 kg/giờ", "150 kg/giờ", "300 kg/giờ", "0,5 tấn/ca", "1,2 tấn/ca", "2 tấn/ca")


def parts_of(wish: Wish) -> Parts | None:
    """Return what a đề án that buys machines says of them; none for another."""
    if wish.content not in EQUIPPED:
        return None
    rng = Random(f"{wish.year} {wish.name} {wish.amount}")  # noqa: S311  the same machine every time, not a secret
    new: list[MachineAsk] = []
    old: list[MachineAsk] = []
    for at, share in enumerate(wish.shares):
        replaces = None
        if rng.random() < 0.4:
            replaces = len(wish.shares) + len(old)
            old.append(_old(at, share, wish.year, rng))
        new.append(machine(at, share.description, share.cost, wish.year, rng, replaces=replaces))
    return Parts(
        place=_place(wish),
        starts_on=date(wish.year, 1, 2),
        ends_on=date(wish.year, 12, 15),
        machines=[*new, *old],
        outputs=_outputs(wish, rng),
        milestones=[
            Stretch("Chọn nhà cung cấp, ký hợp đồng", date(wish.year, 2, 1), date(wish.year, 4, 30)),
            Stretch("Lắp đặt, chạy thử máy", date(wish.year, 5, 2), date(wish.year, 9, 30)),
            Stretch("Nghiệm thu, quyết toán", date(wish.year, 10, 1), date(wish.year, 12, 15)),
        ],
    )


def machine(at: int, words: str, cost: Dong, year: int, rng: Random, *, replaces: int | None = None) -> MachineAsk:
    """Return the sheet of the machine that item ``at`` buys for ``cost``."""
    code = f"{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}-{rng.randrange(100, 999)}"
    return MachineAsk(
        at,
        words,
        model=code,
        specification=f"Công suất {rng.choice(_POWERS)}, năng suất {rng.choice(_YIELDS)}",
        origin=rng.choice(ORIGINS),
        made_in=year - rng.choice((0, 0, 1)),
        unit_price=cost,
        technology="Nguyên liệu – sơ chế – gia công trên máy – kiểm tra – đóng gói",
        replaces=replaces,
    )


def _old(at: int, share: Share, year: int, rng: Random) -> MachineAsk:
    """Return the machine that is used until now: smaller, older, of unknown price."""
    kind = share.description.split()
    name = " ".join(kind[: 4 if kind[0] == "Hệ" else 3])
    return MachineAsk(
        at,
        f"{name} thủ công",
        old=True,
        origin="Việt Nam",
        made_in=year - rng.randrange(8, 20),
        specification="Vận hành bằng tay",
    )


def _outputs(wish: Wish, rng: Random) -> list[OutputAsk]:
    served = len(wish.shares)
    first = OutputMeasure.MODELS if wish.content == "DEMO_MODEL" else OutputMeasure.MACHINES
    return [
        OutputAsk(first, Decimal(served)),
        OutputAsk(OutputMeasure.JOBS, Decimal(served * rng.randrange(2, 7))),
        OutputAsk(OutputMeasure.REVENUE, Decimal(rng.randrange(10, 31))),
    ]


def _place(wish: Wish) -> str:
    first = next(wish.workshops(), None)
    return f"{first.place.commune}, {first.place.district}" if first else wish.home.unit.name
