"""Sample data for the gallery of components (templates/gallery.html)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from khuyencong.faces.documents.charts import BarSeries, svg
from khuyencong.faces.web.tilemap import TileValue, tile_map, tiles


class SampleFilter(forms.Form):
    """Two filters of a list."""

    year = forms.ChoiceField(label="Năm", choices=[("2017", "2017"), ("2016", "2016")], required=False)
    text = forms.CharField(label="Tên hoặc số", required=False)


class SampleForm(forms.Form):
    """Every kind of control, one of them wrong."""

    name = forms.CharField(label="Tên đề án", help_text="Như trong quyết định phê duyệt.")
    cost = forms.CharField(label="Tổng kinh phí (đồng)")
    source = forms.ChoiceField(label="Nguồn kinh phí", choices=[("national", "Quốc gia"), ("local", "Địa phương")])
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label="Văn bản kèm theo", required=False)
    kind = forms.ChoiceField(
        label="Loại thiết bị", widget=forms.RadioSelect, choices=[("new", "Mới"), ("used", "Đã qua sử dụng")]
    )
    rural = forms.BooleanField(label="Cơ sở ở địa bàn đặc biệt khó khăn", required=False)

    def clean_cost(self) -> str:
        """Refuse, so that the gallery shows an error."""
        message = "“9.340 triệu” không phải là số đồng; hãy nhập, ví dụ, 9.340.000.000."
        raise forms.ValidationError(message)


def samples() -> dict[str, Any]:
    """Return what the gallery shows, under the name that its template reads."""
    return {
        "stats": (
            _stat("Kinh phí kế hoạch", "9.340", "triệu đồng", "▲ 12,34% so với 2016", "success"),
            _stat("Đề án hoàn thành", "12", "/ 15 đề án", "▼ 2 so với cùng kỳ", "danger"),
            _stat("Lao động có việc làm", "1.204", "người", "Bằng cùng kỳ", "neutral"),
            _stat("Còn phải quyết toán", "2.115", "triệu đồng", "", "neutral"),
        ),
        "projects": (
            _project("PY-2017-014", "Hỗ trợ máy sấy cá ngừ", "xã An Phú", "success", "Đã thanh lý", "150.000.000"),
            _project(
                "PY-2017-021",
                "Ứng dụng máy ép viên mùn cưa tiên tiến vào sản xuất chất đốt",
                "xã Hòa Xuân Tây",
                "info",
                "Đang thực hiện",
                "200.000.000",
            ),
            _project("PY-2017-022", "Đào tạo nghề đan ghế nhựa", "phường 9", "warning", "Chậm 12 ngày", "96.400.000"),
        ),
        "page": Sample(number=3, num_pages=12, count=233, has_previous=True, has_next=True),
        "events": (
            _event(date(2017, 2, 13), "Nộp đề xuất", "Phòng Kinh tế thị xã Sông Cầu", "success"),
            _event(date(2017, 4, 3), "Phê duyệt", "Quyết định 214/QĐ-SCT, 150 triệu đồng", "success"),
            _event(date(2017, 5, 9), "Ký hợp đồng, tạm ứng 70%", "", "info"),
            _event(date(2017, 9, 30), "Quá hạn báo cáo tiến độ", "Chậm 12 ngày", "warning"),
            Sample(date=None, title="Nghiệm thu", text="Hạn 15/11/2017", href="", tone="neutral"),
        ),
        "money": (
            Sample(label="Kế hoạch", amount=9_340_000_000, text="9.340.000.000", share="100%", href="#"),
            Sample(label="Đã ký hợp đồng", amount=7_905_000_000, text="7.905.000.000", share="84,64%", href="#"),
            Sample(label="Đã tạm ứng", amount=4_120_000_000, text="4.120.000.000", share="44,11%", href="#"),
            Sample(label="Đã quyết toán", amount=2_005_000_000, text="2.005.000.000", share="21,47%", href="#"),
        ),
        "terms": (
            Sample(term="Đơn vị thụ hưởng", value="Công ty TNHH Thủy sản Hồng Ngọc", href="#"),
            Sample(term="Mã số thuế", value="4400123456", href=""),
            Sample(term="Địa điểm", value="xã An Phú, thành phố Tuy Hòa, tỉnh Phú Yên", href=""),
            Sample(term="Người đại diện", value="", href=""),
        ),
        "crumbs": (Sample(label="Trang đầu", url="#"), Sample(label="Đề án", url="#")),
        "tabs": (
            Sample(label="Tổng quan", url="#", active=True, count=None),
            Sample(label="Hồ sơ", url="#", active=False, count=14),
            Sample(label="Tạm ứng", url="#", active=False, count=2),
            Sample(label="Lịch sử", url="#", active=False, count=None),
        ),
        "filter": SampleFilter({"year": "2017"}, auto_id="filter_%s"),
        "form": SampleForm({"name": "Hỗ trợ máy sấy", "cost": "9.340 triệu", "source": "local", "kind": "new"}),
        "chart": mark_safe(svg(_chart())),  # noqa: S308 - drawn by us, names escaped
        "map": mark_safe(  # noqa: S308 - drawn by us, names escaped
            tile_map(_map(), layout="34", title="Kinh phí khuyến công năm 2025 (triệu đồng)")
        ),
    }


def _stat(*values: str) -> Sample:
    return Sample(**dict(zip(("label", "value", "unit", "change", "tone"), values, strict=True)))


def _project(*values: str) -> Sample:
    return Sample(**dict(zip(("number", "name", "commune", "tone", "state", "money"), values, strict=True)))


def _event(day: date, title: str, text: str, tone: str) -> Sample:
    return Sample(date=day, title=title, text=text, href="#", tone=tone)


def _chart() -> BarSeries:
    return BarSeries(
        title="Kinh phí theo tỉnh, 6 tháng đầu năm 2017",
        categories=("Phú Yên", "Thừa Thiên Huế", "Đắk Lắk", "Quảng Ngãi"),
        series=(("Kế hoạch", (9340, 8600, 4300, 7000)), ("Thực hiện", (7905, 8590, 1200, 6543.5))),
        unit="triệu đồng",
    )


def _map() -> dict[str, TileValue]:
    provinces = [tile for tile in tiles("34") if not tile.is_island]
    amounts = {tile.code: Decimal(place * 7919 % 9973) for place, tile in enumerate(provinces) if place % 9}
    return {code: TileValue(amount, f"{amount:,}".replace(",", "."), "#") for code, amount in amounts.items()}
