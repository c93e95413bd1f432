"""Of which province a page of supervision speaks, and the way back to it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.acts import Crumb
from khuyencong.faces.web.page import Request
from khuyencong.faces.web.projects.choices import Choices, provinces
from khuyencong.flow.planning.models import PlanLine
from khuyencong.ground.territory.queries import with_predecessors


@dataclass(frozen=True)
class Place:
    """The chosen province: its id (none where the actor sees no province), name, and all ids that it stands for."""

    province_id: int | None
    name: str
    ids: frozenset[int]
    options: Choices

    @property
    def query(self) -> str:
        """The query string that keeps the choice."""
        return urlencode({"province": self.province_id}) if self.province_id else ""


class PlaceForm(forms.Form):
    """Which province; a page that asks for a time too adds its field, whose value and options it says by name."""

    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)

    def __init__(self, place: Place, **others: tuple[str, Choices]) -> None:
        asked = {**others, "province": (str(place.province_id or ""), place.options)}
        super().__init__({name: value for name, (value, _options) in asked.items()}, auto_id="filter_%s")
        for name, (_value, options) in asked.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        if len(place.options) <= 1:
            del self.fields["province"]


def place_of(request: Request) -> Place:
    """Return the province that was asked for, else the actor's own, else the one with most planned đề án.

    Three queries at most.
    """
    options = provinces(request.actor, Can.MONITOR_READ)
    named = dict(options)
    asked = request.GET.get("province", "")
    if asked not in named:
        asked = str(request.actor.home.province_id or "")
    if asked not in named:
        asked = _busiest(named)
    if not asked:
        return Place(None, "", frozenset(), options)
    return Place(int(asked), named[asked], with_predecessors(frozenset({int(asked)})), options)


def supervision_crumb() -> Crumb:
    """Return the board of supervision."""
    return Crumb(_("Giám sát"), reverse("watch"))


def _busiest(named: dict[str, str]) -> str:
    rows = PlanLine.objects.filter(effective_on__isnull=False, project__province__in=[int(pk) for pk in named])
    counted = rows.order_by().values_list("project__province").annotate(n=Count("pk")).order_by("-n")
    found = counted.first()
    return str(found[0]) if found else next(iter(named), "")
