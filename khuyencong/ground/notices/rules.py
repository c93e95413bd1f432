"""Who is told of what, in which words, and how unless they chose otherwise: one row a kind.

An operation that tells somebody adds a row here and one call of :func:`khuyencong.ground.notices.telling.notify`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

from khuyencong.core.capabilities import Can
from khuyencong.ground.notices.enums import Kind, Way


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    ``label`` names the kind on the page of preferences; ``words`` is the sentence, with the names of its values in
    braces.  Told are those whose posts give all of ``needs`` where the row is; with ``author``, of them those who
    wrote the row, where there still are some.  Empty ``needs``: the operation names the people.
    """

    label: str
    words: str
    needs: frozenset[Can] = frozenset()
    author: bool = False
    way: Way = Way.DIGEST


def _needs(*capabilities: Can) -> frozenset[Can]:
    return frozenset(capabilities)


RULES: Final[dict[Kind, Rule]] = {
    Kind.NEED_TOLD: Rule(
        "Cơ sở tự khai nhu cầu",
        "{name} vừa tự khai nhu cầu (phiếu {code}), chờ kiểm tra.",
        _needs(Can.NEED_CHECK),
    ),
    Kind.NEED_GONE: Rule(
        "Cơ sở trả lời không còn nhu cầu",
        "{name} trả lời không còn nhu cầu (phiếu {code}): xem lại đề án, kế hoạch có cơ sở này.",
        _needs(Can.PROJECT_DRAFT),
        way=Way.AT_ONCE,
    ),
    Kind.PROPOSAL_SUBMITTED: Rule(
        "Đề án trình thẩm định",
        "Đề án {number} “{name}” đã trình, chờ thẩm định cấp cơ sở.",
        _needs(Can.APPRAISAL_CONCLUDE, Can.FUND_LOCAL),
    ),
    Kind.PROPOSAL_FORWARDED: Rule(
        "Đề án chờ thẩm định cấp Bộ",
        "Đề án {number} “{name}” đạt thẩm định cấp cơ sở, chờ thẩm định cấp Bộ.",
        _needs(Can.APPRAISAL_CONCLUDE, Can.FUND_NATIONAL),
    ),
    Kind.PROPOSAL_RETURNED: Rule(
        "Đề án được trả lại để hoàn thiện",
        "Đề án {number} “{name}” được trả lại để hoàn thiện: {reason}",
        _needs(Can.PROJECT_SUBMIT),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.PROPOSAL_APPROVED: Rule(
        "Đề án được duyệt sau thẩm định",
        "Đề án {number} “{name}” đã được duyệt sau thẩm định.",
        _needs(Can.PROJECT_SUBMIT),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.PROPOSAL_REJECTED: Rule(
        "Đề án không được duyệt",
        "Đề án {number} “{name}” không được duyệt: {reason}",
        _needs(Can.PROJECT_SUBMIT),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.COUNCIL_SEAT: Rule(
        "Được cử vào hội đồng thẩm định",
        "Anh/chị được cử vào hội đồng {level} theo quyết định {decision}.",
        way=Way.AT_ONCE,
    ),
    Kind.SESSION_CALLED: Rule(
        "Giấy mời họp hội đồng thẩm định",
        "Mời họp hội đồng {level} ngày {day}, tại {place}: {count} đề án.",
        way=Way.AT_ONCE,
    ),
    Kind.PLAN_APPROVED: Rule(
        "Kế hoạch năm được phê duyệt",
        "Kế hoạch {fund} năm {year} đã được phê duyệt theo {decision}: {count} đề án.",
        _needs(Can.CONTRACT_SIGN),
        way=Way.AT_ONCE,
    ),
    Kind.PLAN_ASSIGNED: Rule(
        "Đề án được bổ sung vào kế hoạch",
        "Đề án {number} “{name}” được giao bổ sung {money} triệu đồng trong kế hoạch năm {year}.",
        _needs(Can.CONTRACT_SIGN),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.ADJUSTMENT_REQUESTED: Rule(
        "Đề nghị điều chỉnh, ngừng đề án",
        "Đề án {number} “{name}” có đề nghị {what}, chờ quyết định: {reason}",
        _needs(Can.ADJUSTMENT_DECIDE),
    ),
    Kind.ADJUSTMENT_TO_CONFIRM: Rule(
        "Đề nghị điều chỉnh chờ Sở xác nhận",
        "Đề án {number} “{name}” có đề nghị {what}, chờ Sở Công Thương xác nhận: {reason}",
        _needs(Can.ADJUSTMENT_CONFIRM),
    ),
    Kind.ADJUSTMENT_RETURNED: Rule(
        "Đề nghị điều chỉnh được trả lại",
        "Đề nghị {what} của đề án {number} “{name}” được trả lại: {reason}",
        _needs(Can.ADJUSTMENT_REQUEST),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.ADJUSTMENT_DECIDED: Rule(
        "Đề nghị điều chỉnh, ngừng được quyết định",
        "Đề nghị {what} của đề án {number} “{name}”: {result} ({decision}).",
        _needs(Can.ADJUSTMENT_REQUEST),
        author=True,
        way=Way.AT_ONCE,
    ),
    Kind.OBSTACLE_ASSIGNED: Rule(
        "Vướng mắc được giao tháo gỡ",
        "Vướng mắc của đề án {number} giao anh/chị tháo gỡ, hạn {due}: {what}",
        way=Way.AT_ONCE,
    ),
    Kind.OBSTACLE_ESCALATED: Rule(
        "Vướng mắc được chuyển lên",
        "Vướng mắc của đề án {number} chuyển lên {level}, hạn {due}: {what}. Lý do chuyển: {reason}",
        way=Way.AT_ONCE,
    ),
    Kind.DEADLINE: Rule(
        "Việc quá hạn, sắp đến hạn",
        "Việc quá hạn, sắp đến hạn của anh/chị: {what}.",
    ),
}


def fields_of(kind: Kind) -> tuple[str, ...]:
    """Return the names of the values that the sentence of ``kind`` holds."""
    return tuple(name for _, name, _, _ in Formatter().parse(RULES[kind].words) if name)


def text_of(kind: Kind, values: Mapping[str, str]) -> str:
    """Write the sentence of ``kind``.  KeyError names a value that is missing."""
    return RULES[kind].words.format_map(values)
