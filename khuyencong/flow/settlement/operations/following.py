"""Ending a contract, and looking, years later, at what came of the support."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.contracts import operations as contracts
from khuyencong.flow.contracts.enums import ContractAction, ContractState
from khuyencong.flow.contracts.lifecycle import CONTRACT
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.settlement.models import Acceptance, EffectSurvey
from khuyencong.flow.settlement.queries import missing_for_liquidation
from khuyencong.flow.settlement.rules import ROUNDS, survey_day


@dataclass(frozen=True)
class SurveyTold:
    """What a visit found; ``revenue`` in đồng, of the whole year before the visit (``None``: not told)."""

    surveyed_on: date
    surveyor: str
    in_use: bool
    new_jobs: int
    workers: int | None = None
    revenue: Dong | None = None
    output: str = ""
    replicated: int = 0
    remarks: str = ""


@operation(Can.CONTRACT_LIQUIDATE, verb="Thanh lý hợp đồng")
def liquidate(actor: Acting, contract: Contract, *, today: date) -> Contract:
    """Close a contract with nothing missing, and write when the effect of its accepted items is to be looked at."""
    CONTRACT.step(ContractAction.LIQUIDATE, ContractState(contract.state))
    missing = [one.text for one in missing_for_liquidation(contract, today) if one.blocks]
    require(not missing, " ".join(missing))
    ended = contracts.liquidate(actor, contract, today=today)
    rows = Acceptance.objects.filter(item__project=contract.line.project_id, item__establishment__isnull=False)
    _schedule(list(rows))
    return ended


@operation(Can.EFFECT_RECORD, verb="Lập lịch theo dõi hiệu quả")
def schedule_surveys(actor: Acting, acceptance: Acceptance) -> list[EffectSurvey]:
    """Write when the effect of an accepted item is to be looked at, 1 to 3 years after; what is there stays."""
    require(acceptance.item.establishment_id is not None, "Hạng mục không hỗ trợ một cơ sở: không theo dõi hiệu quả.")
    written = _schedule([acceptance])
    require(written, "Lịch theo dõi hiệu quả đã lập.")
    return written


@operation(Can.EFFECT_RECORD, verb="Ghi khảo sát hiệu quả")
def record_survey(actor: Acting, survey: EffectSurvey, *, told: SurveyTold, today: date) -> EffectSurvey:
    """Record what a visit found."""
    require(survey.surveyed_on is None, "Lần khảo sát này đã ghi: hãy hủy trước khi ghi lại.")
    require(told.surveyed_on <= today, "Ngày khảo sát không thể ở tương lai.", field="surveyed_on")
    accepted = Acceptance.objects.filter(item=survey.item_id).first()
    require(
        accepted is None or told.surveyed_on >= accepted.accepted_on,
        "Ngày khảo sát phải sau ngày nghiệm thu.",
        field="surveyed_on",
    )
    require(told.surveyor.strip(), "Hãy ghi người khảo sát.", field="surveyor")
    require(told.new_jobs >= 0, "Số việc làm không được âm.", field="new_jobs")
    require(told.revenue is None or told.revenue >= 0, "Doanh thu không được âm.", field="revenue")
    require(
        told.workers is None or told.new_jobs <= told.workers,
        "Việc làm tăng thêm không thể nhiều hơn số lao động.",
        field="new_jobs",
    )
    for name in ("surveyed_on", "in_use", "new_jobs", "workers", "revenue", "replicated"):
        setattr(survey, name, getattr(told, name))
    for name in ("surveyor", "output", "remarks"):
        setattr(survey, name, getattr(told, name).strip())
    survey.save()
    return survey


@operation(Can.EFFECT_RECORD, verb="Hủy khảo sát ghi nhầm", reason_owed=True)
def cancel_survey(actor: Acting, survey: EffectSurvey, *, reason: str) -> EffectSurvey:
    """Make a survey due again; the log keeps what it said."""
    require(survey.surveyed_on is not None, "Lần khảo sát này chưa ghi.")
    for name in ("surveyed_on", "in_use", "new_jobs", "workers", "revenue", "replicated"):
        setattr(survey, name, None)
    survey.surveyor = survey.output = survey.remarks = ""
    survey.save()
    return survey


def _schedule(acceptances: Sequence[Acceptance]) -> list[EffectSurvey]:
    """Write the surveys that are not there yet, within an operation that is open.  Two queries."""
    held = set(EffectSurvey.objects.filter(item__acceptance__in=acceptances).values_list("item", "round"))
    rows = [
        EffectSurvey(item_id=row.item_id, round=years, due_on=survey_day(row.accepted_on, years))
        for row in acceptances
        for years in ROUNDS
        if (row.item_id, years) not in held
    ]
    return EffectSurvey.objects.bulk_create(rows)
