"""The arithmetic of support norms: pure functions that a lawyer may ask to read."""

from dataclasses import dataclass
from decimal import Decimal

from khuyencong.core.formats import show_number
from khuyencong.core.money import Dong, percent_of, show_million
from khuyencong.ground.regulations.enums import Confidence


@dataclass(frozen=True)
class Norm:
    """A support norm as a value: at most ``percent`` of the eligible cost, and at most ``cap`` đồng."""

    code: str
    percent: Decimal | None
    cap: Dong | None
    citation: str
    confidence: Confidence


@dataclass(frozen=True)
class Ceiling:
    """The most that may be granted on a cost, and the sentence that explains it.

    ``amount`` is ``None`` when the norm states no number; ``binding`` says whether the software may refuse on it.
    """

    amount: Dong | None
    sentence: str
    binding: bool


def ceiling(norm: Norm, cost: Dong) -> Ceiling:
    """Return ``min(percent × cost, cap)`` with its explanation in Vietnamese.

    TT 28/2018/TT-BTC Đ.8 and its predecessors: support is a share of the eligible cost under an absolute limit.
    """
    parts: list[str] = []
    limits: list[Dong] = []
    if norm.percent is not None:
        part = percent_of(norm.percent, cost)
        limits.append(part)
        parts.append(
            f"{show_number(norm.percent.normalize())} % của {show_million(cost)} triệu = {show_million(part)} triệu"
        )
    if norm.cap is not None:
        limits.append(norm.cap)
        parts.append(f"trần {show_million(norm.cap)} triệu")
    if not limits:
        return Ceiling(None, f"Chưa biết mức hỗ trợ ({norm.citation}).", binding=False)
    warning = "" if norm.confidence.may_block else f"; {norm.confidence.label}"
    amount = min(limits)
    sentence = f"Tối đa {show_million(amount)} triệu đồng: {', '.join(parts)} ({norm.citation}{warning})."
    return Ceiling(amount, sentence, binding=norm.confidence.may_block)
