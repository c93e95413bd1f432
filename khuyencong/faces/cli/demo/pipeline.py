"""What lies on the desks: proposals for 2018 in Phú Yên and Quảng Nam, a draft plan, requests that wait."""

from datetime import date
from random import Random

from khuyencong.core.money import Dong
from khuyencong.core.scope import Scope
from khuyencong.faces.cli.demo.changes import Change
from khuyencong.faces.cli.demo.projects import Maker
from khuyencong.faces.cli.demo.records import Contents, draft_of
from khuyencong.faces.cli.demo.shares import million, working_day
from khuyencong.faces.cli.demo.wishes import Home, Wish
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.operations import conclude
from khuyencong.flow.planning import operations as planning
from khuyencong.flow.planning.enums import Fund, Source
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.models import Project
from khuyencong.flow.proposals.operations import Item
from khuyencong.flow.proposals.review_queries import open_notes
from khuyencong.flow.supervision.enums import AdjustmentKind as Kind
from khuyencong.ground.access.actor import SYSTEM

YEAR = 2018


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
    plan = planning.open_plan(SYSTEM, Scope(maker.home.unit.pk), year=YEAR, fund=Fund.LOCAL)
    planning.give_envelope(SYSTEM, plan, source=local, amount=million(900))


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
