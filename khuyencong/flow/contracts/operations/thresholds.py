"""Who must approve how much: the thresholds of a province, or of the whole country."""

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotAllowed
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.flow.contracts.enums import Approver
from khuyencong.flow.contracts.models import ApprovalThreshold
from khuyencong.flow.planning.enums import Fund
from khuyencong.flow.planning.lifecycle import power_over


@operation(Can.MONEY_RULES, verb="Đặt hạn mức duyệt chi")
def set_threshold(
    actor: Acting, place: Scope, *, fund: Fund, above: Dong, approver: Approver, decision: str
) -> ApprovalThreshold:
    """Let ``approver`` approve payments above ``above`` đồng of a fund in ``place``; said again, it is changed."""
    _owes_power(actor, fund, place)
    require(above >= 0, "Mức tiền không được âm.", field="above")
    require(decision.strip(), "Hãy ghi văn bản quy định hạn mức.", field="decision")
    require(
        approver is not Approver.AGENCY or fund is Fund.NATIONAL,
        "Kinh phí địa phương không do cơ quan trung ương duyệt chi.",
        field="approver",
    )
    row, _ = ApprovalThreshold.objects.update_or_create(
        province_id=place.province_id,
        fund=fund,
        above=above,
        defaults={"approver": approver, "decision": decision.strip()},
    )
    return row


@operation(Can.MONEY_RULES, verb="Bỏ hạn mức duyệt chi", reason_owed=True)
def drop_threshold(actor: Acting, threshold: ApprovalThreshold, *, reason: str) -> None:
    """Remove a threshold; the log keeps it."""
    _owes_power(actor, Fund(threshold.fund), threshold)
    threshold.delete()


def _owes_power(actor: Acting, fund: Fund, target: object) -> None:
    if not actor.may(power_over(fund), target):
        raise NotAllowed(f"Việc của {fund.label} không do anh/chị quyết định: {fund.decided_by} quyết định.")
