"""The plan's own acts: programmes, who approves, money handed down, scenarios to compare, a line carried over."""

from datetime import date
from typing import Final

from khuyencong.core.money import Dong
from khuyencong.core.scope import NATION, Scope
from khuyencong.faces.cli.demo.provinces import PHU_YEN, QUANG_NAM
from khuyencong.faces.cli.demo.shares import million
from khuyencong.faces.cli.demo.wishes import Home
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import ApprovingBody, CarryTo, Fund, LineState, Source
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine
from khuyencong.flow.planning.queries import choosable
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.territory.models import Unit

YEAR: Final = 2018
_DAY: Final = date(2017, 12, 20)
_TARGETS: Final = (
    ("result.machinery", 90, "cơ sở"), ("result.demo_models", 8, "mô hình"), ("result.brands", 12, "cơ sở"),
)  # fmt: skip
_COUNTRY: Final = (
    ("result.machinery", 1_500, "cơ sở"), ("result.demo_models", 160, "mô hình"), ("result.fairs", 60, "hội chợ"),
)  # fmt: skip


def write_planning(homes: list[Home]) -> None:
    """Write what the plan's own pages show; no figure of 2017's first half changes."""
    here = next(home for home in homes if home.code == PHU_YEN)
    _programme(NATION, "Chương trình khuyến công quốc gia giai đoạn 2016–2020", _COUNTRY, "1288/QĐ-TTg")
    title = "Chương trình khuyến công tỉnh Phú Yên giai đoạn 2016–2020"
    _programme(Scope(here.unit.pk), title, _TARGETS, "2512/QĐ-UBND")
    _approvers(here)
    _delegation(homes)
    local = Envelope.objects.get(plan__province=here.unit, plan__year=YEAR, source=Source.PROVINCIAL, unit=None)
    district = Unit.objects.filter(parent=here.unit, valid__contains=_DAY).order_by("code")[0]
    planning.delegate_envelope(SYSTEM, local, to=district, amount=million(60), today=_DAY)
    _scenarios(local)
    _carry(here)


def _programme(place: Scope, title: str, targets: tuple[tuple[str, int, str], ...], decision: str) -> None:
    money = {Source.NATIONAL: million(18_000), Source.PROVINCIAL: million(20_000)}
    if place == NATION:
        money = {Source.NATIONAL: million(140_000), Source.PROVINCIAL: million(150_000)}
    programme = planning.draft_programme(
        SYSTEM,
        place,
        title=title,
        first_year=2016,
        last_year=2020,
        targets=[planning.Target(*target) for target in targets],
        money=money,
    )
    planning.approve_programme(SYSTEM, programme, decision=decision, approved_on=date(2016, 1, 15), today=_DAY)


def _approvers(here: Home) -> None:
    said = {"since": date(2014, 1, 1)}
    planning.set_approver(
        SYSTEM, NATION, body=ApprovingBody.MINISTRY, name="Bộ Công Thương", signer="Bộ trưởng", symbol="QĐ-BCT", **said
    )
    planning.set_approver(
        SYSTEM,
        Scope(here.unit.pk),
        body=ApprovingBody.PEOPLES_COMMITTEE,
        name="Ủy ban nhân dân tỉnh Phú Yên",
        signer="Chủ tịch",
        symbol="QĐ-UBND",
        **said,
    )


def _delegation(homes: list[Home]) -> None:
    plan = planning.open_plan(SYSTEM, NATION, year=YEAR, fund=Fund.NATIONAL)
    country = planning.give_envelope(SYSTEM, plan, source=Source.NATIONAL, amount=million(20_000))
    for home in homes:
        if home.code in {PHU_YEN, QUANG_NAM}:
            planning.delegate_envelope(SYSTEM, country, to=home.unit, amount=million(1_500), today=_DAY)


def _scenarios(envelope: Envelope) -> None:
    ready = list(choosable(envelope))
    full = [planning.Choice(project.pk, million(140)) for project in ready]
    planning.draft_scenario(SYSTEM, envelope, name="Theo thứ tự xếp hạng", choices=full)
    part = [planning.Choice(choice.project_id, Dong(choice.amount // 2)) for choice in full]
    note = "Mỗi đề án một nửa, dành tiền cho các đề án đang thẩm định"
    planning.draft_scenario(SYSTEM, envelope, name="Chia đều", note=note, choices=part)


def _carry(here: Home) -> None:
    """Carry the smallest local line of 2017 that nobody signed into 2018."""
    lines = PlanLine.objects.filter(
        project__province=here.unit, envelope__plan__year=2017, envelope__source=Source.PROVINCIAL
    )
    line = (
        lines.filter(state=LineState.PLANNED, current__gt=0, effective_on__isnull=False)
        .order_by("current", "pk")
        .first()
    )
    later = AnnualPlan.objects.filter(province=here.unit, year=YEAR, fund=Fund.LOCAL)
    if line is not None and later.exists():
        planning.carry_over(
            SYSTEM,
            line,
            to=CarryTo.NEXT_YEAR,
            decision="2671/QĐ-UBND",
            today=_DAY,
            reason="Cơ sở chưa nhận được máy trong năm, đề nghị thực hiện trong năm 2018",
        )
