"""The public pages of a survey, without sign-in: the form of the establishment itself, its code, and the look-up."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from khuyencong.core.scope import Scope
from khuyencong.core.text import fold
from khuyencong.faces.web.acts import posted
from khuyencong.faces.web.errors import NoSuchPage
from khuyencong.faces.web.needs.forms import LookUpForm, PublicNeedForm, options_of
from khuyencong.faces.web.needs.limits import within
from khuyencong.faces.web.page import Request, attempt, page, show
from khuyencong.faces.web.projects.choices import TONES, first_upper
from khuyencong.flow.establishments.rules import compact_phone
from khuyencong.flow.needs.enums import Channel, NeedState
from khuyencong.flow.needs.models import Campaign, Need
from khuyencong.flow.needs.operations import record_need
from khuyencong.flow.needs.queries import campaign_of
from khuyencong.ground.access.actor import public_survey

FORMS_AN_HOUR = 20
LOOK_UPS_AN_HOUR = 20
HOUR = 3_600
NEXT = {
    NeedState.RECORDED: "Trung tâm khuyến công sẽ liên hệ để kiểm tra.",
    NeedState.CHECKED: "Trung tâm khuyến công đang xem xét để lập đề án.",
    NeedState.PROPOSED: "Đề án đã được lập và đang theo trình tự thẩm định, phê duyệt.",
    NeedState.DROPPED: "Hãy hỏi trung tâm khuyến công của tỉnh để biết lý do.",
}
"""What comes next, as the establishment is told it: no name and no number of anybody."""


@page(methods=("GET", "POST"), public=True)
def survey(request: Request, token: str) -> HttpResponse:
    """Let an establishment tell its need itself."""
    campaign = _campaign(request, token)
    begin, options = {"client_id": str(uuid4())}, options_of(campaign.province_id, request.today)
    form = PublicNeedForm(posted(request), options=options, initial=begin)
    if request.method == "POST":
        if not within(request, "survey", most=FORMS_AN_HOUR, seconds=HOUR):
            return render(request, "needs/too_often.html", status=429)
        made = _record(request, campaign, form) if form.is_valid() else None
        if made is not None:
            request.session["survey_code"] = made.code
            return redirect("survey_done", token)
    return show(request, "needs/survey.html", {"form": form, "campaign": campaign})


@page(public=True)
def survey_done(request: Request, token: str) -> HttpResponse:
    """Give the code by which the establishment can ask later."""
    campaign = _campaign(request, token)
    code = request.session.get("survey_code", "")
    return show(request, "needs/survey_done.html", {"code": code, "campaign": campaign})


@page(methods=("GET", "POST"), public=True)
def survey_look_up(request: Request) -> HttpResponse:
    """Say where a need stands to whoever knows its code and telephone; nothing personal is shown."""
    form = LookUpForm(posted(request))
    context: dict[str, object] = {"form": form}
    if request.method == "POST":
        if not within(request, "look-up", most=LOOK_UPS_AN_HOUR, seconds=HOUR):
            return render(request, "needs/too_often.html", status=429)
        if form.is_valid():
            context |= _standing(form)
    return show(request, "needs/look_up.html", context)


def _campaign(request: Request, token: str) -> Campaign:
    found = campaign_of(token, request.today)
    if found is None:
        raise NoSuchPage(_("Đợt khảo sát đã kết thúc, hoặc đường dẫn không đúng: hãy hỏi trung tâm khuyến công."))
    return found


def _record(request: Request, campaign: Campaign, form: PublicNeedForm) -> Need | None:
    return attempt(
        form,
        lambda: record_need(
            public_survey(campaign.province_id),
            Scope(province_id=campaign.province_id),
            told=form.told(),
            client_id=form.client,
            channel=Channel.SELF,
            today=request.today,
            campaign=campaign,
        ),
    )


def _standing(form: LookUpForm) -> dict[str, object]:
    signs = fold(form.cleaned_data["code"]).replace(" ", "").upper()
    code, phone = f"{signs[:4]}-{signs[4:]}", compact_phone(form.cleaned_data["phone"])
    found = Need.objects.filter(code=code, phone=phone).exclude(phone="").first()
    if found is None:
        form.add_error(None, _("Không thấy phiếu nào có mã và số điện thoại này: hãy kiểm tra lại cả hai."))
        return {}
    state = NeedState(found.state)
    return {
        "label": first_upper(state.label),
        "tone": TONES[found.state],
        "next": NEXT[state],
        "recorded_on": found.recorded_on,
    }
