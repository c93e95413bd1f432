"""People: who holds which post, and one person's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.faces.web.export import filter_words, workbook
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.faces.web.people.forms import PeopleFilterForm
from khuyencong.faces.web.people.log import may_read_log
from khuyencong.faces.web.people.words import told
from khuyencong.flow.establishments.models import Establishment
from khuyencong.ground.access.actor import get, visible
from khuyencong.ground.access.models import Post
from khuyencong.ground.access.queries import PeopleFilter, history_of, posts_of
from khuyencong.ground.access.queries import people as people_rows
from khuyencong.ground.access.roles import ROLES, Role
from khuyencong.ground.accounts.models import OrganisationName, User
from khuyencong.ground.accounts.queries import names_on

COLUMNS = ("Họ và tên", "Thư điện tử", "Nhiệm vụ", "Đang hoạt động")
SHOWN = 50


@dataclass(frozen=True)
class Held:
    """A post in words."""

    post: Post
    role: str
    sentence: str
    place: str
    standing: str


@page(Can.POST_ASSIGN)
def people(request: Request) -> HttpResponse:
    """List people with the posts they hold today."""
    form = PeopleFilterForm(request.GET)
    narrow = _narrow(form)
    rows = visible(request.actor, Can.POST_ASSIGN, people_rows(narrow, today=request.today))
    found = paginate(request, rows)
    context = {
        "form": form,
        "page": found,
        "rows": with_posts(found.object_list, today=request.today),
        "query": query_without_page(request),
        "narrowed": narrow != PeopleFilter(),
        "may_read_log": may_read_log(request.actor),
    }
    return show(request, "people/list.html", context)


@page(Can.POST_ASSIGN)
def export(request: Request) -> HttpResponseBase:
    """Send the filtered people as a workbook."""
    form = PeopleFilterForm(request.GET)
    narrow = _narrow(form)
    idle = {None: "", True: "chưa có nhiệm vụ", False: "đang có nhiệm vụ"}[narrow.idle]
    filters = filter_words(
        ("Tìm", narrow.search),
        ("Vai trò", Role(narrow.role).label if narrow.role else ""),
        ("Nhiệm vụ hôm nay", idle),
        today=request.today,
    )
    rows = visible(request.actor, Can.POST_ASSIGN, people_rows(narrow, today=request.today))
    cells = (
        (
            user.full_name,
            user.email,
            "; ".join(f"{p.role}, {p.place}" for p in posts),
            "có" if user.is_active else "không",
        )
        for user, posts in with_posts(rows, today=request.today)
    )
    return workbook("nguoi-dung", "Người dùng và nhiệm vụ", filters, COLUMNS, cells)


@page(Can.POST_ASSIGN)
def person(request: Request, pk: int) -> HttpResponse:
    """Show one person: posts with their days, and what was written about them."""
    found = get(request.actor, Can.POST_ASSIGN, User.objects.all(), pk)
    posts = posts_of(found)
    history = []
    if may_read_log(request.actor):
        log = history_of({"accounts_user": [pk], "access_post": [post.pk for post in posts]})
        history = told(log[:SHOWN], request.actor)
    context = {
        "person": found,
        "posts": in_words(posts, today=request.today),
        "history": history,
        "crumbs": [{"label": _("Người dùng"), "url": reverse("people")}],
        "may_read_log": may_read_log(request.actor),
    }
    return show(request, "people/person.html", context)


def _narrow(form: PeopleFilterForm) -> PeopleFilter:
    form.is_valid()
    said = form.cleaned_data
    idle = {"": None, "none": True, "held": False}[said.get("posts", "")]
    return PeopleFilter(search=said.get("q", ""), role=said.get("role", ""), idle=idle)


def with_posts(users: Iterable[User], *, today: date) -> list[tuple[User, list[Held]]]:
    """Return each of ``people_rows`` with its posts of today in words.  Two queries past the rows."""
    users = list(users)
    held = {user.pk: list(getattr(user, "posts_today", ())) for user in users}
    words = iter(in_words([post for user in users for post in held[user.pk]], today=today))
    return [(user, [next(words) for _post in held[user.pk]]) for user in users]


def in_words(posts: Iterable[Post], *, today: date) -> list[Held]:
    """Put posts into words: role, place by its name of today, and whether it is held.  Two queries."""
    posts = list(posts)
    names = names_on(today, {post.organisation_id for post in posts if post.organisation_id})
    owned = Establishment.objects.in_bulk({post.establishment for post in posts if post.establishment})
    return [_in_words(post, names, owned, today) for post in posts]


def _in_words(post: Post, names: dict[int, OrganisationName], owned: dict[int, Establishment], today: date) -> Held:
    rule = ROLES[Role(post.role)]
    if post.organisation_id:
        place = names[post.organisation_id].name if post.organisation_id in names else str(post.organisation)
    else:
        place = owned[post.establishment].name if post.establishment in owned else _("cơ sở số %s") % post.establishment
    ended = post.valid.upper is not None and post.valid.upper <= today
    standing = "now" if today in post.valid else "past" if ended else "future"
    return Held(post, rule.label, rule.sentence, place, standing)
