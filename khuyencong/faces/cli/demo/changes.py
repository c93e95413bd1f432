"""What goes otherwise than planned: đề án adjusted, stopped, and the freed money given to others within the month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.projects import Maker
from khuyencong.faces.cli.demo.provinces import LAM_DONG
from khuyencong.faces.cli.demo.shares import day_in, million
from khuyencong.faces.cli.demo.targets import ILLUSTRATIVE_ADJUSTED
from khuyencong.faces.cli.demo.wishes import Days, Fate, Wish
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.supervision.enums import AdjustmentKind as Kind


@dataclass(eq=False)
class Change:
    """A request with its decision.  ``delta`` moves the plan line; ``granted`` None: still waits."""

    wish: Wish
    kind: Kind
    requested_on: date
    decided_on: date
    explanation: str
    before: str = ""
    after: str = ""
    delta: Dong = Dong(0)
    granted: bool | None = True


_STOPS: Final = {
    (2016, 1): (("51", "RESERVE"),),
    (2016, 2): (("49", "RESERVE"), ("64", "RESERVE")),
    (2017, 1): (("62", "RESERVE"), ("45", "MORE")),
    (2017, 2): (("44", ""), ("58", "RESERVE")),
}
"""By year and half: in which province a đề án stops, and where its money goes (nowhere: back to the envelope)."""

_KINDS: Final = (
    Kind.TIME, Kind.PLACE, Kind.TIME, Kind.BENEFICIARY, Kind.CONTENT, Kind.TIME, Kind.PARTNER, Kind.TIME, Kind.PLACE,
    Kind.BENEFICIARY, Kind.TIME,
)  # fmt: skip


def choose(wishes: Sequence[Wish], makers: dict[str, Maker], year: int, rng: Random) -> tuple[list[Change], list[Wish]]:
    """Choose what of a year's wishes changes; return the changes, and the wishes that take freed money."""
    changes: list[Change] = []
    reserves: list[Wish] = []
    for half in (1, 2):
        for code, heir in _STOPS[year, half]:
            found, more = _stop(wishes, makers[code], half, heir, rng)
            changes += found
            reserves += more
        if (year, half) == (2017, 1):
            changes += _swap(wishes, rng)
        if (year, half) == (2017, 2):
            changes += [
                _stopped(wish, 2, rng) for wish in wishes if wish.fate is Fate.STOP and wish.home.code == LAM_DONG
            ]
        told = {change.wish for change in changes if change.wish.year == year and _half(change) == half}
        adjusted = sum(1 for change in changes if _half(change) == half and change.kind is not Kind.STOP)
        changes += _plain(
            wishes, {*told, *(c.wish for c in changes)}, half, ILLUSTRATIVE_ADJUSTED[year, half] - adjusted, rng
        )
    return changes, reserves


def _half(change: Change) -> int:
    return 1 if change.decided_on.month <= 6 else 2


def _free(wish: Wish) -> bool:
    """Say whether a wish may be chosen: local machines of a plan approved early, not chosen yet."""
    local = wish.source is Source.PROVINCIAL and wish.effective < date(wish.year, 4, 1)
    return local and wish.content == "MACHINERY" and wish.fate is Fate.RUN and not wish.late and wish.started is None


def _stop(wishes: Sequence[Wish], maker: Maker, half: int, heir: str, rng: Random) -> tuple[list[Change], list[Wish]]:
    """Stop one đề án of the maker's province; its money goes to ``heir`` in the same month."""
    here = [wish for wish in wishes if wish.home is maker.home and _free(wish)]
    wish = min(here, key=lambda wish: (len(wish.shares), -wish.amount))
    wish.fate = Fate.STOP
    stop = _stopped(wish, half, rng)
    if heir == "RESERVE":
        reserve = maker.machinery(wish.source, [share.support for share in wish.shares])
        reserve.fate, reserve.added_on, reserve.started = Fate.RESERVE, stop.decided_on, False
        return [stop], [reserve]
    if heir == "MORE":
        rest = [
            other
            for other in here
            if other is not wish and (other.amount + wish.amount) // len(other.shares) <= million(200)
        ]
        other = rest[-1]
        reason = f"Bổ sung kinh phí từ đề án ngừng triển khai tại {wish.home.unit.name}, theo đề nghị của trung tâm"
        return [stop, _money(other, wish.amount, stop.decided_on, reason)], []
    return [stop], []


def _stopped(wish: Wish, half: int, rng: Random) -> Change:
    month = 5 if half == 1 else 9
    asked = day_in(rng, date(wish.year, month, 8), date(wish.year, month, 14))
    decided = day_in(rng, date(wish.year, month, 18), date(wish.year, month, 22))
    number = rng.randrange(10, 90)
    reasons = (
        f"Cơ sở không bố trí được vốn đối ứng, có Đơn xin ngừng số {number:02d}/ĐN ngày {asked:%d/%m/%Y}",
        f"Cơ sở đã đầu tư công nghệ khác trước khi có kinh phí, Công văn số {number}/CV ngày {asked:%d/%m/%Y}",
    )
    if wish.home.code == LAM_DONG:
        reasons = (
            f"Cơ sở chuyển sang đề án khuyến công quốc gia bổ sung, Công văn số {number}/CV ngày {asked:%d/%m/%Y}",
        ) * 2
    for share in wish.shares:
        share.half = 0
    return Change(wish, Kind.STOP, asked, decided, rng.choice(reasons), "Trong kế hoạch năm", "Ngừng triển khai")


def _swap(wishes: Sequence[Wish], rng: Random) -> Iterator[Change]:
    """Take 20 triệu from one đề án of Khánh Hòa and give them to another on one day."""
    less, more = [wish for wish in wishes if wish.home.code == "56" and _free(wish) and len(wish.shares) > 1][:2]
    day = day_in(rng, date(less.year, 6, 5), date(less.year, 6, 15))
    yield _money(less, million(-20), day, "Giá máy sau chào hàng cạnh tranh thấp hơn dự toán, theo Biên bản chào hàng")
    yield _money(more, million(20), day, "Cơ sở đầu tư thêm thiết bị phụ trợ, đã cam kết đủ vốn đối ứng")


def _money(wish: Wish, delta: Dong, day: date, reason: str) -> Change:
    wish.late = True
    kind = Kind.MORE_MONEY if delta > 0 else Kind.LESS_MONEY
    before, after = (f"{amount // 1_000_000} triệu đồng" for amount in (wish.amount, wish.amount + delta))
    return Change(wish, kind, day - timedelta(days=7), day, reason, before, after, delta)


def _plain(wishes: Sequence[Wish], taken: set[Wish], half: int, count: int, rng: Random) -> Iterator[Change]:
    """Adjust ``count`` đề án without touching money."""
    candidates = [
        wish
        for wish in wishes
        if wish not in taken
        and wish.content == "MACHINERY"
        and wish.fate is Fate.RUN
        and wish.started is None
        and wish.effective < date(wish.year, 4, 1)
    ]
    for number, wish in enumerate(rng.sample(candidates, count)):
        first, last = (
            (date(wish.year, 4, 3), date(wish.year, 6, 9))
            if half == 1
            else (date(wish.year, 7, 17), date(wish.year, 10, 20))
        )
        asked = day_in(rng, first, last)
        decided = day_in(rng, asked + timedelta(days=6), asked + timedelta(days=19))
        yield _worded(wish, _KINDS[number % len(_KINDS)], asked, decided, rng)


def _worded(wish: Wish, kind: Kind, asked: date, decided: date, rng: Random) -> Change:
    workshop = next(wish.workshops())
    number = rng.randrange(21, 480)
    letter = f"theo Công văn số {number}/UBND-KT ngày {asked:%d/%m/%Y} của UBND {_low(workshop.place.district)}"
    match kind:
        case Kind.PLACE:
            words = (
                f"Cơ sở thay đổi mặt bằng sản xuất {letter}",
                workshop.place.commune,
                f"Cụm công nghiệp, {workshop.place.district}",
            )
        case Kind.BENEFICIARY:
            other = (
                f"Hộ kinh doanh {rng.choice(('Nguyễn', 'Trần', 'Lê'))} Văn {rng.choice(('Bảy', 'Sáu', 'Tín', 'Lộc'))}"
            )
            words = (f"Cơ sở cũ không còn nhu cầu; thay bằng cơ sở cùng ngành, {letter}", workshop.name[:290], other)
        case Kind.CONTENT:
            old = wish.shares[0].description
            new = next(machine for machine in workshop.trade.machines if machine != old)
            words = (f"Thay đổi chủng loại máy cho phù hợp nguyên liệu tại chỗ, {letter}", old, new)
        case Kind.PARTNER:
            words = (
                f"Thay đổi đơn vị phối hợp {letter}",
                f"UBND {_low(workshop.place.commune)}",
                f"Phòng Kinh tế và Hạ tầng {_low(workshop.place.district)}",
            )
        case _:
            late = 3 if decided.month <= 6 else 4
            wish.late = wish.late or decided.month <= 6
            words = (
                f"Nhà cung cấp giao máy chậm, {letter}",
                f"Hoàn thành trong quý {_ROMAN[late - 1]}",
                f"Hoàn thành trong quý {_ROMAN[late]}",
            )
    return Change(wish, kind, asked, decided, *words)


def _low(place: str) -> str:
    """Write "huyện Tuy An" inside a sentence."""
    return place[:1].lower() + place[1:]


_ROMAN: Final = ("", "I", "II", "III", "IV")


def days_before(wish: Wish, rng: Random) -> Days:
    """Draw the days of a proposal: drafted and sent in spring of the year before, concluded from August to October."""
    year = wish.year - 1
    if wish.fate is Fate.ADDED:
        summer = wish.year
        return Days(date(summer, 7, 4), date(summer, 7, 11), date(summer, 7, 20), date(summer, 8, 15))
    drafted = day_in(rng, date(year, 4, 4), date(year, 5, 12))
    sent = day_in(rng, drafted + timedelta(days=2), date(year, 5, 19))
    if wish.source is not Source.NATIONAL:
        return Days(drafted, sent, day_in(rng, date(year, 8, 8), date(year, 10, 20)))
    base = (date(year, 7, 11), date(year, 7, 22)) if wish.started else (date(year, 8, 1), date(year, 8, 31))
    return Days(drafted, sent, day_in(rng, *base), day_in(rng, date(year, 9, 12), date(year, 10, 28)))
