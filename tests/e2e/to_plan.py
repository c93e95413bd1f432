"""The steps that four people take from a need, or a draft, to an assigned plan.

The demonstration's people hold posts in Phú Yên, whose last year on the map is 2025: that is the year of the plan.
"""

import re
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Door
from tests.e2e.walks import link, press, send

YEAR = "2025"
TODAY = f"{date.today():%d/%m/%Y}"  # noqa: DTZ011  the site's own day is what the forms are judged by
MACHINERY = "Ứng dụng máy móc thiết bị tiên tiến, tiến bộ khoa học kỹ thuật"
TRAINING = "Đào tạo nghề, truyền nghề"
PHU_YEN = "Phú Yên (trước 01/07/2025)"
SENIOR = "tam@demo.khuyencong.vn; Chuyên viên Sở Tài chính"


@dataclass(frozen=True)
class Desks:
    """Who plays: the centre's officer, the Sở's, a council member, the ministry's planner."""

    lan: Page
    hoa: Page
    tam: Page
    minh: Page

    @classmethod
    def of(cls, door: Door) -> "Desks":
        """Return a fresh page for each of the four."""
        return cls(*(door.page(person) for person in ("lan", "hoa", "tam", "minh")))


def drafted_from_a_need(lan: Page) -> str:
    """Record a need, check it, and draft from it: nothing is typed twice."""
    name = f"Cơ sở mộc {uuid4().hex[:8]}"
    lan.goto("/nhu-cau/ghi/")
    told = {"name": name, "phone": f"09{uuid4().int % 10**8:08d}", "industry": "chế biến gỗ", "wish": "Thay máy cũ"}
    for field, text in {**told, "machine": "Máy cưa CNC", "cost": "1.900", "support": "280"}.items():
        lan.fill(f"#kc-need-form [name={field}]", text)
    lan.select_option("#kc-need-form [name=content]", label=MACHINERY)
    lan.click("#kc-need-form button.btn-primary")
    expect(lan.locator("#kc-need-list li").filter(has_text=name)).to_contain_text("Đã gửi", timeout=15_000)
    lan.goto(f"/nhu-cau/?q={name}")
    need = lan.get_by_role("row").filter(has_text=name).locator("a").first.get_attribute("href")
    send(lan, f"{need}kiem-tra/")
    project = send(lan, f"{need}lap-de-an/", year=YEAR, fund="national")
    expect(lan.locator("main")).to_contain_text(name)
    return project


def drafted_for_two(lan: Page) -> str:
    """Draft a group đề án for two workshops of the register."""
    lan.goto("/de-an/lap/")
    lan.fill("[name=name]", "Hỗ trợ máy móc chế biến nông sản cho hai cơ sở")
    lan.select_option("[name=kind]", "GROUP")
    lan.fill("[name=year]", YEAR)
    lan.select_option("main form select[name=content]", label=MACHINERY)
    lan.get_by_role("button", name="Thêm hạng mục").click()
    for row, what in enumerate(("Máy chiên chân không", "Máy đóng gói")):
        lan.fill(f"[name=items-{row}-description]", what)
        lan.select_option(f"[name=items-{row}-establishment]", index=row + 1)
        lan.fill(f"[name=items-{row}-national]", "200")
        lan.fill(f"[name=items-{row}-counterpart]", "600")
    press(lan, "Ghi đề án")
    assert re.search(r"/de-an/\d+/$", lan.url), lan.locator("main").inner_text()[:600]
    return lan.url


def drafted_with_two_contents(lan: Page) -> str:
    """Draft a flagship: a machine for one workshop, training for another; the rows' content shows for this kind."""
    lan.goto("/de-an/lap/")
    lan.fill("[name=name]", "Phát triển nghề chế biến cá giai đoạn 2025 – 2026")
    lan.fill("[name=year]", YEAR)
    lan.select_option("main form select[name=content]", label=MACHINERY)
    lan.get_by_role("button", name="Thêm hạng mục").click()
    expect(lan.locator("[name=items-1-content]")).to_be_hidden()
    lan.select_option("[name=kind]", "FLAGSHIP")
    expect(lan.locator("[name=items-1-content]")).to_be_visible()
    lan.select_option("[name=items-1-content]", label=TRAINING)
    asked = (("Máy sấy cá", "200", "600"), ("Đào tạo nghề vận hành máy sấy", "45", "15"))
    for row, (what, national, counterpart) in enumerate(asked):
        lan.fill(f"[name=items-{row}-description]", what)
        lan.select_option(f"[name=items-{row}-establishment]", index=row + 1)
        lan.fill(f"[name=items-{row}-national]", national)
        lan.fill(f"[name=items-{row}-counterpart]", counterpart)
    lan.locator("[name=items-1-counterpart]").blur()
    first, second = (lan.locator(".kc-item").nth(row).locator(".kc-ceiling") for row in range(2))
    expect(first).not_to_be_empty()
    expect(second).not_to_be_empty()
    assert first.inner_text() != second.inner_text()
    press(lan, "Ghi đề án")
    assert re.search(r"/de-an/\d+/$", lan.url), lan.locator("main").inner_text()[:600]
    return lan.url


def described(lan: Page, project: str, *, machines: list[str], ends_on: str = f"30/10/{YEAR}") -> None:
    """Fill in machines, a promised output and the schedule."""
    page = f"{project}may-moc-tien-do/"
    lan.goto(page)
    for row, machine in enumerate(machines):
        if row:
            lan.get_by_role("button", name="Thêm máy").click()
        lan.fill(f"[name=machines-{row}-name]", machine)
        lan.select_option(f"[name=machines-{row}-item]", index=min(row, len(machines) - 1))
        lan.fill(f"[name=machines-{row}-unit_price]", "800")
        lan.fill(f"[name=machines-{row}-model]", "KDT-612")
    told = {"place": "Xã Hòa Xuân", "starts_on": f"01/02/{YEAR}", "ends_on": ends_on}
    schedule = {"name": "Mua và lắp đặt máy", "starts_on": f"01/03/{YEAR}", "due_on": f"30/06/{YEAR}"}
    for name, text in (told | {f"milestones-0-{name}": text for name, text in schedule.items()}).items():
        lan.fill(f"[name={name}]", text)
    lan.select_option("[name=outputs-0-measure]", index=1)
    lan.fill("[name=outputs-0-quantity]", "1")
    press(lan, "Ghi")
    expect(lan.locator("main")).to_contain_text("Mua và lắp đặt máy")


def carried_through(desks: Desks, project: str, *, support: str) -> None:
    """Submit, be returned, submit again, be appraised twice, planned, approved and assigned."""
    lan, minh = desks.lan, desks.minh
    lan.goto(project)
    press(lan, "Trình Sở Công Thương")
    returned_and_answered(desks, project)
    appraised(desks, desks.hoa, project, level="BASE", chair="hoa@demo.khuyencong.vn; Phó Giám đốc Sở")
    appraised(desks, minh, project, level="MINISTRY", chair="minh@demo.khuyencong.vn; Phó Cục trưởng")
    plan = planned(minh, project, support)
    minh.goto(plan)
    expect(minh.locator("main")).to_contain_text("Đã phê duyệt")
    lan.goto(project)
    expect(lan.locator("main")).to_contain_text("Ký hợp đồng")


def returned_and_answered(desks: Desks, project: str) -> None:
    """Hoa remarks on the name; Lan changes it, answers and submits again; Hoa reads what is different."""
    lan, hoa = desks.lan, desks.hoa
    send(hoa, f"{project}tra-lai/", reason="Bổ sung thông tin về máy", remark_0="Ghi rõ công suất máy")
    name = f"Hỗ trợ máy công suất 5 kW {uuid4().hex[:6]}"
    send(lan, f"{project}sua/", "Ghi đề án", name=name)
    send(lan, link(lan, project, "/de-an/gop-y/"), answer="Đã ghi công suất")
    lan.goto(project)
    press(lan, "Trình Sở Công Thương")
    hoa.goto(f"{project}lan-trinh/")
    expect(hoa.locator("main")).to_contain_text("Đã ghi công suất")
    expect(hoa.locator("main")).to_contain_text(name)


def appraised(desks: Desks, host: Page, project: str, *, level: str, chair: str) -> None:
    """Establish a council, hold its session, give every opinion and conclude that the đề án passes."""
    number = re.search(r"/de-an/(\d+)/", project)
    assert number
    decision = f"{uuid4().int % 10_000}/QĐ-HĐ"
    told = {"level": level, "year": YEAR, "decision": decision, "established_on": TODAY, "chair": chair}
    send(host, "/tham-dinh/hoi-dong/lap/", secretary="Đặng Thị Mai; Chuyên viên", members=SENIOR, **told)
    host.goto("/tham-dinh/")
    council = host.get_by_role("row").filter(has_text=decision).locator("a").first.get_attribute("href") or ""
    send(host, f"{council}moi-hop/", held_on=TODAY, place="Phòng họp 1", projects=number[1])
    session = link(host, council, "/tham-dinh/phien/")
    send(desks.tam, link(desks.tam, session, "/tham-dinh/giay-moi/"), reply="COMING")
    host.goto(f"{session}bat-dau/")
    came = [str(box.get_attribute("value")) for box in host.locator("input[name=present]").all()]
    send(host, f"{session}bat-dau/", present=came)
    for page in (host, desks.tam):
        judged(page, session)
    host.goto(session)
    conclusion = host.locator("main a[href$='/ket-luan/']").first.get_attribute("href")
    send(host, str(conclusion), result="PASS", remarks="Đạt yêu cầu")
    host.goto(session)
    press(host, "Kết thúc phiên họp")


def judged(page: Page, session: str) -> None:
    """Pass every criterion, as the member whose page this is."""
    page.goto(session)
    page.goto(str(page.locator("main a[href*='/y-kien/']").first.get_attribute("href")))
    for passed in page.locator("main form input[type=radio][value=yes]").all():
        passed.check()
    press(page)


def planned(minh: Page, project: str, support: str) -> str:
    """Give the province's plan of the year money, put the đề án in it, approve and assign."""
    minh.goto(f"/ke-hoach/?year={YEAR}&fund=NATIONAL")
    if minh.locator("main a", has_text="Phú Yên").count() == 0:
        minh.goto("/ke-hoach/mo/")
        minh.select_option("[name=province]", label=PHU_YEN)
        minh.fill("[name=year]", YEAR)
        minh.check("[name=fund][value=NATIONAL]")
        press(minh)
    plan = link(minh, f"/ke-hoach/?year={YEAR}&fund=NATIONAL", "/ke-hoach/", "Phú Yên")
    send(minh, f"{plan}giao-du-toan/", source="NATIONAL", amount="9.000")
    if minh.locator("main a[href$='/dot-bo-sung/']").count():
        send(minh, f"{plan}dot-bo-sung/")
    minh.goto(f"{project}dua-vao-ke-hoach/")
    minh.locator("main form input[name=envelope]").first.check()
    minh.fill("[name=amount]", support)
    press(minh)
    minh.goto(plan)
    approval = minh.locator("main a[href$='/phe-duyet/']").first.get_attribute("href")
    send(minh, str(approval), decision=f"{uuid4().int % 10_000}/QĐ-BCT")
    minh.goto(plan)
    handing = minh.locator("main a[href$='/giao/']").last.get_attribute("href")
    send(minh, str(handing), number=f"{uuid4().int % 10_000}/QĐ-BCT")
    return plan
