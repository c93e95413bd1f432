"""Every table is known for what it is, watched by its trigger, and named in the glossary."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from khuyencong.core.audit_sql import TRIGGER, records
from khuyencong.core.models import AuditEntry, Derived, Private, Record
from tests.environment import ROOT

PARTS_OF_THEIR_PARENT = {
    "proposals.SupportItem.project": "an item is a line of its đề án",
    "proposals.Machine.item": "a machine is what an item buys",
    "proposals.ExpectedOutput.project": "an output is a promise of its đề án",
    "proposals.Milestone.project": "a milestone is a line of the schedule",
    "proposals.ProjectPaper.project": "a paper is a part of the file of its đề án",
    "planning.ProgrammeTarget.programme": "a target is a line of its programme",
    "planning.ProgrammeMoney.programme": "money by source is a line of its programme",
    "planning.ScenarioChoice.scenario": "a choice is a line of its scenario",
    "supervision.Attendance.event": "an attendance is a line of its event",
    **dict.fromkeys(
        (
            "settlement.AcceptanceSeat.acceptance",
            "settlement.AcceptedEquipment.acceptance",
            "settlement.AcceptancePhoto.acceptance",
            "settlement.MeasuredOutput.acceptance",
            "settlement.Voucher.acceptance",
        ),
        "they are the file of their acceptance",
    ),
    "settlement.SettledItem.settlement": "a settlement is the sum of its items",
}
"""Where deleting a row may delete others: they are parts of it."""

OURS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if apps.get_app_config(model._meta.app_label).name.startswith("khuyencong.")
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_is_a_record_or_private_or_derived_or_the_log(model: type[models.Model]) -> None:
    assert issubclass(model, Record | Private | Derived | AuditEntry)


@pytest.mark.django_db
def test_every_record_has_its_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE tgname = %s AND tgenabled = 'O'",
            [TRIGGER],
        )
        watched = {row[0] for row in cursor.fetchall()}
    assert watched == {model._meta.db_table for model in records()}


def test_cascades_only_from_a_whole_to_its_parts() -> None:
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == set(PARTS_OF_THEIR_PARENT)


def test_the_glossary_names_every_model_and_no_other() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = text.partition("## Models")[2]
    named = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(named) == sorted(model.__name__ for model in OURS)


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # Django's own labels are English in its migrations
        wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert {label: [migration.name for migration in found] for label, found in wanted.items()} == {}
