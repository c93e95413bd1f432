"""Refusals that a user can read.

An operation, a parser or a lifecycle that says no raises one of these. The message is one Vietnamese
sentence: what is refused, where, and what to do. Faults of the program itself stay ValueError.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from khuyencong.core.text import group_digits

if TYPE_CHECKING:
    from khuyencong.core.money import Dong


class Refused(Exception):  # noqa: N818  a refusal is an outcome, not an error of the program
    """A refusal to be shown to the user as it stands."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """Keep the sentence, and the name of the form field or column that it is about, if any."""
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        """Return the sentence."""
        return self.message


class NotAllowed(Refused):
    """The actor lacks the capability, or the object's state does not permit the action."""


class NotValid(Refused):
    """What was entered cannot be accepted; `field` names the place when there is one."""


class NoRoom(Refused):
    """The money asked for does not fit in what is left.

    `left` and `wanted` are in đồng; the sentence shows both in triệu đồng, with every digit.
    """

    def __init__(self, left: "Dong", wanted: "Dong") -> None:
        """Write the sentence from what is left and what was wanted."""
        super().__init__(
            f"Kinh phí chỉ còn {_millions(left)} triệu đồng, không đủ cho {_millions(wanted)} triệu đồng; "
            "hãy giảm số tiền hoặc chọn nguồn kinh phí khác."
        )
        self.left = left
        self.wanted = wanted
        self.args = (left, wanted)  # an exception is copied and pickled by calling its class with args


def _millions(dong: int) -> str:
    # Not money.show_million: money raises NotValid, so it stands above this module.
    return group_digits(Decimal(f"{dong}E-6")).rstrip("0").rstrip(",")
