"""The log of one đề án in words: which rows are its own, and how they are called."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet

from khuyencong.core.history import Deed, Words, entries_of, tell
from khuyencong.core.models import AuditEntry, Record
from khuyencong.faces.web.projects.records import Records
from khuyencong.flow.appraisal.enums import AppraisalLevel, Result
from khuyencong.flow.appraisal.models import Conclusion
from khuyencong.flow.contracts.enums import ContractState
from khuyencong.flow.contracts.models import Advance, Contract
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.enums import LineState, Source
from khuyencong.flow.planning.models import Envelope, PlanChange, PlanLine
from khuyencong.flow.proposals.enums import ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement.models import Acceptance, Settlement
from khuyencong.flow.supervision.enums import AdjustmentCause, AdjustmentKind, AdjustmentState, EventKind
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.files.models import StoredFile
from khuyencong.ground.regulations.models import ActivityContent

MOST = 300
"""Entries read for one page: a đề án with more is told from its latest ones."""


def table_of(model: type[Record]) -> str:
    """Return the table of a model, as the log names it."""
    return str(model._meta.db_table)


WORDS: Final = Words(
    tables={
        table_of(Project): "đề án",
        table_of(SupportItem): "hạng mục",
        table_of(Conclusion): "kết luận thẩm định",
        table_of(PlanLine): "dòng kế hoạch",
        table_of(PlanChange): "điều chỉnh kế hoạch",
        table_of(Contract): "hợp đồng",
        table_of(Advance): "tạm ứng",
        table_of(Event): "buổi trình diễn, hội chợ",
        table_of(Attendance): "lượt tham gia",
        table_of(Adjustment): "đề nghị điều chỉnh",
        table_of(Acceptance): "nghiệm thu",
        table_of(Settlement): "quyết toán",
    },
    enums={
        (table_of(Project), "kind"): ProjectKind,
        (table_of(Project), "state"): ProjectState,
        (table_of(Conclusion), "level"): AppraisalLevel,
        (table_of(Conclusion), "result"): Result,
        (table_of(PlanLine), "state"): LineState,
        (table_of(Envelope), "source"): Source,
        (table_of(Contract), "state"): ContractState,
        (table_of(Event), "kind"): EventKind,
        (table_of(Adjustment), "kind"): AdjustmentKind,
        (table_of(Adjustment), "state"): AdjustmentState,
        (table_of(Adjustment), "cause"): AdjustmentCause,
    },
    named=frozenset({Establishment, ActivityContent, Envelope, SupportItem, StoredFile}),
)


def history_of(records: Records) -> tuple[Deed, ...]:
    """Tell what was done to a đề án, latest first.  Two queries, and one for each kind of row that is named."""
    entries = list(_entries(records)[:MOST])
    return tell(entries, replace(WORDS, rows=_row_names(records)))


def _entries(records: Records) -> "QuerySet[AuditEntry]":
    project = [records.project.pk]
    rows = {
        table_of(Project): project,
        table_of(SupportItem): _ids(records.items),
        table_of(Conclusion): _ids(records.conclusions),
        table_of(PlanLine): _ids(records.lines),
        table_of(PlanChange): _ids(records.changes),
        table_of(Contract): _ids(records.contracts),
        table_of(Advance): _ids(records.advances),
        table_of(Event): _ids(records.events),
        table_of(Attendance): _ids(records.attendances),
        table_of(Adjustment): _ids(records.adjustments),
        table_of(Acceptance): _ids(records.acceptances),
        table_of(Settlement): _ids(records.settlements),
    }
    parents = {
        (table_of(SupportItem), "project_id"): project,
        (table_of(PlanLine), "project_id"): project,
        (table_of(Event), "project_id"): project,
        (table_of(Attendance), "event_id"): _ids(records.events),
        (table_of(Advance), "contract_id"): _ids(records.contracts),
        (table_of(Acceptance), "item_id"): _ids(records.items),
    }
    return entries_of(rows, parents)


def _ids(rows: Iterable[Record]) -> list[int]:
    return [row.pk for row in rows]


def _row_names(records: Records) -> dict[tuple[str, int], str]:
    named: dict[tuple[str, int], str] = {}
    named |= {(table_of(SupportItem), item.pk): item.description for item in records.items}
    named |= {(table_of(PlanLine), line.pk): str(line.envelope) for line in records.lines}
    named |= {(table_of(Contract), contract.pk): contract.number for contract in records.contracts}
    named |= {(table_of(Event), event.pk): event.name for event in records.events}
    return named
