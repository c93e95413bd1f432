"""`{% load sign_in %}`: who can be tried in the demonstration."""

from dataclasses import dataclass
from typing import Final

from django import template
from django.utils import timezone

from khuyencong.ground.access.models import Post
from khuyencong.ground.access.roles import Role
from khuyencong.ground.accounts.queries import names_on

register = template.Library()

DEMO_DOMAIN: Final = "@demo.khuyencong.vn"
DEMO_PASSWORD: Final = "khuyencong-demo"  # noqa: S105  printed on the page: it opens nothing but sample data


@dataclass(frozen=True)
class DemoAccount:
    """Somebody made for the demonstration."""

    name: str
    email: str
    role: str
    place: str


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """Return the people of the demonstration with their posts.  Two queries, on the sign-in page of a demo alone."""
    today = timezone.localdate()
    posts = list(
        Post.objects.filter(user__email__endswith=DEMO_DOMAIN, user__is_active=True, valid__contains=today)
        .select_related("user")
        .order_by("user_id")
    )
    names = names_on(today, {post.organisation_id for post in posts if post.organisation_id})
    return [
        DemoAccount(
            post.user.full_name,
            post.user.email,
            Role(post.role).label,
            names[post.organisation_id].short if post.organisation_id in names else "",
        )
        for post in posts
    ]


@register.simple_tag
def demo_password() -> str:
    """Return the password of every demonstration account."""
    return DEMO_PASSWORD
