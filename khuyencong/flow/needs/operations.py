"""Opening campaigns; recording, checking, confirming and dropping needs."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from khuyencong.core.capabilities import Can
from khuyencong.core.money import Dong
from khuyencong.core.operations import Acting, operation, owed, require
from khuyencong.core.scope import Scope
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.flow.establishments.rules import compact_phone, compact_tax_code, phone_fault, tax_code_fault
from khuyencong.flow.needs.enums import Channel, NeedAction, NeedAnswer, NeedState
from khuyencong.flow.needs.lifecycle import NEED
from khuyencong.flow.needs.models import Campaign, Need, NeedConfirmation
from khuyencong.flow.needs.queries import OPEN, by_client_id, commune_in, in_register_of, registered
from khuyencong.ground.notices.enums import Kind
from khuyencong.ground.notices.telling import notify
from khuyencong.ground.regulations.models import ActivityContent

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O, 1 I L: a code is read over the telephone."""


@dataclass(frozen=True)
class Told:
    """What was told about a need.  Money in đồng: the whole cost, and how much of it is asked for.

    ``establishment_id`` is set where the establishment was chosen from the register; otherwise it is found by its
    tax code when the need is recorded by staff, or chosen when the need is checked.
    """

    name: str
    legal_form: LegalForm
    industry: str
    content: ActivityContent
    wish: str
    tax_code: str = ""
    phone: str = ""
    commune_id: int | None = None
    address: str = ""
    machine: str = ""
    cost: Dong = Dong(0)
    support: Dong = Dong(0)
    wanted_by: date | None = None
    establishment_id: int | None = None


@operation(Can.NEED_CAMPAIGN, verb="Mở đợt khảo sát nhu cầu")
def open_campaign(actor: Acting, place: Scope, *, year: int, title: str, opens_on: date, closes_on: date) -> Campaign:
    """Open a survey for the plan of ``year``; its link is a secret that cannot be guessed."""
    province = owed(place.province_id, "Hãy chọn tỉnh của đợt khảo sát.", field="province")
    name = squeeze(title)
    require(name, "Hãy đặt tên cho đợt khảo sát.", field="title")
    require(opens_on <= closes_on, "Ngày kết thúc phải từ ngày mở.", field="closes_on")
    exists = Campaign.objects.filter(province=province, year=year, title=name).exists()
    require(not exists, f"Đợt “{name}” của năm {year} đã có.", field="title")
    return Campaign.objects.create(
        province_id=province,
        year=year,
        title=name,
        opens_on=opens_on,
        closes_on=closes_on,
        token=secrets.token_urlsafe(24),
    )


@operation(Can.NEED_CAMPAIGN, verb="Đổi thời hạn đợt khảo sát")
def change_term(actor: Acting, campaign: Campaign, *, closes_on: date) -> Campaign:
    """Close a campaign earlier or later: the public link works to the end of ``closes_on``."""
    require(closes_on >= campaign.opens_on, "Ngày kết thúc phải từ ngày mở.", field="closes_on")
    campaign.closes_on = closes_on
    campaign.save(update_fields=["closes_on"])
    return campaign


@operation(Can.NEED_RECORD, verb="Ghi nhu cầu")
def record_need(
    actor: Acting,
    place: Scope,
    *,
    told: Told,
    client_id: UUID,
    channel: Channel,
    today: date,
    campaign: Campaign | None = None,
) -> Need:
    """Record what was told, once: a form that has arrived already gives the need that it became."""
    if known := by_client_id(client_id):
        return known
    province = owed(place.province_id, "Hãy chọn tỉnh.", field="province")
    need = Need(client_id=client_id, province_id=province, recorded_on=today, channel=channel)
    need.recorded_by_id, need.campaign = actor.id, campaign
    if campaign is not None:
        require(campaign.province_id == province, "Đợt khảo sát này của tỉnh khác.", field="campaign")
        running = campaign.opens_on <= today <= campaign.closes_on
        require(running, f"Đợt “{campaign}” đã đóng hoặc chưa mở.", field="campaign")
    _write(need, told, today)
    need.code = _new_code()
    try:
        with transaction.atomic():
            need.save()
    except IntegrityError:  # the same form arrived twice at once
        known = by_client_id(client_id)
        if known is None:
            raise
        return known
    if channel is Channel.SELF:
        notify(actor, Kind.NEED_TOLD, need)
    return need


@operation(Can.NEED_RECORD, verb="Sửa nhu cầu")
def revise_need(actor: Acting, need: Need, *, told: Told, version: int, today: date) -> Need:
    """Replace what was told, if nobody else did since ``version``."""
    require(need.state in OPEN, f"Nhu cầu {need.code} {NeedState(need.state).label}: không sửa được nữa.")
    require(
        need.version == version,
        f"Nhu cầu {need.code} vừa được người khác sửa: hãy xem bản mới rồi sửa lại.",
    )
    _write(need, told, today)
    need.version += 1
    need.save()
    return need


@operation(Can.NEED_CHECK, verb="Kiểm tra nhu cầu")
def check_need(actor: Acting, need: Need, *, establishment_id: int | None = None) -> Need:
    """Say that the need was checked, and which establishment of the register it is of, where there is one."""
    need.state = NEED.step(NeedAction.CHECK, NeedState(need.state)).target
    refuse_merged([establishment_id])
    known = registered(need.province_id, need.tax_code)
    need.establishment_id = establishment_id or need.establishment_id or (known.pk if known else None)
    need.save(update_fields=["state", "establishment"])
    return need


@operation(Can.NEED_CHECK, verb="Không theo tiếp nhu cầu", reason_owed=True)
def drop_need(actor: Acting, need: Need, *, reason: str, today: date) -> Need:
    """Let a need go, with a reason."""
    need.state = NEED.step(NeedAction.DROP, NeedState(need.state)).target
    need.decided_on = max(today, need.recorded_on)
    need.save(update_fields=["state", "decided_on"])
    return need


@operation(Can.NEED_CHECK, verb="Hỏi lại nhu cầu")
def confirm_need(
    actor: Acting,
    need: Need,
    *,
    asked_on: date,
    answer: NeedAnswer | None,
    answered_on: date | None,
    today: date,
    note: str = "",
) -> NeedConfirmation:
    """Record that the establishment was asked "vẫn còn nhu cầu?", and its answer if it gave one.

    An answer that comes later goes to the question that waits for it.
    """
    require(need.state != NeedState.DROPPED, f"Nhu cầu {need.code} không theo tiếp nữa.")
    waiting = need.confirmations.filter(answered_on__isnull=True).first()
    asked = waiting.asked_on if waiting else asked_on
    require(asked <= today, "Ngày hỏi không thể ở tương lai.", field="asked_on")
    require(asked >= need.recorded_on, "Ngày hỏi phải từ ngày ghi nhu cầu.", field="asked_on")
    require((answer is None) == (answered_on is None), "Hãy ghi cả câu trả lời và ngày trả lời.", field="answered_on")
    if answered_on is not None:
        require(asked <= answered_on <= today, "Ngày trả lời phải từ ngày hỏi đến hôm nay.", field="answered_on")
    require(
        waiting is None or answer is not None, "Câu hỏi trước chưa được trả lời: hãy ghi câu trả lời.", field="answer"
    )
    row = waiting or NeedConfirmation(need=need, asked_on=asked)
    row.answer, row.answered_on, row.note = answer, answered_on, squeeze(note)
    row.save()
    if answer is NeedAnswer.NO:
        notify(actor, Kind.NEED_GONE, need)
    return row


@operation(Can.PROJECT_DRAFT, verb="Ghi nhu cầu đã lập đề án")
def note_proposed(actor: Acting, need: Need, *, establishment_id: int, today: date) -> Need:
    """Note that a đề án was drafted from the need.  Called by ``proposals``, which stands above."""
    need.state = NEED.step(NeedAction.PROPOSE, NeedState(need.state)).target
    need.establishment_id, need.decided_on = establishment_id, max(today, need.recorded_on)
    need.save(update_fields=["state", "establishment", "decided_on"])
    return need


@operation(Can.PROJECT_SUBMIT, verb="Trả nhu cầu của đề án đã rút")
def give_back_withdrawn(actor: Acting, need: Need) -> Need:
    """Let a need be proposed again: its đề án was withdrawn.  Called by ``proposals``, which stands above."""
    return _give_back(need)


@operation(Can.PROJECT_DECIDE, verb="Trả nhu cầu của đề án không được duyệt")
def give_back_refused(actor: Acting, need: Need) -> Need:
    """Let a need be proposed again: its đề án was refused.  Called by ``proposals``, which stands above."""
    return _give_back(need)


def _give_back(need: Need) -> Need:
    need.state, need.decided_on = NEED.step(NeedAction.GIVE_BACK, NeedState(need.state)).target, None
    need.save(update_fields=["state", "decided_on"])
    return need


def _write(need: Need, told: Told, today: date) -> None:
    _check_words(told)
    tax_code, phone = compact_tax_code(told.tax_code), compact_phone(told.phone)
    _check_numbers(told, tax_code, phone)
    valid = today in told.content.valid
    require(valid, f"Nội dung “{told.content}” không có hiệu lực ngày {today:%d/%m/%Y}.", field="content")
    there = told.commune_id is None or commune_in(need.province_id, told.commune_id, need.recorded_on)
    require(there, "Xã, phường đã chọn không thuộc tỉnh này hoặc không còn.", field="commune")
    refuse_merged([told.establishment_id])
    ours = told.establishment_id is None or in_register_of(need.province_id, told.establishment_id)
    require(ours, "Cơ sở đã chọn không thuộc tỉnh này: hãy chọn lại.", field="establishment")
    known = None if need.channel == Channel.SELF else registered(need.province_id, tax_code)
    need.establishment_id = told.establishment_id or need.establishment_id or (known.pk if known else None)
    need.name, need.legal_form, need.industry = squeeze(told.name), told.legal_form, squeeze(told.industry)
    need.tax_code, need.phone = tax_code, phone
    need.commune_id, need.address = told.commune_id, squeeze(told.address)
    need.content, need.wish, need.machine = told.content, told.wish.strip(), squeeze(told.machine)
    need.cost, need.support, need.wanted_by = told.cost, told.support, told.wanted_by
    need.folded = fold(f"{told.name} {tax_code} {phone} {told.address} {told.industry} {told.machine} {told.wish}")


def _check_words(told: Told) -> None:
    require(squeeze(told.name), "Hãy ghi tên cơ sở.", field="name")
    require(squeeze(told.industry), "Hãy ghi ngành nghề sản xuất.", field="industry")
    require(told.wish.strip(), "Hãy ghi nhu cầu bằng lời của cơ sở.", field="wish")


def _check_numbers(told: Told, tax_code: str, phone: str) -> None:
    if tax_code:
        fault = tax_code_fault(tax_code)
        require(fault is None, fault or "", field="tax_code")
    require(tax_code or phone or told.establishment_id, "Hãy ghi điện thoại hoặc mã số thuế để liên hệ.", field="phone")
    if phone:
        fault = phone_fault(phone)
        require(fault is None, fault or "", field="phone")
    require(min(told.cost, told.support) >= 0, "Số tiền không được âm.", field="cost")
    require(
        not told.cost or told.support <= told.cost, "Đề nghị hỗ trợ không thể lớn hơn tổng chi phí.", field="support"
    )


def _new_code() -> str:
    """Return a code that nobody has: eight letters and digits in two groups."""
    while True:
        signs = "".join(secrets.choice(_LETTERS) for _ in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        if not Need.objects.filter(code=code).exists():
            return code
