"""Organisations with their dated names, and the people who sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from khuyencong.core.constraints import no_overlap, not_blank, one_of
from khuyencong.core.fields import ValidityField
from khuyencong.core.models import Record
from khuyencong.core.scope import ScopePaths
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.territory.models import Unit


class Organisation(Record):
    """A body that acts: the ministry's agency, a Sở Công Thương, a centre.  Its name is dated, itself is not."""

    code = models.CharField("ký hiệu", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=12)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="tỉnh")
    opened_on = models.DateField("ngày thành lập")
    closed_on = models.DateField("ngày kết thúc", null=True)

    scope: ClassVar[ScopePaths] = ScopePaths(province="province_id", organisation="id")

    class Meta:
        ordering = ("code",)
        constraints = (
            one_of("kind", OrganisationKind),
            not_blank("code"),
            models.CheckConstraint(
                condition=Q(kind="AGENCY", province__isnull=True) | (~Q(kind="AGENCY") & Q(province__isnull=False)),
                name="organisation_province_unless_national",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=models.F("opened_on")),
                name="organisation_opened_then_closed",
            ),
        )

    def __str__(self) -> str:
        return self.code


class OrganisationName(Record):
    """What an organisation was called on the days of ``valid``."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names", verbose_name="cơ quan")
    name = models.CharField("tên", max_length=200)
    short = models.CharField("tên tắt", max_length=60)
    valid = ValidityField()

    class Meta:
        constraints = (not_blank("name"), no_overlap("organisation_one_name_a_day", "organisation"))

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """People by their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person whatever the case of the address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """Somebody who can sign in.  What they may do comes from the posts they hold (``ground.access``)."""

    email = models.EmailField("thư điện tử", unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    is_active = models.BooleanField("đang hoạt động", default=True)
    last_login = None
    """Signing in writes no row: the session table knows."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    audit_redact: ClassVar[tuple[str, ...]] = ("password",)
    objects = UserManager()

    class Meta:
        ordering = ("email",)
        constraints = (not_blank("full_name"),)

    def __str__(self) -> str:
        return self.full_name
