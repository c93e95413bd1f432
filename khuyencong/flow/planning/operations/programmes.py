"""Writing and approving five-year programmes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.flow.planning.enums import Fund, ProgrammeAction, ProgrammeState, Source
from khuyencong.flow.planning.lifecycle import PROGRAMME
from khuyencong.flow.planning.models import Programme, ProgrammeMoney, ProgrammeTarget
from khuyencong.flow.planning.operations.powers import owes_power

LONGEST = 10
"""Years; programmes run five, some eight (2021–2025, 2023–2030)."""


@dataclass(frozen=True)
class Target:
    """How much of an indicator (a code of figures) is to be reached, and in which unit."""

    indicator: str
    quantity: int
    unit: str


@operation(Can.PROGRAMME_DRAFT, verb="Lập chương trình giai đoạn")
def draft_programme(
    actor: Acting,
    place: Scope,
    *,
    title: str,
    first_year: int,
    last_year: int,
    targets: Sequence[Target] = (),
    money: Mapping[Source, Dong] | None = None,
) -> Programme:
    """Write the programme of a province, or (without one) of the country."""
    _owes(actor, place.province_id, place)
    programme = Programme(province_id=place.province_id)
    _say(programme, title=title, first_year=first_year, last_year=last_year)
    _write(programme, targets, money or {})
    return programme


@operation(Can.PROGRAMME_DRAFT, verb="Sửa chương trình giai đoạn")
def revise_programme(
    actor: Acting,
    programme: Programme,
    *,
    title: str,
    first_year: int,
    last_year: int,
    targets: Sequence[Target],
    money: Mapping[Source, Dong],
) -> Programme:
    """Write a programme anew while it is a draft."""
    _owes(actor, programme.province_id, programme)
    draft = programme.state == ProgrammeState.DRAFT
    require(draft, "Chương trình đã phê duyệt: không sửa được nữa.")
    _say(programme, title=title, first_year=first_year, last_year=last_year)
    programme.targets.all().delete()
    programme.money.all().delete()
    _write(programme, targets, money)
    return programme


@operation(Can.PROGRAMME_APPROVE, verb="Phê duyệt chương trình giai đoạn")
def approve_programme(
    actor: Acting, programme: Programme, *, decision: str, approved_on: date, today: date
) -> Programme:
    """Approve by a decision; from then on its targets stand."""
    _owes(actor, programme.province_id, programme)
    step = PROGRAMME.step(ProgrammeAction.APPROVE, ProgrammeState(programme.state))
    require(decision.strip(), "Hãy ghi số quyết định phê duyệt.", field="decision")
    require(approved_on <= today, "Ngày phê duyệt không thể ở tương lai.", field="approved_on")
    require(programme.targets.exists(), "Chương trình chưa có mục tiêu nào.")
    programme.state, programme.approved_on, programme.decision = step.target, approved_on, decision.strip()
    programme.save()
    return programme


def _owes(actor: Acting, province_id: int | None, target: object) -> None:
    owes_power(actor, Fund.LOCAL if province_id else Fund.NATIONAL, target)


def _say(programme: Programme, *, title: str, first_year: int, last_year: int) -> None:
    require(title.strip(), "Hãy ghi tên chương trình.", field="title")
    require(first_year <= last_year, "Năm cuối phải từ năm đầu.", field="last_year")
    require(last_year - first_year < LONGEST, f"Chương trình dài nhất {LONGEST} năm.", field="last_year")
    others = Programme.objects.filter(province=programme.province_id, first_year__lte=last_year)
    other = others.filter(last_year__gte=first_year).exclude(pk=programme.pk).first()
    require(other is None, f"Đã có “{other}” trong các năm này.", field="first_year")
    programme.title, programme.first_year, programme.last_year = title.strip(), first_year, last_year
    programme.save()


def _write(programme: Programme, targets: Sequence[Target], money: Mapping[Source, Dong]) -> None:
    require(all(target.quantity > 0 for target in targets), "Mục tiêu phải lớn hơn 0.")
    ProgrammeTarget.objects.bulk_create(
        ProgrammeTarget(programme=programme, indicator=row.indicator, quantity=row.quantity, unit=row.unit)
        for row in targets
    )
    ProgrammeMoney.objects.bulk_create(
        ProgrammeMoney(programme=programme, source=source, amount=amount)
        for source, amount in money.items()
        if amount > 0
    )
