"""Trying out what an envelope could pay, and adopting one of the trials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NoRoom
from khuyencong.core.money import Dong, show_million
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.planning.enums import Fund, ScenarioAction, ScenarioState
from khuyencong.flow.planning.lifecycle import SCENARIO
from khuyencong.flow.planning.models import Envelope, PlanLine, Scenario, ScenarioChoice
from khuyencong.flow.planning.operations.lines import put_in_plan
from khuyencong.flow.planning.operations.powers import owes_power
from khuyencong.flow.planning.queries import choosable
from khuyencong.flow.proposals.models import Project


@dataclass(frozen=True)
class Choice:
    """A đề án by its id, and how many đồng it would get."""

    project_id: int
    amount: Dong


@operation(Can.SCENARIO_DRAFT, verb="Lập phương án kế hoạch")
def draft_scenario(
    actor: Acting, envelope: Envelope, *, name: str, choices: Sequence[Choice], note: str = ""
) -> Scenario:
    """Try out which approved đề án the envelope could pay; nothing is committed."""
    owes_power(actor, Fund(envelope.plan.fund), envelope)
    _name_is_free(envelope, name)
    _can_be_paid(envelope, choices)
    scenario = Scenario.objects.create(envelope=envelope, name=name.strip(), note=note.strip())
    _write(scenario, choices)
    return scenario


@operation(Can.SCENARIO_DRAFT, verb="Sửa phương án kế hoạch")
def revise_scenario(
    actor: Acting, scenario: Scenario, *, seen: int, name: str, choices: Sequence[Choice], note: str = ""
) -> Scenario:
    """Choose anew.  ``seen`` is the version that the actor worked on."""
    owes_power(actor, Fund(scenario.envelope.plan.fund), scenario)
    _is_open(scenario, seen)
    if name.strip() != scenario.name:
        _name_is_free(scenario.envelope, name)
    _can_be_paid(scenario.envelope, choices)
    scenario.name, scenario.note = name.strip(), note.strip()
    scenario.version += 1
    scenario.save()
    scenario.choices.all().delete()
    _write(scenario, choices)
    return scenario


@operation(Can.PLAN_ASSIGN, verb="Chọn phương án kế hoạch")
def adopt_scenario(actor: Acting, scenario: Scenario, *, seen: int, today: date) -> tuple[PlanLine, ...]:
    """Put every đề án of the scenario into the plan, all or none; refusals name what changed meanwhile."""
    owes_power(actor, Fund(scenario.envelope.plan.fund), scenario)
    step = SCENARIO.step(ScenarioAction.ADOPT, ScenarioState(scenario.state))
    _is_open(scenario, seen)
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=scenario.envelope_id)
    choices = list(scenario.choices.select_related("project").order_by("project_id"))
    require(choices, "Phương án chưa chọn đề án nào.")
    ready = set(choosable(envelope).values_list("pk", flat=True))
    lost = [choice.project.number for choice in choices if choice.project_id not in ready]
    require(not lost, f"Không còn đưa vào kế hoạch được: {', '.join(lost)}. Hãy sửa phương án rồi chọn lại.")
    total = Dong(sum(choice.amount for choice in choices))
    require(
        total <= envelope.left,
        f"Nguồn chỉ còn {show_million(envelope.left)} triệu đồng, phương án cần {show_million(total)} triệu đồng"
        f" cho {', '.join(choice.project.number for choice in choices)}. Hãy sửa phương án rồi chọn lại.",
    )
    scenario.room = envelope.left
    made = tuple(put_in_plan(actor, envelope, project=choice.project, amount=Dong(choice.amount)) for choice in choices)
    scenario.state, scenario.closed_on = step.target, today
    scenario.save()
    return made


@operation(Can.SCENARIO_DRAFT, verb="Bỏ phương án kế hoạch", reason_owed=True)
def drop_scenario(actor: Acting, scenario: Scenario, *, today: date, reason: str) -> Scenario:
    """Drop a scenario; it stays to be read."""
    owes_power(actor, Fund(scenario.envelope.plan.fund), scenario)
    step = SCENARIO.step(ScenarioAction.DROP, ScenarioState(scenario.state))
    scenario.state, scenario.closed_on = step.target, today
    scenario.save()
    return scenario


def _is_open(scenario: Scenario, seen: int) -> None:
    require(scenario.state == ScenarioState.DRAFT, "Phương án đã kết thúc: hãy lập phương án mới.")
    require(seen == scenario.version, "Phương án vừa được người khác sửa: hãy mở lại trang.")


def _name_is_free(envelope: Envelope, name: str) -> None:
    require(name.strip(), "Hãy đặt tên phương án.", field="name")
    taken = envelope.scenarios.filter(name=name.strip()).exists()
    require(not taken, f"Nguồn này đã có phương án “{name.strip()}”.", field="name")


def _can_be_paid(envelope: Envelope, choices: Sequence[Choice]) -> None:
    require(all(choice.amount > 0 for choice in choices), "Kinh phí phải lớn hơn 0.")
    asked = {choice.project_id for choice in choices}
    require(len(asked) == len(choices), "Mỗi đề án chỉ chọn một lần.")
    lost = Project.objects.filter(pk__in=asked - set(choosable(envelope).values_list("pk", flat=True)))
    numbers = list(lost.values_list("number", flat=True))
    require(not numbers, f"Không đưa vào kế hoạch được: {', '.join(numbers)}.")
    total = Dong(sum(choice.amount for choice in choices))
    if total > envelope.left:
        raise NoRoom(envelope.left, total)


def _write(scenario: Scenario, choices: Sequence[Choice]) -> None:
    ScenarioChoice.objects.bulk_create(
        ScenarioChoice(scenario=scenario, project_id=choice.project_id, amount=choice.amount) for choice in choices
    )
