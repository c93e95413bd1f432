"""Maintaining the derived tables; their content comes from records alone."""

from django.db import connection

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation
from khuyencong.core.scope import Scope


@operation(Can.FIGURES_REBUILD, verb="Tính lại số liệu từ hồ sơ")
def rebuild(actor: Acting, nation: Scope) -> int:
    """Throw away all postings and sums and count again from the records; return how many postings there are."""
    return _call("kc_rebuild")


@operation(Can.FIGURES_REBUILD, verb="Gộp các ô số liệu")
def compact(actor: Acting, nation: Scope) -> int:
    """Fold the changes of sums into one cell each; figures stay the same.  Return how many cells remain."""
    return _call("kc_compact")


def _call(function: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}()")
        return int(cursor.fetchone()[0])
