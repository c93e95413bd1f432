"""Giving and ending posts."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.scope import Scope
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import SEATS, Role
from khuyencong.ground.accounts.models import Organisation, User


@operation(Can.POST_ASSIGN, verb="Giao nhiệm vụ")
def assign_post(actor: Acting, place: Scope, *, user: User, role: Role, since: date) -> Post:
    """Let ``user`` hold ``role`` in ``place`` (an organisation, or an establishment for its owner) from ``since``."""
    if place.organisation_id is not None:
        seat = SEATS[role]
        there = Organisation.objects.get(pk=place.organisation_id)
        require(
            seat == there.kind,
            f"Vai trò “{role.label}” thuộc {seat.label if seat else 'chủ cơ sở'}: hãy chọn cơ quan cho phù hợp.",
            field="organisation",
        )
    held = Post.objects.filter(
        user=user,
        role=role,
        organisation=place.organisation_id,
        establishment=place.establishment_id,
        valid__overlap=DateRange(since, None),
    )
    require(not held.exists(), f"{user.full_name} đang giữ nhiệm vụ này ở đây rồi.", field="role")
    return Post.objects.create(
        user=user,
        role=role,
        organisation_id=place.organisation_id,
        establishment=place.establishment_id,
        valid=DateRange(since, None),
    )


@operation(Can.POST_ASSIGN, verb="Kết thúc nhiệm vụ", reason_owed=True)
def end_post(actor: Acting, post: Post, *, until: date, reason: str) -> Post:
    """End ``post``: ``until`` is the first day on which it is no longer held."""
    require(until > post.valid.lower, "Ngày kết thúc phải sau ngày bắt đầu nhiệm vụ.", field="until")
    post.valid = DateRange(post.valid.lower, until)
    post.save(update_fields=["valid"])
    return post
