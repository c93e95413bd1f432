"""What may follow what in a contract."""

from khuyencong.core.capabilities import Can
from khuyencong.core.lifecycle import Lifecycle, Step
from khuyencong.flow.contracts.enums import ContractAction as Do
from khuyencong.flow.contracts.enums import ContractState as Is

CONTRACT = Lifecycle(
    name="hợp đồng",
    initial=Is.SIGNED,
    steps=(Step(Do.LIQUIDATE, frozenset({Is.SIGNED}), Is.LIQUIDATED, Can.CONTRACT_LIQUIDATE),),
    final=frozenset({Is.LIQUIDATED}),
)
