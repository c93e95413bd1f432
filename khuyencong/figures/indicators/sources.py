"""The tables whose rows become postings, and the way from each to its đề án, province, content and fund."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Source:
    """A table (alias ``r``) with its joins.

    The expressions give province, đề án, content and fund of a row; ``parents`` names joined tables by alias, with
    the columns whose change must post the rows again.
    """

    table: str
    joins: str
    province: str
    project: str = "NULL"
    content: str = "NULL"
    fund: str = "NULL"
    parents: MappingProxyType[str, tuple[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))


_PROJECT = "JOIN proposals_project p ON p.id = {}"
_PROJECT_PARENT = ("proposals_project", ("province_id", "content_id", "year"))
_CENTRE_PARENT = ("accounts_organisation", ("province_id",))
_ENVELOPE_PARENT = ("planning_envelope", ("source", "plan_id"))
_PLAN_PARENT = ("planning_annualplan", ("year",))
_LINE_PARENT = ("planning_planline", ("envelope_id", "project_id"))
_CONTRACT_PARENT = ("contracts_contract", ("line_id", "parent_id"))
_WORKSHOP = "LEFT JOIN establishments_establishment w ON w.id = {}"
_WORKSHOP_PARENT = ("establishments_establishment", ("merged_into_id",))
WORKSHOP: Final = "coalesce(w.merged_into_id, w.id)"
"""The establishment that a row is about; of a duplicate that was merged away, the one that was kept."""


def _of_project(table: str, joins: str, *, fund: str = "NULL", **parents: tuple[str, tuple[str, ...]]) -> Source:
    return Source(
        table,
        joins,
        province="p.province_id",
        project="p.id",
        content="p.content_id",
        fund=fund,
        parents=MappingProxyType({"p": _PROJECT_PARENT, **parents}),
    )


def _of_contract(table: str, joins: str, **parents: tuple[str, tuple[str, ...]]) -> Source:
    way = (
        f"{joins} JOIN planning_envelope n ON n.id = l.envelope_id JOIN planning_annualplan a ON a.id = n.plan_id"
        f" {_PROJECT.format('l.project_id')}"
    )
    return _of_project(table, way, fund="n.source", n=_ENVELOPE_PARENT, a=_PLAN_PARENT, l=_LINE_PARENT, **parents)


def _of_centre(table: str, joins: str, **parents: tuple[str, tuple[str, ...]]) -> Source:
    return Source(table, joins, province="o.province_id", parents=MappingProxyType({"o": _CENTRE_PARENT, **parents}))


_LINE_OF_CONTRACT = "JOIN contracts_contract k ON k.id = r.contract_id JOIN planning_planline l ON l.id = k.line_id"

SOURCES: dict[str, Source] = {
    source.table: source
    for source in (
        _of_contract("planning_planline", "JOIN planning_planline l ON l.id = r.id"),
        _of_contract("planning_planchange", "JOIN planning_planline l ON l.id = r.line_id"),
        _of_contract("contracts_contract", "JOIN planning_planline l ON l.id = r.line_id"),
        _of_contract("contracts_payment", _LINE_OF_CONTRACT, k=_CONTRACT_PARENT),
        _of_contract("contracts_addendum", _LINE_OF_CONTRACT, k=_CONTRACT_PARENT),
        _of_contract("settlement_settlement", _LINE_OF_CONTRACT, k=_CONTRACT_PARENT),
        _of_project(
            "settlement_acceptance",
            "JOIN proposals_supportitem i ON i.id = r.item_id"
            f" JOIN regulations_activitycontent c ON c.id = i.content_id {_WORKSHOP.format('i.establishment_id')} "
            + _PROJECT.format("i.project_id"),
            w=_WORKSHOP_PARENT,
            i=("proposals_supportitem", ("content_id", "establishment_id", "project_id")),
        ),
        _of_project(
            "supervision_event",
            _PROJECT.format("r.project_id"),
        ),
        _of_project(
            "supervision_attendance",
            f"JOIN supervision_event e ON e.id = r.event_id {_WORKSHOP.format('r.establishment_id')} "
            + _PROJECT.format("e.project_id"),
            w=_WORKSHOP_PARENT,
            e=("supervision_event", ("kind", "closed_on", "project_id")),
        ),
        _of_project("supervision_adjustment", _PROJECT.format("r.project_id")),
        _of_centre("consulting_consultingplan", "JOIN accounts_organisation o ON o.id = r.centre_id"),
        _of_centre("consulting_consultingcontract", "JOIN accounts_organisation o ON o.id = r.centre_id"),
        _of_centre(
            "consulting_revenueentry",
            "JOIN consulting_consultingcontract k ON k.id = r.contract_id"
            " JOIN accounts_organisation o ON o.id = k.centre_id",
            k=("consulting_consultingcontract", ("centre_id",)),
        ),
        _of_centre("accounts_organisation", "JOIN accounts_organisation o ON o.id = r.id"),
    )
}
