"""What may follow what in a contract and in a payment."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.contracts.enums import ContractAction as Do
from khuyencong.flow.contracts.enums import ContractState as Is
from khuyencong.flow.contracts.enums import PaymentAction as Act
from khuyencong.flow.contracts.enums import PaymentState as Pay

CONTRACT = Lifecycle(
    name="hợp đồng",
    initial=Is.SIGNED,
    steps=(Step(Do.LIQUIDATE, frozenset({Is.SIGNED}), Is.LIQUIDATED, Can.CONTRACT_LIQUIDATE),),
    final=frozenset({Is.LIQUIDATED}),
)

PAYMENT = Lifecycle(
    name="khoản chi",
    initial=Pay.REQUESTED,
    steps=(
        Step(Act.CHECK, frozenset({Pay.REQUESTED}), Pay.CHECKED, Can.MONEY_ADVANCE),
        Step(Act.APPROVE, frozenset({Pay.CHECKED}), Pay.APPROVED, Can.MONEY_APPROVE),
        Step(Act.PAY, frozenset({Pay.APPROVED}), Pay.PAID, Can.MONEY_ADVANCE),
        Step(
            Act.RETURN,
            frozenset({Pay.REQUESTED, Pay.CHECKED, Pay.APPROVED}),
            Pay.RETURNED,
            Can.MONEY_RETURN,
            reason_owed=True,
        ),
        Step(Act.ASK_AGAIN, frozenset({Pay.RETURNED}), Pay.REQUESTED, Can.MONEY_REQUEST),
        Step(Act.CANCEL, frozenset({Pay.REQUESTED, Pay.RETURNED}), Pay.CANCELLED, Can.MONEY_REQUEST, reason_owed=True),
        Step(Act.REVERSE, frozenset({Pay.PAID}), Pay.REVERSED, Can.MONEY_ADVANCE, reason_owed=True),
    ),
    final=frozenset({Pay.CANCELLED, Pay.REVERSED}),
)
