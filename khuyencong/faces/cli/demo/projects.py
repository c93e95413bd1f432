"""One function for each kind of đề án: its words, its items, and who pays how much of it.

Counterpart money respects the norms in force until 10/5/2018: machinery at most half of the cost and 200 triệu an
establishment, a demonstration model at most 30 per cent and 500 triệu, founding an enterprise at most 10 triệu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from khuyencong.core.money import Dong, show_million
from khuyencong.faces.cli.demo.names import Register, Workshop
from khuyencong.faces.cli.demo.shares import day_in, million
from khuyencong.faces.cli.demo.trades import TRADES
from khuyencong.faces.cli.demo.wishes import Gathering, Home, Share, Wish
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.flow.planning.enums import Source
from khuyencong.flow.proposals.enums import ProjectKind

MARK: Final = "(minh họa)"
"""Ends the summary of each đề án: nobody may take the demonstration for a record."""


@dataclass(frozen=True)
class Plain:
    """A content that helps nobody in particular, or the centre itself: words and the share paid by others."""

    name: str
    item: str
    goal: str
    others: int = 0


PLAIN: Final = {
    "TRAINING": Plain(
        "Đào tạo nghề, truyền nghề {trade} cho lao động nông thôn",
        "Lớp đào tạo nghề ngắn hạn",
        "Đào tạo 60 lao động",
        10,
    ),
    "CAPACITY": Plain(
        "Tập huấn nâng cao năng lực quản lý cho cơ sở công nghiệp nông thôn", "Lớp tập huấn 3 ngày", "80 lượt học viên"
    ),
    "CP_AWARENESS": Plain("Hội thảo nâng cao nhận thức về sản xuất sạch hơn", "Hội thảo, tài liệu", "100 đại biểu"),
    "COMMUNICATION": Plain(
        "Thông tin, tuyên truyền về hoạt động khuyến công", "Chuyên mục phát thanh, truyền hình", "12 kỳ phát sóng"
    ),
    "STAFF_TRAINING": Plain("Bồi dưỡng cán bộ làm công tác khuyến công", "Lớp bồi dưỡng", "40 lượt cán bộ"),
    "COLLABORATORS": Plain("Duy trì mạng lưới cộng tác viên khuyến công", "Thù lao cộng tác viên", "25 cộng tác viên"),
    "SUPERVISION": Plain(
        "Kiểm tra, giám sát, nghiệm thu đề án khuyến công", "Công tác phí, xăng xe", "20 đợt kiểm tra"
    ),
    "CONFERENCE": Plain(
        "Tổ chức hội nghị khuyến công khu vực miền Trung – Tây Nguyên",
        "Hội nghị, khu trưng bày sản phẩm",
        "250 đại biểu",
    ),
    "AWARD": Plain(
        "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu cấp tỉnh", "Tổ chức bình chọn, trao giải", "35 sản phẩm"
    ),
    "TRADE_PROMOTION": Plain(
        "Kết nối giao thương sản phẩm công nghiệp nông thôn", "Hội nghị kết nối cung cầu", "60 cơ sở"
    ),
    "CLUSTER_PLANNING": Plain(
        "Lập quy hoạch chi tiết cụm công nghiệp", "Tư vấn lập quy hoạch", "Cụm công nghiệp 30 ha", 110
    ),
    "TRADE_ASSOCIATION": Plain(
        "Thành lập hiệp hội ngành nghề {trade}", "Đại hội thành lập, điều lệ", "40 hội viên", 240
    ),
    "CLUSTER_INFRASTRUCTURE": Plain("Đầu tư hạ tầng cụm công nghiệp", "Đường nội bộ, thoát nước", "1,2 km đường", 250),
}

AIDED: Final = {
    "BRAND": ("Hỗ trợ đăng ký, xây dựng nhãn hiệu cho {who}", "Thiết kế và đăng ký nhãn hiệu", 110),
    "PACKAGING": ("Thiết kế mẫu mã, bao bì đóng gói cho {who}", "Thiết kế mẫu mã, bao bì", 110),
    "CONSULTING_SUPPORT": ("Tư vấn, trợ giúp {who} hoàn thiện quản lý sản xuất", "Tư vấn quản lý sản xuất", 110),
    "SHOWROOM": ("Đầu tư phòng trưng bày sản phẩm tại {who}", "Phòng trưng bày, kệ tủ", 120),
    "CLEANER_PRODUCTION": (
        "Xây dựng mô hình thí điểm sản xuất sạch hơn tại {who}",
        "Cải tiến lò hơi, thu hồi nhiệt",
        260,
    ),
    "ESTABLISHMENT_POLLUTION": ("Hỗ trợ hệ thống xử lý nước thải tại {who}", "Hệ thống xử lý nước thải", 260),
    "REPLICATION_MODEL": (
        "Phổ biến, nhân rộng mô hình đang hoạt động hiệu quả tại {who}",
        "Hoàn chỉnh tài liệu, quy trình",
        40,
    ),
}
"""Contents that help named establishments: name, item, and others' money in per cent of the support."""


class Maker:
    """Makes wishes for one province and year."""

    def __init__(self, home: Home, year: int, register: Register, rng: Random) -> None:
        """Keep whose wishes they are."""
        self.home, self.year, self._register, self.rng = home, year, register, rng

    def workshop(self, trade: str = "", form: LegalForm | None = None, name: str = "") -> Workshop:
        """Invent an establishment of the province, found in the survey of needs the spring before."""
        surveyed = day_in(self.rng, date(self.year - 1, 2, 20), date(self.year - 1, 3, 30))
        trade = trade or self.rng.choice(self.home.facts.trades)
        return self._register.workshop(self.home.unit, trade, surveyed, form=form, name=name)

    def machinery(
        self, source: Source, amounts: Sequence[Dong], *, note: str = "", known: Workshop | None = None
    ) -> Wish:
        """Help workshops of one trade (or the ``known`` one) to machines: one đề án, one item each."""
        trade = self.rng.choice(self.home.facts.trades)
        shares = []
        for amount in amounts:
            workshop = known or self.workshop(trade)
            own = Dong(amount * self.rng.randrange(115, 240) // 100_000_000 * 1_000_000)
            shares.append(Share(workshop, f"{self.rng.choice(workshop.trade.machines)}{note}", amount, own))
        kind = ProjectKind.GROUP if len(shares) > 1 else ProjectKind.SINGLE
        first = shares[0].workshop
        assert first is not None
        where = f"{len(shares)} cơ sở {self._region()}" if len(shares) > 1 else first.name
        name = f"Ứng dụng máy móc thiết bị tiên tiến trong {first.trade.industry.lower()} tại {where}"
        goal = f"Hỗ trợ {len(shares)} cơ sở đầu tư máy móc, tăng năng suất 20–30 %"
        return self._wish(source, "MACHINERY", kind, name, goal, shares)

    def demo(self, source: Source, amount: Dong) -> Wish:
        """Build a demonstration model."""
        workshop = self.workshop()
        own = Dong(amount * self.rng.randrange(245, 330) // 100_000_000 * 1_000_000)
        share = Share(workshop, f"Mô hình {workshop.trade.model}", amount, own)
        name = f"Xây dựng mô hình trình diễn kỹ thuật {workshop.trade.model} tại {workshop.name}"
        wish = self._wish(source, "DEMO_MODEL", ProjectKind.SINGLE, name, "Trình diễn cho 60 cơ sở cùng ngành", [share])
        place = f"{workshop.place.commune}, {workshop.place.district}"
        wish.gatherings = [Gathering(f"Hội nghị trình diễn {workshop.trade.model}", place, 2)]
        return wish

    def startups(self, source: Source, halves: Sequence[int]) -> Wish:
        """Help households to become companies; ``halves`` says in which half each is founded."""
        text = "Hoàn thiện kế hoạch kinh doanh, đăng ký thành lập doanh nghiệp"
        shares = [
            Share(self.workshop(form=LegalForm.HOUSEHOLD), text, million(10), million(self.rng.randrange(2, 9)), half)
            for half in halves
        ]
        name = f"Hỗ trợ thành lập doanh nghiệp công nghiệp nông thôn {self._region()}"
        return self._wish(source, "STARTUP", ProjectKind.GROUP, name, f"Thành lập {len(shares)} doanh nghiệp", shares)

    def aided(self, source: Source, content: str, amounts: Sequence[Dong], halves: Sequence[int] = ()) -> Wish:
        """Help named establishments in one of the contents of ``AIDED``."""
        pattern, item, others = AIDED[content]
        shares = []
        for number, amount in enumerate(amounts):
            own = Dong(amount * others // 100)
            half = halves[number] if number < len(halves) else 2
            shares.append(Share(self.workshop(), item, amount, own, half))
        first = shares[0].workshop
        assert first is not None
        who = first.name if len(shares) == 1 else f"{len(shares)} cơ sở {self._region()}"
        kind = ProjectKind.GROUP if len(shares) > 1 else ProjectKind.SINGLE
        return self._wish(source, content, kind, pattern.format(who=who), f"{len(shares)} cơ sở thụ hưởng", shares)

    def plain(self, source: Source, content: str, amount: Dong) -> Wish:
        """Carry out one of the contents of ``PLAIN``."""
        words = PLAIN[content]
        trade = self.rng.choice(self.home.facts.trades)
        industry = TRADES[trade].industry.lower()
        share = Share(None, words.item, amount, Dong(amount * words.others // 100), self.rng.choice((1, 2, 2, 2)))
        name = f"{words.name.format(trade=industry)} {self._region()} năm {self.year}"
        return self._wish(source, content, ProjectKind.TASK, name, words.goal, [share])

    def fair(self, source: Source, amount: Dong, half: int) -> Wish:
        """Organise a fair."""
        share = Share(None, "Thuê mặt bằng, dàn dựng gian hàng, tuyên truyền", amount, Dong(amount * 30 // 100), half)
        title = f"Hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu {self._region()} năm {self.year}"
        wish = self._wish(
            source, "FAIR_ORGANISE", ProjectKind.SINGLE, f"Tổ chức {title}", "Quy mô 150 gian hàng", [share]
        )
        wish.gatherings = [Gathering(title, self.home.unit.name, half)]
        return wish

    def attend(self, source: Source, amount: Dong, halves: Sequence[int]) -> Wish:
        """Take establishments to fairs of others, one in each of ``halves``."""
        share = Share(None, "Thuê gian hàng, vận chuyển sản phẩm", amount, Dong(amount * 25 // 100), max(halves))
        name = f"Hỗ trợ cơ sở công nghiệp nông thôn {self._region()} tham gia hội chợ trong nước năm {self.year}"
        wish = self._wish(source, "FAIR_ATTEND", ProjectKind.GROUP, name, "20–30 lượt cơ sở", [share])
        hosts = ("Hà Nội", "Thành phố Hồ Chí Minh", "Cần Thơ", "Đà Nẵng", "Nghệ An")
        for half in halves:
            host = self.rng.choice(hosts)
            wish.gatherings.append(
                Gathering(f"Hội chợ hàng Việt Nam tại {host} năm {self.year}", host, half, organised=False)
            )
        return wish

    def _region(self) -> str:
        word = "thành phố" if self.home.unit.kind == "city" else "tỉnh"
        return f"{word} {self.home.unit.name}"

    def _wish(self, source: Source, content: str, kind: ProjectKind, name: str, goal: str, shares: list[Share]) -> Wish:
        support = Dong(sum(share.support for share in shares))
        cost = Dong(sum(share.cost for share in shares))
        summary = (
            f"Mục tiêu: {goal}. Tổng kinh phí {show_million(cost)} triệu đồng, trong đó {source.label}"
            f" {show_million(support)} triệu đồng. {MARK}"
        )
        return Wish(self.home, self.year, source, content, kind, name[:300], summary, shares)
