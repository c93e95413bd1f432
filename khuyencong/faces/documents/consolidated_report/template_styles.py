"""The styles of template.docx: Times New Roman, black, in the sizes of NĐ 30/2020/NĐ-CP, Phụ lục I."""

from collections.abc import Iterable
from typing import Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from khuyencong.faces.documents.consolidated_report.build import BODY_RULE

FONT: Final = "Times New Roman"
LEFT, CENTRE, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
BODY, TABLE, TABLE_HEAD, NUMBER = "KC Nội dung", "KC Bảng", "KC Đầu bảng", "KC Số trong bảng"
MOTTO_RULE, TITLE_RULE, CAPTION, UNIT, NOTE = (
    "KC Gạch dưới tiêu ngữ",
    "KC Gạch dưới trích yếu",
    "KC Tên bảng",
    "KC Đơn vị tính",
    "KC Ghi chú",
)
CENTRED, NOTICE, RECIPIENT = "KC Giữa", "KC Lưu ý", "KC Nơi nhận"


def add_styles(paper: Document) -> None:
    """Set the styles that Word has, and add ours."""
    normal = paper.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _font(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    heading = paper.styles["Heading 1"]
    assert isinstance(heading, ParagraphStyle)
    _font(heading, 14, bold=True)
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    heading.paragraph_format.first_line_indent = Mm(12.7)
    heading.paragraph_format.keep_with_next = True
    _style(paper, BODY, 14, JUSTIFY, after=6, first_line=12.7)
    _style(paper, CENTRED, 14, CENTRE)
    _style(paper, TABLE, 11, LEFT)
    _style(paper, TABLE_HEAD, 11, CENTRE, bold=True)
    _style(paper, NUMBER, 11, RIGHT)
    _style(paper, CAPTION, 13, CENTRE, bold=True, before=6).paragraph_format.keep_with_next = True
    _style(paper, UNIT, 11, RIGHT, italic=True, after=3).paragraph_format.keep_with_next = True
    _style(paper, NOTE, 12, JUSTIFY, italic=True, after=3)
    _style(paper, RECIPIENT, 11, LEFT)
    _border(_style(paper, NOTICE, 13, CENTRE, bold=True, before=6, after=6), ("top", "bottom", "left", "right"), gap=4)
    for name, side in ((BODY_RULE, 20.0), (MOTTO_RULE, 17.0), (TITLE_RULE, 56.0)):
        rule = _style(paper, name, 2, CENTRE, before=2)
        rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(side)
        _border(rule, ("top",), gap=1)


def _style(
    paper: Document,
    name: str,
    size: float,
    align: WD_ALIGN_PARAGRAPH,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    first_line: float | None = None,
) -> ParagraphStyle:
    """Add a paragraph style; ``size`` and spacing in points, ``first_line`` in mm."""
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    _font(style, size, bold=bold, italic=italic)
    shape = style.paragraph_format
    shape.alignment, shape.space_before, shape.space_after = align, Pt(before), Pt(after)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if first_line is not None:
        shape.first_line_indent = Mm(first_line)
    return style


def _font(style: ParagraphStyle, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """Set Times New Roman, black, in every script: a theme's font would win over the name alone."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "vi-VN")


def _border(style: ParagraphStyle, sides: Iterable[str], *, gap: int) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        borders.append(element(f"w:{side}", val="single", sz="6", space=str(gap), color="000000"))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """Return an element with attributes of Word's own namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
