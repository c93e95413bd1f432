"""What was seen at an acceptance against what the đề án proposed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from khuyencong.core.money import Dong, show_million
from khuyencong.core.text import fold
from khuyencong.flow.proposals.part_models import ExpectedOutput, Machine
from khuyencong.flow.settlement.models import Acceptance, AcceptedEquipment, MeasuredOutput


@dataclass(frozen=True)
class OutputRow:
    """A promised output: what this acceptance measured of it, and what the other items of the đề án did."""

    expected: ExpectedOutput
    measured: MeasuredOutput | None
    elsewhere: Decimal

    @property
    def shortfall(self) -> Decimal:
        """What is missing of the promise, over all items; 0 when it is kept."""
        here = self.measured.quantity if self.measured else Decimal(0)
        return max(Decimal(0), self.expected.quantity - here - self.elsewhere)


def outputs_of(acceptance: Acceptance) -> tuple[OutputRow, ...]:
    """Return the outputs that the đề án of an acceptance promised.  Three queries."""
    own = {row.expected_id: row for row in acceptance.outputs.select_related("expected")}
    project = acceptance.item.project_id
    others = MeasuredOutput.objects.filter(expected__project=project).exclude(acceptance=acceptance).order_by()
    sums = {row["expected"]: row["sum"] for row in others.values("expected").annotate(sum=Sum("quantity"))}
    promised = ExpectedOutput.objects.filter(project=project)
    return tuple(OutputRow(row, own.get(row.pk), sums.get(row.pk, Decimal(0))) for row in promised)


def differences(machine: Machine | None, *, name: str, model: str, price: Dong) -> tuple[str, ...]:
    """Return how a machine differs from the proposed one, a sentence each; ``None``: none was proposed."""
    if machine is None:
        return (f"“{name}” không có trong đề án.",)
    found = []
    if machine.model and fold(machine.model) != fold(model):
        found.append(f"Đề án: mẫu {machine.model}, nghiệm thu: {model or 'không ghi'}.")
    if machine.unit_price and machine.unit_price != price:
        proposed = show_million(Dong(machine.unit_price))
        found.append(f"Đề án: đơn giá {proposed} triệu, nghiệm thu: {show_million(price)} triệu.")
    return tuple(found)


def equipment_faults(row: AcceptedEquipment) -> tuple[str, ...]:
    """Return how an accepted machine differs from what its item proposed; nothing where it proposed no machine."""
    if row.machine is None and not row.acceptance.item.machines.exists():
        return ()
    return differences(row.machine, name=row.name, model=row.model, price=Dong(row.price))


def same_serials(machines: Iterable[AcceptedEquipment]) -> Mapping[int, tuple[AcceptedEquipment, ...]]:
    """Return, for each machine with a number, the others of the country that bear it too.  One query."""
    asked = list(machines)
    serials = {row.serial for row in asked if row.serial}
    found: dict[str, list[AcceptedEquipment]] = defaultdict(list)
    if serials:
        rows = AcceptedEquipment.objects.filter(serial__in=serials)
        for row in rows.select_related("acceptance__item__project__province"):
            found[row.serial].append(row)
    return {row.pk: tuple(other for other in found.get(row.serial, ()) if other.pk != row.pk) for row in asked}
