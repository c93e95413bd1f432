"""The consolidated report as a paper in the layout of NĐ 30/2020/NĐ-CP."""

from khuyencong.faces.documents.consolidated_report.build import build_docx
from khuyencong.faces.documents.consolidated_report.chart import money_chart
from khuyencong.faces.documents.consolidated_report.letterhead import Letterhead

__all__ = ["Letterhead", "build_docx", "money_chart"]
