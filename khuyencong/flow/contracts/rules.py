"""The arithmetic of advances: how much may be paid ahead, and what a request must come with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from khuyencong.core.formats import show_quantity
from khuyencong.core.money import Dong, percent_of, show_million


@dataclass(frozen=True)
class Terms:
    """What the law of the signing day says of an advance (TT 36/2013/TT-BCT Đ.13–14).

    ``percent`` is of the contract; the work must have passed ``progress_over`` per cent.  Terms that were not read in
    their source, or that govern other money (``binding`` is false), warn and never block.
    """

    percent: Decimal
    progress_over: Decimal | None
    documents: tuple[str, ...]
    citation: str
    binding: bool
    stages: bool = False
    """Whether the law allows several advances (Đ.14); known from memory alone, so that it only warns."""


@dataclass(frozen=True)
class Asked:
    """A request for an advance: đồng, the progress of the work in per cent, the names of its papers."""

    amount: Dong
    progress: Decimal | None = None
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Objection:
    """What the terms hold against a request: one sentence, at a field of its form; whether it blocks."""

    sentence: str
    field: str
    blocks: bool


def advance_left(contract: Dong, percent: Decimal, advanced: Dong) -> Dong:
    """Return how much may still be advanced: ``percent`` of the contract less what was advanced, never below zero.

    TT 36/2013/TT-BCT Đ.13: 30 or 70 percent of the support, by content.
    """
    return Dong(max(0, percent_of(percent, contract) - advanced))


def objections(terms: Terms, asked: Asked, *, contract: Dong, advanced: Dong, times: int) -> list[Objection]:
    """Return what ``terms`` hold against a request on a contract of which ``advanced`` đồng are out, paid ``times``."""
    found = [
        *_share(terms, asked, contract, advanced),
        *_progress(terms, asked),
        *(
            Objection(f"Thiếu “{name}” ({terms.citation}).", "papers", terms.binding)
            for name in lacking(terms.documents, asked.papers)
        ),
    ]
    if times and not terms.stages:
        sentence = f"Hợp đồng đã tạm ứng {times} lần; chỉ đề án dài hạn, đề án điểm, hội chợ được tạm ứng nhiều lần."
        found.append(Objection(sentence, "amount", blocks=False))
    return found


def lacking(documents: Sequence[str], papers: frozenset[str]) -> tuple[str, ...]:
    """Return the documents that no paper answers; one that is owed only in a case ("nếu …") is not missed."""
    return tuple(name for name in documents if name not in papers and "(nếu " not in name)


def _share(terms: Terms, asked: Asked, contract: Dong, advanced: Dong) -> list[Objection]:
    left = advance_left(contract, terms.percent, advanced)
    if asked.amount <= left:
        return []
    sentence = (
        f"Chỉ được tạm ứng đến {terms.percent.normalize():f} % giá trị hợp đồng ({terms.citation}):"
        f" còn {show_million(left)} triệu đồng."
    )
    return [Objection(sentence, "amount", terms.binding)]


def _progress(terms: Terms, asked: Asked) -> list[Objection]:
    over = terms.progress_over
    if over is None or (asked.progress is not None and asked.progress > over):
        return []
    known = "chưa ghi tiến độ" if asked.progress is None else f"mới đạt {show_quantity(asked.progress)} %"
    sentence = f"Hạng mục phải hoàn thành trên {over.normalize():f} % khối lượng ({terms.citation}): {known}."
    return [Objection(sentence, "progress", terms.binding)]
