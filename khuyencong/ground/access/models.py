"""Posts: who holds which role where, on which days."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import one_of
from khuyencong.core.fields import ValidityField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.models import Organisation, User


class Post(Record):
    """A role that ``user`` holds on the days of ``valid``: at an organisation, or as owner of an establishment."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="người")
    role = models.CharField("vai trò", max_length=24)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="posts", verbose_name="cơ quan"
    )
    establishment = models.BigIntegerField("mã cơ sở", null=True)
    """The id of an establishment; establishments stand on a floor above, so this is a number and not a key."""
    valid = ValidityField()

    scope: ClassVar[ScopePaths] = ScopePaths(province="organisation__province_id", organisation="organisation_id")

    class Meta:
        constraints = (
            one_of("role", Role),
            models.CheckConstraint(
                condition=Q(role="ESTABLISHMENT_OWNER", establishment__isnull=False, organisation__isnull=True)
                | (~Q(role="ESTABLISHMENT_OWNER") & Q(establishment__isnull=True, organisation__isnull=False)),
                name="post_owner_of_establishment_or_staff_of_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"
