"""From a session's rows to its frozen minutes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from khuyencong.core.formats import show_number
from khuyencong.core.money import Dong, show_million
from khuyencong.faces.documents.appraisal_minutes import Attendee, CriterionLine, ItemMinutes, Minutes
from khuyencong.faces.web.appraisal.crumbs import council_title
from khuyencong.flow.appraisal.enums import CouncilRole, Result, SessionState
from khuyencong.flow.appraisal.models import ConflictOfInterest, CouncilMember, Opinion, Session, SessionItem
from khuyencong.flow.appraisal.queries import criteria_on
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.proposals.queries import Asked, asked_of
from khuyencong.ground.accounts.queries import names_on
from khuyencong.ground.regulations.models import Provision


def minutes_of(session: Session, *, hidden: Collection[int]) -> Minutes:
    """Gather the minutes; of the đề án in ``hidden`` (ids) nothing is told that members said.

    The number of queries does not grow with the agenda.
    """
    council, invitations = session.council, list(session.invitations.select_related("member"))
    people: dict[bool, list[Attendee]] = {True: [], False: []}
    for row in invitations:
        role = CouncilRole(row.member.role).label
        people[bool(row.attended)].append(Attendee(row.member.name, row.member.title, role))
    named = {member.role: member.name for member in council.members.exclude(role=CouncilRole.MEMBER)}
    return Minutes(
        council=council_title(council),
        decision=council.decision,
        established_on=council.established_on,
        held_on=session.held_on,
        place=session.place,
        present=tuple(people[True]),
        absent=tuple(people[False]),
        chair=named.get(CouncilRole.CHAIR, ""),
        secretary=named.get(CouncilRole.SECRETARY, ""),
        items=_items(session, hidden),
        draft=session.state != SessionState.CLOSED,
    )


def _items(session: Session, hidden: Collection[int]) -> tuple[ItemMinutes, ...]:
    rows = session.items.select_related("project__centre", "conclusion").prefetch_related("conclusion__reasons__reason")
    items, criteria = list(rows), criteria_on(session.held_on)
    said: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in Opinion.objects.filter(item__in=items).select_related("member").order_by("member", "pk"):
        said[opinion.item_id].append(opinion)
    declared: dict[int, list[CouncilMember]] = defaultdict(list)
    for row in ConflictOfInterest.objects.filter(member__council=session.council_id).select_related("member"):
        declared[row.project_id].append(row.member)
    units = names_on(session.held_on, [item.project.centre_id for item in items])
    asked = asked_of(SupportItem.objects.all(), [item.project_id for item in items])
    return tuple(
        _item(
            item,
            units[item.project.centre_id].name if item.project.centre_id in units else item.project.centre.code,
            asked,
            () if item.project_id in hidden else _lines(criteria, said[item.pk]),
            tuple(member.name for member in declared[item.project_id]),
            hidden=item.project_id in hidden,
        )
        for item in items
    )


def _item(
    item: SessionItem,
    unit: str,
    asked: Mapping[int, Asked],
    lines: tuple[CriterionLine, ...],
    conflicts: tuple[str, ...],
    *,
    hidden: bool,
) -> ItemMinutes:
    conclusion = item.conclusion
    return ItemMinutes(
        number=item.project.number,
        name=item.project.name,
        unit=unit,
        support=show_million(Dong(asked.get(item.project_id, Asked()).support)),
        criteria=lines,
        conflicts=conflicts,
        conclusion=Result(conclusion.result).label if conclusion else "",
        reasons=tuple(row.reason.text for row in conclusion.reasons.all()) if conclusion else (),
        remarks=conclusion.remarks if conclusion else "",
        hidden=hidden,
    )


def _lines(criteria: Sequence[Provision], said: Sequence[Opinion]) -> tuple[CriterionLine, ...]:
    lines = []
    for criterion in criteria:
        own = [row for row in said if row.criterion_id == criterion.pk]
        points = [row.points for row in own if row.points is not None]
        mean = show_number(round(sum(points) / len(points))) if points else ""
        remarks = tuple(f"{row.member.name}: {row.remarks}" for row in own if row.remarks)
        passed = sum(row.passed for row in own)
        lines.append(CriterionLine(criterion.text, passed, len(own) - passed, remarks, mean))
    return tuple(lines)
