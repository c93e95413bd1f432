"""Names for the promises that a table makes, so that a model reads like its rule.

Each helper returns a constraint whose name says what it holds; the database refuses a row that breaks it.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q, Value


def both_or_neither(first: str, second: str) -> CheckConstraint:
    """``first`` and ``second`` are both set or both empty (a decision has a day and an author, or neither)."""
    none = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    both = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return CheckConstraint(condition=none | both, name=f"%(class)s_{first}_with_{second}"[:60])


def in_order(earlier: str, later: str) -> CheckConstraint:
    """``earlier`` ≤ ``later`` where both are set."""
    unset = Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__isnull": True})
    return CheckConstraint(
        condition=unset | Q(**{f"{later}__gte": F(earlier)}), name=f"%(class)s_{earlier}_then_{later}"[:60]
    )


def state_has(states: Iterable[StrEnum], field: str) -> CheckConstraint:
    """A row in one of ``states`` has ``field``."""
    inside = [str(state) for state in states]
    return CheckConstraint(
        condition=~Q(state__in=inside) | Q(**{f"{field}__isnull": False}),
        name=f"%(class)s_{'_'.join(inside).lower()[:24]}_has_{field}"[:60],
    )


def state_lacks(states: Iterable[StrEnum], field: str) -> CheckConstraint:
    """A row in one of ``states`` does not have ``field`` yet."""
    inside = [str(state) for state in states]
    return CheckConstraint(
        condition=~Q(state__in=inside) | Q(**{f"{field}__isnull": True}),
        name=f"%(class)s_{'_'.join(inside).lower()[:24]}_lacks_{field}"[:60],
    )


def one_of(field: str, members: type[StrEnum]) -> CheckConstraint:
    """``field`` is a member of the enumeration: a word that the code does not know cannot be stored."""
    return CheckConstraint(condition=Q(**{f"{field}__in": [str(m) for m in members]}), name=f"%(class)s_{field}_known")


def not_negative(*fields: str) -> CheckConstraint:
    """No field of ``fields`` is below zero."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__gte": 0})
    return CheckConstraint(condition=condition, name=f"%(class)s_{'_'.join(fields)[:36]}_not_negative"[:60])


def positive(field: str) -> CheckConstraint:
    """``field`` is above zero."""
    return CheckConstraint(condition=Q(**{f"{field}__gt": 0}), name=f"%(class)s_{field}_positive")


def at_most(field: str, limit: str) -> CheckConstraint:
    """``field`` ≤ ``limit``: the last net under the locks that guard money."""
    return CheckConstraint(condition=Q(**{f"{field}__lte": F(limit)}), name=f"%(class)s_{field}_within_{limit}"[:60])


def not_blank(field: str) -> CheckConstraint:
    """``field`` holds more than nothing."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=f"%(class)s_{field}_not_blank")


def no_overlap(name: str, key: str, validity: str = "valid") -> BaseConstraint:
    """Two rows of one whole-number ``key`` are never in force on one day.

    The key becomes a range of one number, since the embedded server has no ``btree_gist``.
    """
    single = Func(F(key), F(key), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name, expressions=[(single, RangeOperators.OVERLAPS), (F(validity), RangeOperators.OVERLAPS)]
    )
