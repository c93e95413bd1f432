"""The person who acts, as a frozen value built once a request."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from khuyencong.core.capabilities import Can
from khuyencong.core.models import Record
from khuyencong.core.scope import Scope, ScopePaths
from khuyencong.ground.access.roles import Reach

M = TypeVar("M", bound=Record)

_NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Grant:
    """Capabilities within a reach: the ids are of provinces, organisations or establishments, as ``reach`` says."""

    capabilities: frozenset[Can]
    reach: Reach
    ids: frozenset[int] = frozenset()

    def covers(self, scope: Scope) -> bool:
        """Say whether a row at ``scope`` lies within this grant."""
        if self.reach is Reach.NATION:
            return True
        here = {
            Reach.PROVINCE: scope.province_id,
            Reach.ORGANISATION: scope.organisation_id,
            Reach.ESTABLISHMENT: scope.establishment_id,
        }[self.reach]
        return here is not None and here in self.ids

    def rows(self, paths: ScopePaths) -> Q:
        """Return the condition that selects the rows within this grant."""
        if self.reach is Reach.NATION:
            return Q()
        path = {
            Reach.PROVINCE: paths.province,
            Reach.ORGANISATION: paths.organisation,
            Reach.ESTABLISHMENT: paths.establishment,
        }[self.reach]
        return Q(**{f"{path}__in": sorted(self.ids)}) if path else _NOTHING


@dataclass(frozen=True)
class Actor:
    """Somebody with grants.  ``home`` is the scope of their first post: where their new rows belong."""

    id: int | None
    label: str
    role_label: str
    organisation: str
    grants: tuple[Grant, ...]
    home: Scope = Scope()

    @property
    def name(self) -> str:
        """The name for the page head."""
        return self.label

    def may(self, capability: StrEnum, target: object) -> bool:
        """Say whether this actor may do ``capability`` to ``target``, a row or a :class:`Scope`."""
        grants = [grant for grant in self.grants if capability in grant.capabilities]
        if any(grant.reach is Reach.NATION for grant in grants):
            return True
        if isinstance(target, Record) and _many(type(target)):
            # A row with several establishments belongs to each of them: the database answers.
            condition = self.rows(capability, target.scope)
            return bool(grants) and type(target)._base_manager.filter(condition, pk=target.pk).exists()
        return any(grant.covers(scope_of(target)) for grant in grants)

    def may_anywhere(self, capability: StrEnum) -> bool:
        """Say whether there is any place where this actor may do ``capability``: what a menu asks."""
        return any(capability in grant.capabilities for grant in self.grants)

    def rows(self, capability: StrEnum, paths: ScopePaths) -> Q:
        """Return the condition of the rows to which this actor may do ``capability``."""
        grants = [grant for grant in self.grants if capability in grant.capabilities]
        if any(grant.reach is Reach.NATION for grant in grants):
            return Q()  # Alone: an empty Q means every row, but Django reads "x | Q()" as x.
        condition = _NOTHING
        for grant in grants:
            condition |= grant.rows(paths)
        return condition


NOBODY = Actor(None, "Khách", "", "", ())
SYSTEM = Actor(None, "Hệ thống", "Hệ thống", "", (Grant(frozenset(Can), Reach.NATION),))
"""The machine itself: loads tables, builds the demonstration, runs jobs."""


def public_survey(province_id: int) -> Actor:
    """Return whoever fills the public form of a survey: they may tell a need in that province, and nothing else."""
    return Actor(
        None, "Cơ sở tự khai", "", "", (Grant(frozenset({Can.NEED_RECORD}), Reach.PROVINCE, frozenset({province_id})),)
    )


def scope_of(target: object) -> Scope:
    """Return where ``target`` is: the value itself, or what its model's paths lead to."""
    if isinstance(target, Scope):
        return target
    if isinstance(target, Record):
        paths = target.scope
        return Scope(*(_follow(target, path) for path in (paths.province, paths.organisation, paths.establishment)))
    raise TypeError(f"{type(target).__name__} has no place")


def visible(actor: Actor, capability: StrEnum, rows: "QuerySet[M]") -> "QuerySet[M]":
    """Narrow ``rows`` to those that ``actor`` may do ``capability`` to.  The only way to a list."""
    narrowed = rows.filter(actor.rows(capability, rows.model.scope))
    repeats = _many(rows.model) and any(grant.reach is Reach.ESTABLISHMENT for grant in actor.grants)
    return narrowed.distinct() if repeats else narrowed


def get(actor: Actor, capability: StrEnum, rows: "QuerySet[M]", pk: int) -> M:
    """Return the row ``pk``; not there and not yours are the same :class:`Http404`."""
    found = visible(actor, capability, rows).filter(pk=pk).first()
    if found is None:
        raise Http404("Không tìm thấy, hoặc không thuộc phạm vi của anh/chị.")
    return found


def _follow(target: Model, path: str | None) -> int | None:
    at: Any = target
    for step in path.split("__") if path else ():
        at = getattr(at, step, None)
        if at is None or not isinstance(at, Model | int):
            break
    return at if isinstance(at, int) and path else None


def _many(model: type[Record]) -> bool:
    """Say whether a path of ``model`` crosses a to-many relation, which can repeat a row."""
    return any(path and "items__" in path for path in vars(model.scope).values())
