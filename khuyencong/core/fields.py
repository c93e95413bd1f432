"""Model fields of the values in :mod:`khuyencong.core`."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField
else:

    class _BigIntegerField(models.BigIntegerField):
        """Django's field is generic for the type checker alone."""

        def __class_getitem__(cls, _: object) -> type["_BigIntegerField"]:
            return cls


class DongField(_BigIntegerField[_ST, _GT]):
    """A whole number of đồng.  Whether it may be negative is a CHECK of its model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", 0)
        super().__init__(*args, **kwargs)


class ValidityField(DateRangeField):
    """The days on which a row is in force, lower bound in, upper bound out; no upper bound: still in force."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", "hiệu lực")
        super().__init__(*args, **kwargs)
