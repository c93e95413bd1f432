"""Every page of the site as an address that exists in the demonstration, derived from the routes themselves."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.e2e.conftest import ROOT, Site

_SCRIPT = """
import json
from django.urls import get_resolver, URLPattern, URLResolver
import django
django.setup()
from khuyencong.branches.consulting.models import ConsultingContract, RevenueEntry
from khuyencong.flow.contracts.models import Advance, Contract
from khuyencong.flow.establishments.models import Establishment
from khuyencong.flow.planning.models import AnnualPlan, Envelope, PlanLine
from khuyencong.flow.proposals.models import Project, SupportItem
from khuyencong.flow.settlement.models import Acceptance
from khuyencong.flow.supervision.models import Adjustment, Attendance, Event
from khuyencong.ground.access.models import Post
from khuyencong.ground.accounts.models import Organisation, User
from khuyencong.ground.regulations.models import LegalInstrument, Provision, SupportNorm

def first(model, **narrow):
    return model.objects.filter(**narrow).order_by("pk").values_list("pk", flat=True).first()

phu_yen = Organisation.objects.get(code="TTKC-54").province_id
print(json.dumps({
    "project": Project.objects.filter(province=phu_yen, year=2017, lines__contracts__isnull=False).order_by("pk").first().pk,
    "establishment": first(Establishment, province=phu_yen, items__isnull=False),
    "plan": first(AnnualPlan, province=phu_yen, year=2017),
    "envelope": first(Envelope, plan__province=phu_yen, plan__year=2017),
    "line": first(PlanLine, project__province=phu_yen, project__year=2017),
    "contract": first(Contract, line__project__province=phu_yen, line__project__year=2017),
    "consulting": first(ConsultingContract),
    "norm": first(SupportNorm), "instrument": first(LegalInstrument), "provision": first(Provision),
}))
"""


def ids(site: Site) -> dict[str, int]:
    """Return the ids of example rows."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env={**site.env, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


@dataclass(frozen=True)
class Place:
    """A page to open: who opens it, and what it answers."""

    path: str
    person: str
    status: int = 200
