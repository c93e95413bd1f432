"""The report's pictures, each drawn from the figures of the table that stands beside it."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from khuyencong.core.money import Dong, show_million
from khuyencong.faces.documents.charts import svg
from khuyencong.faces.documents.consolidated_report import money_chart
from khuyencong.faces.web.reports.options import Options
from khuyencong.faces.web.tilemap import Layout, TileValue, tile_map
from khuyencong.figures.reporting.values import ProvinceFigures, Report
from khuyencong.ground.territory.queries import REFORM


def plan_map(report: Report, options: Options) -> SafeString:
    """Draw planned money on the map of the report's day; each cell opens its province's report."""
    values = {province.code: _tile(province, options) for province in report.provinces}
    layout: Layout = "63" if report.map_date < REFORM else "34"
    title = _("Kinh phí khuyến công theo kế hoạch năm %(year)s (triệu đồng)") % {"year": report.period.year}
    outside = "" if report.area == "vietnam" else _("ngoài địa bàn báo cáo")
    return mark_safe(tile_map(values, layout=layout, title=title, outside=outside))  # noqa: S308  drawn by us, names escaped


def _tile(province: ProvinceFigures, options: Options) -> TileValue:
    url = options.at(province.code).url
    if not province.reported:
        return TileValue(None, href=url)
    money = Dong(int(province.figure("plan.total").value))
    return TileValue(money, show_million(money, places=0), url, f"{show_million(money)} triệu đồng")


def plan_chart(report: Report) -> SafeString:
    """Draw planned money by province and fund: the picture of the Word document, over the same rows."""
    return mark_safe(svg(money_chart(report)))  # noqa: S308  drawn by us, names escaped
