"""From the contract to its liquidation, played in browsers: what was lent and not needed comes back."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Door
from tests.e2e.to_plan import TODAY, Desks, carried_through, described, drafted_from_a_need
from tests.e2e.walks import link, press, send

pytestmark = pytest.mark.e2e

SUPPORT, ADVANCED = "280", "140"
COST, GRANT = "400", "120"
"""What the machine cost in the end and what is claimed of it: less than was advanced."""


@dataclass(frozen=True)
class Desk:
    """Who carries a đề án out: the centre's officer, accountant and director; the Sở; the ministry."""

    lan: Page
    tuan: Page
    nam: Page
    hoa: Page
    minh: Page


@pytest.fixture
def desk(door: Door) -> Desk:
    """A fresh page for each of the five."""
    return Desk(*(door.page(person) for person in ("lan", "tuan", "nam", "hoa", "minh")))


@pytest.fixture
def project(door: Door) -> str:
    """A đề án of one machine whose plan is assigned, by the walk that leads there."""
    desks = Desks.of(door)
    made = drafted_from_a_need(desks.lan)
    described(desks.lan, made, machines=["Máy cưa CNC"])
    carried_through(desks, made, support=SUPPORT)
    return made


def test_less_is_settled_than_advanced_and_the_rest_comes_back(desk: Desk, project: str) -> None:
    signed(desk.lan, project)
    advanced(desk, project, ADVANCED)
    reported(desk.lan, project)
    hindered(desk, project)
    adjusted(desk, project, kind="TIME", cause="LATE_DELIVERY", ends_on="30/11/2025")
    accepted(desk.lan, project)
    settled(desk.tuan, project)
    assert "Thu hồi 20 triệu đồng tạm ứng" in waits(desk.tuan, project)
    recovered(desk.tuan, project, left="20")
    liquidated(desk.tuan, project, link(desk.tuan, project, "/quyet-toan/"))
    read = lived(desk.lan, project)
    for step in ("Báo cáo tiến độ", "Vướng mắc", "Nghiệm thu 1 hạng mục", "Quyết toán hợp đồng", "Thu hồi kinh phí"):
        assert step in read, step
    assert "Giảm kế hoạch 140 triệu đồng không dùng hết" in waits(desk.lan, project)


def test_what_is_stopped_half_way_gives_its_money_back(desk: Desk, project: str) -> None:
    signed(desk.lan, project)
    advanced(desk, project, "100")
    adjusted(desk, project, kind="STOP", cause="NOT_WANTED")
    assert "Thu hồi 100 triệu đồng tạm ứng" in waits(desk.tuan, project)
    recovered(desk.tuan, project, left="100")
    liquidated(desk.tuan, project, project)
    assert "Đề án đã ngừng và thanh lý xong" in waits(desk.lan, project)
    # Of 280 planned the 100 that came back stay with the line: what was recovered goes nowhere by itself.
    expect(desk.lan.locator("tr").filter(has_text="Đã ngừng").locator("td.kc-num").nth(1)).to_have_text("100")


def signed(lan: Page, project: str) -> None:
    """Sign the contract of the plan line; the office's next number is given."""
    send(lan, link(lan, project, "/hop-dong/dong/"), subject="Hỗ trợ máy cưa CNC", due_on="31/12/2027")
    lan.goto(project)
    expect(lan.locator("main")).to_contain_text("/HĐ-TTKC")


def advanced(desk: Desk, project: str, amount: str) -> None:
    """Ask with the papers, check them, approve as another person, pay with the Treasury's voucher."""
    ask = link(desk.lan, project, "/hop-dong/", "Đề nghị chi")
    desk.lan.goto(ask)
    owed = [str(paper.get_attribute("name")) for paper in desk.lan.locator("main form [name^=paper_]").all()]
    assert owed, "the rule names no papers"
    send(desk.lan, ask, amount=amount, purpose="Tạm ứng đợt 1", **dict.fromkeys(owed, "01/GT"))
    send(desk.tuan, link(desk.tuan, project, "/hop-dong/chi/", "Kiểm tra"), remarks="Đủ giấy tờ")
    send(desk.nam, link(desk.nam, project, "/hop-dong/chi/", "Duyệt"))
    send(desk.tuan, link(desk.tuan, project, "/hop-dong/chi/", "Ghi đã chi"), voucher=f"UNC-{amount}")
    desk.tuan.goto(project)
    expect(desk.tuan.locator("main")).to_contain_text(f"UNC-{amount}")


def reported(lan: Page, project: str) -> None:
    """Report the month that the form offers."""
    words = {"done": "Đã mua máy, đang lắp đặt", "difficulties": "Trạm điện yếu", "coming": "Chạy thử"}
    send(lan, link(lan, project, "/giam-sat/tien-do/de-an/"), percent="60", national=ADVANCED, **words)


def hindered(desk: Desk, project: str) -> None:
    """Lan tells what hinders; Hoa, whose it is, resolves it."""
    raising = link(desk.lan, project, "/giam-sat/vuong-mac/de-an/")
    desk.lan.goto(raising)
    hers = desk.lan.locator("select[name=owner] option").filter(has_text="Lê Thị Hoa").get_attribute("value")
    told = {
        "description": "Trạm điện chưa đủ công suất",
        "remedy": "Đề nghị điện lực nâng trạm",
        "due_on": "31/12/2027",
    }
    send(desk.lan, raising, kind="SITE", owner=str(hers), **told)
    send(desk.hoa, f"{link(desk.hoa, project, '/giam-sat/vuong-mac/', 'Trạm điện')}thao-go/", reason="Đã nâng trạm")


def adjusted(desk: Desk, project: str, *, kind: str, cause: str, **copy: str) -> None:
    """Ask, let the Sở confirm, let the ministry decide: the money is national."""
    words = {"explanation": "Theo đề nghị của cơ sở ngày hôm nay"}
    send(desk.lan, link(desk.lan, project, "/dieu-chinh/de-an/"), kind=kind, cause=cause, **words, **copy)
    desk.hoa.goto(project)
    request = desk.hoa.locator("main").get_by_role("link", name="Mở đề nghị").first.get_attribute("href")
    send(desk.hoa, f"{request}xac-nhan/", confirmation="12/SCT-CN", confirmed_on=TODAY)
    send(desk.minh, f"{request}quyet-dinh/", action="GRANT", decision="34/QĐ-BCT")


def accepted(lan: Page, project: str) -> None:
    """Accept the machine at what it cost, and fill in the file: people, equipment, measures, vouchers."""
    item = link(lan, project, "/de-an/hang-muc/")
    costs = {"cost": COST, "national": GRANT, "counterpart": "280"}
    send(lan, item, accepted_on=TODAY, minutes="05/BBNT", form="5A", place="Xưởng của cơ sở", **costs)
    file = link(lan, project, "/nghiem-thu/", "05/BBNT")
    send(lan, f"{file}thanh-phan/", chair="Trần Thị Lan; Cán bộ", beneficiary="Nguyễn Văn Ba; Chủ cơ sở")
    send(lan, f"{file}thiet-bi/", serial="SN-2025-1", price=COST, explanation="Giá sau chào hàng thấp hơn")
    lan.goto(f"{file}ket-qua/")
    measure = lan.locator("main form [name^=quantity_]").first.get_attribute("name")
    send(lan, f"{file}ket-qua/", **{str(measure): "1"})
    vouchers = [f"{payer}; {number}; {TODAY}; Công ty Máy A; ; Mua máy; {money}" for payer, number, money in _PAID]
    send(lan, f"{file}chung-tu/", lines="\n".join(vouchers))
    expect(lan.locator("main")).not_to_contain_text("Chứng từ chưa khớp")


_PAID = (("Khuyến công quốc gia", "HD-77", GRANT), ("Đối ứng của cơ sở", "HD-78", "280"))


def settled(tuan: Page, project: str) -> None:
    """Settle the item at the claim, the smallest of the four; the page says how much is over-advanced."""
    settling = link(tuan, project, "/quyet-toan/hop-dong/")
    tuan.goto(settling)
    claim = tuan.locator("main form [name^=claimed_]").first.get_attribute("name")
    send(tuan, settling, settled_on=TODAY, **{str(claim): GRANT})
    tuan.goto(link(tuan, project, "/quyet-toan/"))
    expect(tuan.locator("main")).to_contain_text("20 triệu đồng, trước ngày")
    press(tuan, "Thanh lý")
    expect(tuan.locator("body")).to_contain_text("phải thu hồi trước khi thanh lý")


def recovered(tuan: Page, project: str, *, left: str) -> None:
    """Record that the advance, as much as the form says is out, was paid back."""
    paying = link(tuan, project, "/hop-dong/", "Thu hồi")
    tuan.goto(paying)
    expect(tuan.locator("main form [name=amount]")).to_have_value(left)
    send(tuan, paying, voucher=f"NT-{left}", reason="Tạm ứng không dùng hết")


def liquidated(tuan: Page, project: str, page: str) -> None:
    """Close the contract from ``page``."""
    tuan.goto(page)
    press(tuan, "Thanh lý")
    tuan.goto(project)
    expect(tuan.locator("main")).to_contain_text(re.compile(r"Thanh lý hợp đồng \d+/HĐ-TTKC"))


def waits(page: Page, project: str) -> str:
    """Return what the đề án says of what is next, or of its end."""
    page.goto(project)
    return page.locator("main .kc-alert").first.inner_text()


def lived(page: Page, project: str) -> str:
    """Return the lifeline."""
    page.goto(project)
    heading = page.get_by_role("heading", name="Quá trình", exact=True)
    return page.locator("main section.card").filter(has=heading).inner_text()
