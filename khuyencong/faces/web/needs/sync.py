"""Taking in the forms that a phone kept: each once, and conflicts told instead of settled."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import Refused
from khuyencong.core.scope import Scope
from khuyencong.faces.web.needs.forms import NeedForm, Options, options_of, stored
from khuyencong.faces.web.page import Request, page
from khuyencong.flow.establishments.rules import compact_phone, compact_tax_code
from khuyencong.flow.needs import operations
from khuyencong.flow.needs.enums import Channel
from khuyencong.flow.needs.models import Need
from khuyencong.flow.needs.queries import by_client_id, same_wish
from khuyencong.ground.access.actor import visible

MOST = 100
"""Forms in one message; a phone with more sends several."""

IGNORED = frozenset({"client_id", "version", "campaign", "establishment"})
"""Fields that are not what somebody told."""

Result = dict[str, Any]


@page(Can.NEED_RECORD, methods=("POST",))
def needs_sync(request: Request) -> HttpResponse:
    """Take ``{"needs": [{"fields": {…}, "version": 0, "anyway": false}, …]}`` and answer for each form."""
    try:
        sent = json.loads(request.body)["needs"]
        rows = [{"fields": dict(row["fields"]), **_flags(row)} for row in sent[:MOST]]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": _("Không đọc được dữ liệu gửi lên.")}, status=400)
    province = request.actor.home.province_id
    if province is None:
        return JsonResponse({"error": _("Tài khoản này không thuộc tỉnh nào.")}, status=400)
    options = options_of(province, request.today)
    return JsonResponse({"results": [_take(request, options, **row) for row in rows]})


def _flags(row: Mapping[str, Any]) -> dict[str, Any]:
    version = row.get("version") or 0
    return {"version": int(version), "anyway": row.get("anyway") is True}


def _take(request: Request, options: Options, *, fields: dict[str, Any], version: int, anyway: bool) -> Result:
    form = NeedForm({key: str(value) for key, value in fields.items()}, options=options)
    client_id = str(fields.get("client_id", ""))
    if not form.is_valid():
        return {"client_id": client_id, "status": "invalid", "errors": _errors(form)}
    try:
        found = _judge(request, form, version=version, anyway=anyway)
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else ""
        status = "invalid" if field else "refused"
        found = {"status": status, "errors": {field or "": [refusal.message]}}
    return {"client_id": client_id, **found}


def _judge(request: Request, form: NeedForm, *, version: int, anyway: bool) -> Result:
    told = form.told()
    known = by_client_id(form.client)
    if known is None:
        twin = None if anyway else twin_of(form)
        return _about("twin", twin) if twin else _record(request, form)
    if not visible(request.actor, Can.NEED_RECORD, Need.objects.filter(pk=known.pk)).exists():
        return {"status": "refused", "errors": {"": [_("Phiếu này không thuộc phạm vi của anh/chị.")]}}
    if _same(form, known):
        return _about("recorded", known)
    if version != known.version:
        return {**_about("changed", known), "theirs": stored(known)}
    revised = operations.revise_need(request.actor, known, told=told, version=version, today=request.today)
    return _about("recorded", revised)


def _record(request: Request, form: NeedForm) -> Result:
    made = operations.record_need(
        request.actor,
        Scope(province_id=form.options.province_id),
        told=form.told(),
        client_id=form.client,
        channel=Channel.STAFF,
        today=request.today,
        campaign=form.campaign_chosen(),
    )
    return _about("recorded", made)


def twin_of(form: NeedForm) -> Need | None:
    """Return an open need of the same establishment for the same content, told on another form."""
    told = form.told()
    return same_wish(
        form.options.province_id,
        tax_code=compact_tax_code(told.tax_code),
        phone=compact_phone(told.phone),
        name=told.name,
        content_id=told.content.pk,
        but=form.client,
    )


def _about(status: str, need: Need) -> Result:
    return {
        "status": status,
        "code": need.code,
        "version": need.version,
        "url": reverse("need", args=[need.pk]),
        "recorded_on": f"{need.recorded_on:%d/%m/%Y}",
        "name": need.name,
    }


def _same(form: NeedForm, need: Need) -> bool:
    """Say whether the phone holds what the server holds: then a repeated message changes nothing."""
    there = NeedForm(stored(need), options=form.options)
    if not there.is_valid():
        return False
    mine, theirs = _told(form), _told(there)
    return all(mine[name] == theirs[name] for name in set(mine) & set(theirs) - IGNORED)


def _told(form: NeedForm) -> dict[str, Any]:
    """Return what was told in the shape in which it is stored; nothing told is an empty text."""
    data = {name: value or "" for name, value in form.cleaned_data.items()}
    return {**data, "tax_code": compact_tax_code(data["tax_code"]), "phone": compact_phone(data["phone"])}


def _errors(form: NeedForm) -> dict[str, list[str]]:
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}
