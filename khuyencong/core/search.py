"""Search without accents where a table keeps no folded column: the database folds as :func:`core.text.fold` does.

For small and middling tables (law, consulting, people).  Tables that grow with the work keep a folded column and an
index of their own.
"""

import string
from collections.abc import Iterable
from typing import Final

from django.db.models import CharField, F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import Contains

from khuyencong.core.text import fold

_LATIN: Final = (*range(0xC0, 0x180), *range(0x1A0, 0x1B1), *range(0x1CD, 0x220), *range(0x1E00, 0x1F00))
"""The blocks in which accented Latin letters live, Vietnamese among them."""

_PAIRS: Final = {
    letter: plain
    for letter in (*string.ascii_uppercase, *map(chr, _LATIN))
    if len(plain := fold(letter)) == 1 and plain != letter
}
_FROM: Final = "".join(_PAIRS)
_TO: Final = "".join(_PAIRS.values())


def folded(*columns: str) -> Func:
    """Return an expression: the text of ``columns`` as :func:`core.text.fold` would give it, words one space apart."""
    parts: list[Combinable] = []
    for column in columns:
        parts += [Coalesce(Cast(F(column), TextField()), Value("", TextField())), Value(" ", TextField())]
    text = Concat(*parts, output_field=TextField())
    composed = Func(text, template="normalize(%(expressions)s, NFC)", output_field=TextField())
    bare = Func(composed, Value(_FROM), Value(_TO), function="translate", output_field=TextField())
    return Func(
        bare, Value("[^[:alnum:]]+"), Value(" "), Value("g"), function="regexp_replace", output_field=CharField()
    )


def holds(text: str, columns: Iterable[str]) -> Q:
    """Return the condition of rows whose ``columns`` hold every word of ``text``, accents and case aside."""
    found = Q()
    for word in fold(text).split():
        found &= Q(Contains(folded(*columns), Value(word)))
    return found
