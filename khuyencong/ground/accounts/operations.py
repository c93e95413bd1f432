"""Registering organisations and people."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import squeeze
from khuyencong.ground.accounts.enums import OrganisationKind
from khuyencong.ground.accounts.models import Organisation, OrganisationName, User


@operation(Can.ORGANISATION_REGISTER, verb="Đăng ký cơ quan")
def register_organisation(
    actor: Acting, place: Scope, *, code: str, kind: OrganisationKind, name: str, short: str, opened_on: date
) -> Organisation:
    """Add an organisation in ``place`` under its first name."""
    require(not Organisation.objects.filter(code=code).exists(), f"Ký hiệu “{code}” đã có cơ quan dùng.", field="code")
    organisation = Organisation.objects.create(code=code, kind=kind, province_id=place.province_id, opened_on=opened_on)
    _name(organisation, name, short, DateRange(opened_on, None))
    return organisation


@operation(Can.ORGANISATION_REGISTER, verb="Đổi tên cơ quan")
def rename_organisation(
    actor: Acting, organisation: Organisation, *, name: str, short: str, since: date
) -> OrganisationName:
    """Give ``organisation`` another name from ``since`` on; the old one stays true of its days."""
    current = organisation.names.filter(valid__contains=since).first()
    if current is None or current.valid.lower >= since:
        raise NotValid(
            f"Tên mới phải có hiệu lực sau ngày của tên đang dùng ({since:%d/%m/%Y} là quá sớm).", field="since"
        )
    current.valid = DateRange(current.valid.lower, since)
    current.save(update_fields=["valid"])
    return _name(organisation, name, short, DateRange(since, None))


@operation(Can.POST_ASSIGN, verb="Mở tài khoản")
def open_account(actor: Acting, place: Scope, *, email: str, full_name: str, password: str | None) -> User:
    """Open an account that may do nothing until it holds a post; without a password nobody signs in to it yet."""
    require(not User.objects.filter(email__iexact=email).exists(), f"Địa chỉ “{email}” đã có tài khoản.", field="email")
    user = User(email=email.lower(), full_name=squeeze(full_name))
    user.set_password(password)
    user.save()
    return user


def _name(organisation: Organisation, name: str, short: str, valid: DateRange) -> OrganisationName:
    return OrganisationName.objects.create(
        organisation=organisation, name=squeeze(name), short=squeeze(short), valid=valid
    )
