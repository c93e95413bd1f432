"""Campaigns of the needs survey: the list with its public links, opening one, changing its term."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.scope import Scope
from khuyencong.faces.web.acts import Act, Cleaned, Crumb, Fact, perform, posted
from khuyencong.faces.web.needs.forms import CampaignForm, TermForm
from khuyencong.faces.web.needs.views import needs_crumb
from khuyencong.faces.web.page import Request, page, paginate, query_without_page, show
from khuyencong.flow.needs import operations
from khuyencong.flow.needs.models import Campaign
from khuyencong.flow.needs.queries import campaigns
from khuyencong.ground.access.actor import get, visible


@page(Can.NEED_READ)
def need_campaigns(request: Request) -> HttpResponse:
    """List the campaigns that the actor may see; whoever may open one also sees the public link."""
    shown = paginate(request, visible(request.actor, Can.NEED_READ, campaigns()))
    rows = [
        {
            "campaign": row,
            "running": row.opens_on <= request.today <= row.closes_on,
            "link": request.build_absolute_uri(reverse("survey", args=[row.token])),
            "may_change": request.actor.may(Can.NEED_CAMPAIGN, row),
        }
        for row in shown.object_list
    ]
    may_open = request.actor.may_anywhere(Can.NEED_CAMPAIGN) and request.actor.home.province_id is not None
    context = {"page": shown, "rows": rows, "may_open": may_open, "crumbs": (needs_crumb(),)}
    return show(request, "needs/campaigns.html", {**context, "query": query_without_page(request)})


@page(Can.NEED_CAMPAIGN, methods=("GET", "POST"))
def campaign_open(request: Request) -> HttpResponse:
    """Open a campaign in the actor's province."""
    then = reverse("need_campaigns")
    done = _("Đã mở đợt khảo sát: gửi đường dẫn công khai cho các cơ sở.")
    act = Act(_("Mở đợt khảo sát"), _("Mở đợt khảo sát"), done, then, _crumbs())
    form = CampaignForm(posted(request), initial={"year": request.today.year + 1, "opens_on": request.today})
    place = Scope(province_id=request.actor.home.province_id)

    def do(data: Cleaned) -> object:
        return operations.open_campaign(request.actor, place, **data)

    return perform(request, form, act, do)


@page(Can.NEED_CAMPAIGN, methods=("GET", "POST"))
def campaign_term(request: Request, pk: int) -> HttpResponse:
    """Close a campaign earlier or later."""
    found = get(request.actor, Can.NEED_CAMPAIGN, Campaign.objects.all(), pk)
    facts = (Fact(_("Đợt khảo sát"), found.title),)
    title, done = _("Đổi thời hạn"), _("Đã đổi thời hạn.")
    act = Act(title, _("Ghi"), done, reverse("need_campaigns"), _crumbs(), facts=facts)
    form = TermForm(posted(request), initial={"closes_on": found.closes_on})
    return perform(request, form, act, lambda data: operations.change_term(request.actor, found, **data))


def _crumbs() -> tuple[Crumb, ...]:
    return (needs_crumb(), Crumb(_("Các đợt khảo sát"), reverse("need_campaigns")))
