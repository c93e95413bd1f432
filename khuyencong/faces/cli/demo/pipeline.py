"""What lies on the desks: proposals for 2018 in Phú Yên and Quảng Nam, a draft plan, requests that wait."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.changes import Change
from khuyencong.faces.cli.demo.machines import machine
from khuyencong.faces.cli.demo.projects import MARK, Maker
from khuyencong.faces.cli.demo.provinces import PHU_YEN
from khuyencong.faces.cli.demo.records import Contents, draft_of
from khuyencong.faces.cli.demo.shares import million, working_day
from khuyencong.faces.cli.demo.wishes import Home, Wish
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectKind
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.proposals.parts.operations import Parts, hand_paper
from khuyencong.flow.proposals.parts.rules import OutputAsk, Stretch
from khuyencong.flow.proposals.review_queries import open_notes
from khuyencong.flow.supervision.enums import AdjustmentKind as Kind
from khuyencong.ground.access.actor import SYSTEM
from khuyencong.ground.regulations.models import Provision

YEAR = 2018
_LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj"
    b" 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""The smallest letter that a reader of PDF opens: one empty page."""


def write_pipeline(maker: Maker, contents: Contents) -> None:
    """Leave proposals at every step before a plan, and a plan that is open and empty."""
    local, national = Source.PROVINCIAL, Source.NATIONAL
    drafts = (maker.machinery(local, [million(120)]), maker.aided(local, "PACKAGING", [million(30)]))
    sent = (maker.machinery(local, [million(90), million(110)]), maker.demo(local, million(200)))
    appraised = maker.machinery(national, [million(150), million(170), million(160)])
    ready = maker.machinery(local, [million(140)])
    for number, wish in enumerate((*drafts, *sent, appraised, ready)):
        for workshop in wish.workshops():
            workshop.register()
        draft_of(wish, contents, working_day(date(2017, 4, 10 + number)))
    for wish in (*sent, appraised, ready):
        proposals.submit(SYSTEM, wish.row, today=date(2017, 5, 18))
    for wish in (appraised, ready):
        conclude(SYSTEM, wish.row, result=Result.PASS, today=date(2017, 8, 22), remarks="Đủ điều kiện hỗ trợ")
    _twice_returned(drafts[0].row)
    if maker.home.code == PHU_YEN:
        _flagship(maker, contents)
    plan = planning.open_plan(SYSTEM, Scope(maker.home.unit.pk), year=YEAR, fund=Fund.LOCAL)
    planning.give_envelope(SYSTEM, plan, source=local, amount=million(900))


def _flagship(maker: Maker, contents: Contents) -> None:
    """Submit a flagship: two contents and two workshops of one trade, over two years; and hand in its letter."""
    wish = maker.machinery(Source.NATIONAL, [million(200), million(180)])
    workshops = list(wish.workshops())
    items = []
    for share, workshop in zip(wish.shares, workshops, strict=True):
        workshop.register()
        bought = Item(share.description, workshop.id, contents["MACHINERY"], national=share.support)
        items.append(replace(bought, counterpart=share.counterpart))
    trained = "Đào tạo nghề vận hành máy cho 30 lao động"
    items.append(Item(trained, workshops[0].id, contents["TRAINING"], national=million(45), counterpart=million(15)))
    trade = workshops[0].trade.industry.lower()
    rng = Random(wish.name)  # noqa: S311  the same sheet every time, not a secret
    bought_for = [machine(at, share.description, share.cost, YEAR, rng) for at, share in enumerate(wish.shares)]
    project = proposals.draft(
        SYSTEM,
        Scope(maker.home.unit.pk, maker.home.centre.pk),
        name=f"Phát triển ngành {trade} tỉnh {maker.home.unit.name} giai đoạn 2018 – 2019",
        kind=ProjectKind.FLAGSHIP,
        year=YEAR,
        content=contents["MACHINERY"],
        items=items,
        today=working_day(date(2017, 4, 18)),
        summary=f"Mục tiêu: hình thành nhóm cơ sở cùng ngành, liên kết máy móc với tay nghề. {MARK}",
        parts=Parts(
            place=f"{workshops[0].place.commune}, {workshops[0].place.district}",
            starts_on=date(YEAR, 1, 2),
            ends_on=date(YEAR + 1, 12, 15),
            machines=bought_for,
            outputs=[OutputAsk("MACHINES", Decimal(2)), OutputAsk("TRAINED", Decimal(30))],
            milestones=[
                Stretch("Năm thứ nhất: lắp đặt máy", date(YEAR, 3, 1), date(YEAR, 11, 30)),
                Stretch("Năm thứ hai: đào tạo nghề, nghiệm thu", date(YEAR + 1, 1, 2), date(YEAR + 1, 12, 15)),
            ],
        ),
    )
    _hand_in(project)
    proposals.submit(SYSTEM, project, today=date(2017, 5, 18))


def _hand_in(project: Project) -> None:
    """Hand in the letter of the registration."""
    hand_paper(
        SYSTEM,
        project,
        provision=Provision.objects.get(code="DOCUMENT-A-REGISTER"),
        document="Công văn đề nghị",
        name="cong-van-de-nghi.pdf",
        data=_LETTER,
        now=datetime(2017, 4, 20, 9, tzinfo=UTC),
    )


def _twice_returned(project: Project) -> None:
    """Send a draft to the Sở twice and have it returned twice: one remark was dealt with, one waits."""
    item = project.items.get()
    place = f"supportitem.{item.pk}"
    proposals.submit(SYSTEM, project, today=date(2017, 5, 18))
    first = (
        proposals.Remark("summary", "Nêu rõ sản lượng trước và sau khi có máy."),
        proposals.Remark(place, "Vốn đối ứng chưa đủ mua máy theo báo giá kèm theo."),
    )
    back, again = "Hồ sơ chưa đủ để đưa ra hội đồng", date(2017, 6, 20)
    proposals.return_for_work(SYSTEM, project, reason=back, today=date(2017, 5, 29), remarks=first)
    project.refresh_from_db()
    answers = {note.pk: "Cơ sở cam kết góp thêm 20 triệu đồng." for note in open_notes([project.pk])}
    proposals.answer_notes(SYSTEM, project, answers=answers, today=again)
    more = Item(
        item.description,
        item.establishment_id,
        item.content,
        provincial=Dong(item.provincial),
        counterpart=Dong(item.counterpart + million(20)),
        other=Dong(item.other),
        pk=item.pk,
    )
    told = f"Tăng sản lượng từ 12 lên 20 tấn mỗi năm. {project.summary}"
    proposals.revise(SYSTEM, project, name=project.name, items=[more], version=project.version, summary=told)
    project.refresh_from_db()
    proposals.submit(SYSTEM, project, today=again)
    last = proposals.Remark(place, "Bổ sung catalô ghi công suất của máy.")
    back, late = "Còn thiếu tài liệu kỹ thuật", date(2017, 7, 3)
    proposals.return_for_work(SYSTEM, project, reason=back, today=late, remarks=[last])


def waiting(wishes: list[Wish], homes: list[Home], rng: Random) -> list[Change]:
    """Return late requests of 2017: two refused, and two of each home that wait for a decision."""
    asked, decided = date(2017, 11, 13), date(2017, 11, 27)
    late = [w for w in wishes if w.signed_on and w.content == "MACHINERY" and any(not share.half for share in w.shares)]
    here = {home.code for home in homes}
    refused = [wish for wish in late if wish.home.code not in here][:2]
    words = ("Cơ sở đề nghị kéo dài thời gian lắp đặt máy", "Hoàn thành trong quý IV", "Hoàn thành trong quý I năm sau")
    changes = [Change(wish, Kind.EXTENSION, asked, decided, *words, granted=False) for wish in refused]
    for home in homes:
        mine = [wish for wish in wishes if wish.home is home and wish.signed_on and wish.content == "MACHINERY"]
        changes += [Change(wish, Kind.TIME, asked, decided, *words, granted=None) for wish in rng.sample(mine, 2)]
    return changes
