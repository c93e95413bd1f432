"""The files of two provinces' acceptances, and what came of the machines of the first year.

A random series of its own, so that what the other parts draw does not move.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.faces.cli.demo.shares import MILLION, portions, working_day
from khuyencong.flow.establishments.operations import record_year
from khuyencong.flow.settlement import operations as settlement
from khuyencong.flow.settlement.enums import SeatRole
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey
from khuyencong.flow.settlement.operations import AcceptanceFile, Machinery, Seat, SurveyTold, VoucherTold
from khuyencong.flow.settlement.queries import accepted_parts
from khuyencong.ground.access.actor import SYSTEM

_SELLERS: Final = (
    ("Công ty TNHH Cơ khí Đại Lợi (minh họa)", "9900000013"),
    ("Công ty Cổ phần Máy công nghiệp Miền Trung (minh họa)", "9900000020"),
    ("Công ty TNHH Thiết bị Tân Cường (minh họa)", "9900000038"),
)
_ORIGINS: Final = ("Việt Nam", "Đài Loan", "Trung Quốc", "Nhật Bản")
_LAST: Final = date(2018, 3, 30)
_EVERY: Final = 3


def file_of(acceptance: Acceptance, served: str, rng: Random, today: date) -> None:
    """Fill the file of an acceptance: who signed, the machine with its number, the vouchers of every source."""
    seller, code = rng.choice(_SELLERS)
    serial = f"{rng.choice('ABCDEH')}{rng.randrange(10_000, 99_999)}"
    day = working_day(acceptance.accepted_on - timedelta(days=rng.randrange(6, 30)))
    parts = {payer: amount for payer, amount in accepted_parts(acceptance).items() if amount}
    vouchers = [
        VoucherTold(payer, f"{rng.randrange(1, 9_999):07d}", day, seller, "Mua máy móc, thiết bị", Dong(part), code)
        for payer, amount in parts.items()
        for part in (portions(amount, (3, 2), MILLION) if amount > 400 * MILLION else [amount])
    ]
    seats = (
        Seat("Nguyễn Văn Hải", "Trung tâm Khuyến công", SeatRole.CHAIR),
        Seat("Trần Thị Kim Mai", "Sở Công Thương", SeatRole.MEMBER),
        Seat("Lê Quốc Nam", "Ủy ban nhân dân xã", SeatRole.WITNESS),
        Seat("Người đại diện", served[:200] or "Đơn vị thụ hưởng", SeatRole.BENEFICIARY),
    )
    machine = Machinery(
        acceptance.item.description,
        serial=serial,
        origin=rng.choice(_ORIGINS),
        price=Dong(acceptance.cost),
        explanation="Theo hợp đồng mua bán đã ký",
    )
    add = AcceptanceFile(seats, (machine,), vouchers)
    settlement.fill_file(SYSTEM, acceptance, add=add, today=today)


def write_effects(today: date) -> None:
    """Survey every third machine whose first year is over; its revenue of the year before is recorded with it."""
    rng = Random(2018)  # noqa: S311  the same book every time, not a secret
    rows = EffectSurvey.objects.filter(round=1, due_on__lte=_LAST, item__establishment__merged_into__isnull=True)
    due = rows.select_related("item__establishment", "item__acceptance").order_by("item")
    for survey in list(due)[::_EVERY]:
        workshop, accepted = survey.item.establishment, survey.item.acceptance
        assert workshop is not None
        before = Dong(rng.randrange(600, 4_000) * MILLION)
        year = accepted.accepted_on.year - 1
        if not workshop.year_figures.filter(year=year).exists():
            record_year(SYSTEM, workshop, year=year, revenue=before, workers=None, capital=None, today=today)
        jobs = rng.randrange(7)
        told = SurveyTold(
            surveyed_on=working_day(survey.due_on + timedelta(days=rng.randrange(20))),
            surveyor="Cán bộ Trung tâm Khuyến công",
            in_use=rng.random() > 0.06,
            new_jobs=jobs,
            workers=(workshop.workers or 8) + jobs,
            revenue=Dong(before * rng.randrange(92, 148) // 100 // MILLION * MILLION),
            replicated=rng.choice((0, 0, 0, 1, 2)),
        )
        settlement.record_survey(SYSTEM, survey, told=told, today=today)
