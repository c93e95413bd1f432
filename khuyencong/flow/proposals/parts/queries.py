"""Reading the parts of a đề án: what its kind demands, which papers it owes, the machines of the country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Aggregate, Count, F, FloatField, Max, Min, QuerySet

from khuyencong.core.lifecycle import label_of
from khuyencong.core.money import Dong
from khuyencong.flow.establishments.queries import words
from khuyencong.flow.proposals.enums import MachineRole, ProjectKind, ProjectState
from khuyencong.flow.proposals.models import Machine, Project, ProjectPaper, SupportItem
from khuyencong.flow.proposals.parts.kind_rules import KindFault, KindRule, Told, kind_faults
from khuyencong.flow.proposals.parts.rules import Span
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.regulations.queries import cite

REGISTER: Final = "REGISTER"
"""The step at which a đề án is handed to the Sở."""


def kind_rules_on(day: date) -> tuple[KindRule, ...]:
    """Return what each kind of đề án demands on ``day``.  One query."""
    rows = Provision.objects.filter(kind=ProvisionKind.PROJECT_TYPE, valid__contains=day).select_related("instrument")
    return tuple(_kind_rule(row) for row in rows.order_by("id"))


def faults_of(project: Project, items: Iterable[SupportItem], *, on: date) -> tuple[KindFault, ...]:
    """Return what the kind of ``project`` demands on ``on`` and it does not give.  Two queries."""
    found = list(items)
    equipped = set(Machine.objects.filter(item__project=project, role=MachineRole.NEW).values_list("item", flat=True))
    needing = [item for item in found if item.content.code in MACHINE_CONTENTS]
    missing = {
        "PLACE": not project.place,
        "BENEFICIARY": any(item.establishment_id is None for item in found),
        "MACHINE_KIND": any(item.pk not in equipped for item in needing),
    }
    told = Told(
        kind=project.kind,
        label=label_of(ProjectKind(project.kind)),
        contents={item.content.code: item.content.name for item in found},
        beneficiaries=len({item.establishment_id for item in found if item.establishment_id}),
        years=Span(project.year, project.starts_on, project.ends_on).years,
        national=any(item.national for item in found),
        missing=frozenset(what for what, lacks in missing.items() if lacks),
    )
    return kind_faults(told, kind_rules_on(on))


MACHINE_CONTENTS: Final = frozenset({"MACHINERY", "PRODUCTION_LINE"})
"""Contents whose items buy machines."""


def _kind_rule(row: Provision) -> KindRule:
    said = row.attributes
    return KindRule(
        kind=said.get("type", ""),
        contents=frozenset(said.get("contents", ())),
        min_contents=said.get("min_contents"),
        min_beneficiaries=said.get("min_beneficiaries"),
        min_years=said.get("min_years"),
        max_years=said.get("max_years"),
        named=tuple(said.get("required_at_ministry_appraisal", ())),
        citation=_citation(row),
        read=Confidence(row.confidence).may_block,
    )


def _citation(row: Provision) -> str:
    return cite(row.instrument.number if row.instrument else "", row.article) or row.source


# ---- Papers ----


@dataclass(frozen=True)
class Owed:
    """A paper that a provision asks for, and what was handed in; ``blocks`` where the rule was read."""

    provision: Provision
    document: str
    handed: tuple[ProjectPaper, ...]
    citation: str
    blocks: bool

    @property
    def missing(self) -> bool:
        """Say whether nothing was handed in yet."""
        return not self.handed


@dataclass(frozen=True)
class StepPapers:
    """The papers owed at one step."""

    step: str
    owed: tuple[Owed, ...]

    @property
    def missing(self) -> int:
        """How many were not handed in."""
        return sum(one.missing for one in self.owed)


def papers_of(project: Project, contents: Iterable[str], *, on: date, steps: Sequence[str]) -> tuple[StepPapers, ...]:
    """Return the papers that a đề án of ``contents`` (codes) owes at each of ``steps``, as the law of ``on`` has it.

    Two queries.  A provision that names no content asks all; one that was not read warns and never blocks.
    """
    rows = Provision.objects.filter(kind=ProvisionKind.REQUIRED_DOCUMENT, valid__contains=on)
    rules = list(rows.select_related("instrument").order_by("id"))
    handed = list(project.papers.select_related("file", "handed_by"))
    codes = set(contents)
    return tuple(StepPapers(step, tuple(_owed(rules, handed, step, codes))) for step in steps)


def _owed(rules: Sequence[Provision], handed: Sequence[ProjectPaper], step: str, codes: set[str]) -> Iterable[Owed]:
    for rule in rules:
        named = set(rule.attributes.get("contents", ()))
        if rule.attributes.get("step") != step or (named and not named & codes):
            continue
        for document in rule.attributes.get("documents", ()):
            given = tuple(one for one in handed if one.provision_id == rule.pk and one.document == document)
            yield Owed(rule, document, given, _citation(rule), Confidence(rule.confidence).may_block)


# ---- Machines of the country ----


@dataclass(frozen=True)
class MachineFilter:
    """What the list of machines is narrowed by; empty fields narrow nothing.  Prices in đồng for one machine."""

    search: str = ""
    province_id: int | None = None
    content_id: int | None = None
    year: int | None = None
    least: int | None = None
    most: int | None = None


def machine_list(narrow: MachineFilter) -> QuerySet[Machine]:
    """Return new machines with a price, the newest plan year first, ready to be shown without further queries.

    Those of submitted and approved đề án alone: the price in a draft is nobody's word yet.
    """
    shown = [ProjectState.SUBMITTED, ProjectState.APPROVED]
    rows = Machine.objects.filter(role=MachineRole.NEW, unit_price__gt=0, item__project__state__in=shown)
    if query := words(narrow.search):
        rows = rows.filter(search=query)
    if narrow.province_id:
        rows = rows.filter(item__project__province=narrow.province_id)
    if narrow.content_id:
        rows = rows.filter(item__content=narrow.content_id)
    if narrow.year:
        rows = rows.filter(item__project__year=narrow.year)
    if narrow.least is not None:
        rows = rows.filter(unit_price__gte=narrow.least)
    if narrow.most is not None:
        rows = rows.filter(unit_price__lte=narrow.most)
    named = ("item__project__province", "item__establishment", "item__content")
    return rows.select_related(*named).order_by("-item__project__year", "-id")


class _Median(Aggregate):
    """The middle price; between the two middle ones where there is no middle."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Prices:
    """How many machines were found and their prices for one, in đồng."""

    count: int
    least: Dong | None = None
    middle: Dong | None = None
    most: Dong | None = None


def prices_of(rows: QuerySet[Machine]) -> Prices:
    """Return the least, the median and the highest price of ``rows``.  One query."""
    found = rows.order_by().aggregate(
        n=Count("id"), low=Min("unit_price"), mid=_Median(F("unit_price")), high=Max("unit_price")
    )
    if not found["n"]:
        return Prices(0)
    return Prices(int(found["n"]), Dong(found["low"]), Dong(round(found["mid"])), Dong(found["high"]))


def machines_of(projects: Iterable[int]) -> QuerySet[Machine]:
    """Return the machines of some projects, the old before the new ones, with what they replace."""
    rows = Machine.objects.filter(item__project__in=list(projects)).select_related("item", "replaces")
    return rows.order_by("item", "-role", "id")
