"""What the parts of a đề án must agree on with each other.  Pure: refusals come as (field, Vietnamese sentence)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LONGEST_YEARS = 10
"""No project of the programme runs longer than two five-year plans; a longer one is a slip of the pen."""


@dataclass(frozen=True)
class Span:
    """When a đề án of plan year ``year`` is carried out; days may be unknown."""

    year: int
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def first(self) -> date:
        """The first day on which work may stand in the schedule."""
        return self.starts_on or date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last one."""
        return self.ends_on or date(max(self.year, self.first.year), 12, 31)

    @property
    def years(self) -> int | None:
        """Plan years that the work touches; ``None`` where its end is not told."""
        return None if self.ends_on is None else self.ends_on.year - self.first.year + 1


@dataclass(frozen=True)
class Stretch:
    """A milestone as it is asked for; ``pk`` is the stored one that it revises."""

    name: str
    starts_on: date
    due_on: date
    pk: int | None = None


@dataclass(frozen=True)
class MachineAsk:
    """A machine as it is asked for.

    ``item`` is the place (from 0) of its support item among the items; ``replaces`` the place of the old machine among
    the machines.  ``unit_price`` in đồng for one; ``pk`` is the stored machine that it revises.
    """

    item: int
    name: str
    old: bool = False
    model: str = ""
    specification: str = ""
    origin: str = ""
    made_in: int | None = None
    quantity: int = 1
    unit_price: int = 0
    technology: str = ""
    replaces: int | None = None
    pk: int | None = None


@dataclass(frozen=True)
class OutputAsk:
    """A promised output: a word of ``OutputMeasure`` and how many of its unit."""

    measure: str
    quantity: Decimal
    pk: int | None = None


Fault = tuple[str, str]


def span_faults(span: Span) -> Iterator[Fault]:
    """Yield what is wrong with the days of the whole."""
    if span.starts_on and span.starts_on.year < span.year:
        yield "starts_on", f"Đề án thuộc kế hoạch năm {span.year}: ngày bắt đầu không thể trước 01/01/{span.year}."
    if span.ends_on and span.ends_on < span.first:
        yield "ends_on", f"Ngày kết thúc {span.ends_on:%d/%m/%Y} trước ngày bắt đầu {span.first:%d/%m/%Y}."
    elif span.years is not None and span.years > LONGEST_YEARS:
        yield "ends_on", f"Thời gian thực hiện {span.years} năm: hãy xem lại năm kết thúc."


def schedule_faults(span: Span, stretches: Sequence[Stretch]) -> Iterator[Fault]:
    """Yield the stretches that end before they begin, or lie outside the đề án."""
    for number, one in enumerate(stretches, start=1):
        called = f"Mốc {number} “{one.name}”"
        if one.due_on < one.starts_on:
            yield (
                "milestones",
                f"{called}: ngày hoàn thành {one.due_on:%d/%m/%Y} trước ngày bắt đầu {one.starts_on:%d/%m/%Y}.",
            )
        elif one.starts_on < span.first or one.due_on > span.last:
            yield (
                "milestones",
                f"{called} nằm ngoài thời gian thực hiện đề án ({span.first:%d/%m/%Y} – {span.last:%d/%m/%Y}).",
            )


def machine_faults(machines: Sequence[MachineAsk], items: int, *, this_year: int) -> Iterator[Fault]:
    """Yield what is wrong with the machines; ``items`` is how many support items there are."""
    for number, one in enumerate(machines, start=1):
        called = f"Máy {number} “{one.name}”"
        if not one.name.strip():
            yield "machines", f"Máy {number}: hãy ghi tên máy móc thiết bị."
        if not 0 <= one.item < items:
            yield "machines", f"{called}: hãy chọn hạng mục hỗ trợ có máy này."
        if one.unit_price < 0:
            yield "machines", f"{called}: đơn giá không được âm."
        if one.quantity < 1:
            yield "machines", f"{called}: số lượng phải từ 1 trở lên."
        if one.made_in is not None and not 1900 <= one.made_in <= this_year + 1:  # noqa: PLR2004
            yield "machines", f"{called}: năm sản xuất phải từ 1900 đến {this_year + 1}."
        yield from _replacement_faults(called, one, machines)


def output_faults(outputs: Sequence[OutputAsk]) -> Iterator[Fault]:
    """Yield outputs that promise nothing, or promise one thing twice."""
    seen: set[str] = set()
    for number, one in enumerate(outputs, start=1):
        if one.quantity <= 0:
            yield "outputs", f"Kết quả {number}: số lượng phải lớn hơn 0."
        if one.measure in seen:
            yield "outputs", f"Kết quả {number}: kết quả này đã ghi ở dòng trên, hãy gộp lại."
        seen.add(one.measure)


def _replacement_faults(called: str, one: MachineAsk, machines: Sequence[MachineAsk]) -> Iterator[Fault]:
    if one.replaces is None:
        return
    old = machines[one.replaces] if 0 <= one.replaces < len(machines) else None
    if one.old:
        yield "machines", f"{called} là máy đang dùng: chỉ máy đầu tư mới mới thay cho máy khác."
    elif old is None or not old.old:
        yield "machines", f"{called}: máy được thay phải là một máy đang dùng trong cùng phiếu."
