"""The arithmetic of support norms: pure functions that a lawyer may ask to read.

What a norm depends on is data, its ``attributes``:

* ``tier``: ``{"attribute": "registered_capital", "from": 10000000000, "to": 20000000000}``, whole numbers, both ends
  in; an end that is missing is open;
* ``area``: ``["DIFFICULT", "SPECIALLY_DIFFICULT"]``, the kinds of area of which the place must be one;
* ``when``: ``{"award_level": "REGION"}``, words that must be the same;
* ``factor``: ``{"of": "N5", "content": "MACHINERY", "by": "1.5"}``: the ceiling is a multiple of another norm's;
* ``of``: what the percent is taken of, in words, where it is not the whole cost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from khuyencong.core.formats import show_number, show_quantity
from khuyencong.core.money import Dong, MoneyUnit, percent_of, show_million
from khuyencong.ground.regulations.enums import AREA_LABELS, MONEY_ATTRIBUTES, Confidence, attribute_label, case_label

Given = Mapping[str, Any]
"""What is known of who asks: attribute → number, word, or (``area``) a set of words.  What is absent is not known."""

NOTHING_KNOWN: Final[Given] = {}
LARGEST_FACTOR: Final = 10


@dataclass(frozen=True)
class Norm:
    """A support norm as a value: at most ``percent`` of the eligible cost, and at most ``cap`` đồng.

    ``base`` names what the percent is taken of where that is not the whole cost; ``cap_words`` says how the cap was
    worked out where it is a multiple; ``proviso`` is a condition that could not be judged for want of data.
    """

    code: str
    percent: Decimal | None
    cap: Dong | None
    citation: str
    confidence: Confidence
    base: str = ""
    cap_words: str = ""
    proviso: str = ""

    @property
    def states_a_level(self) -> bool:
        """Say whether the norm holds a number."""
        return self.percent is not None or self.cap is not None


@dataclass(frozen=True)
class Option:
    """One of the norms of a content with what it depends on, and words for it ("vốn đăng ký trên 20 tỷ")."""

    norm: Norm
    attributes: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True)
class Choice:
    """The norm that applies, or why none can be named: the sentence then says what is missing or not met.

    ``refused``: every norm has a condition that is known not to be met.  ``binding``: all that was needed to know it
    was read in its source.
    """

    norm: Norm | None
    options: tuple[Option, ...] = ()
    missing: tuple[str, ...] = ()
    sentence: str = ""
    refused: bool = False
    binding: bool = False


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
        of = f" {norm.base}" if norm.base else ""
        parts.append(f"{show_quantity(norm.percent)} % của {show_million(cost)} triệu{of} = {show_million(part)} triệu")
    if norm.cap is not None:
        limits.append(norm.cap)
        parts.append(f"trần {norm.cap_words}{show_million(norm.cap)} triệu")
    if not limits:
        return Ceiling(None, f"Chưa biết mức hỗ trợ ({norm.citation}).", binding=False)
    warning = "" if norm.confidence.may_block else f"; {norm.confidence.label}"
    proviso = f" {norm.proviso}" if norm.proviso else ""
    amount = min(limits)
    sentence = f"Tối đa {show_million(amount)} triệu đồng: {', '.join(parts)} ({norm.citation}{warning}).{proviso}"
    return Ceiling(amount, sentence, binding=norm.confidence.may_block)


def ceiling_by(choice: Choice, cost: Dong) -> Ceiling | None:
    """Return the ceiling that a choice gives; ``None`` where no norm is known at all."""
    if choice.norm is not None:
        return ceiling(choice.norm, cost)
    if choice.refused:
        return Ceiling(Dong(0), choice.sentence, binding=choice.binding)
    return Ceiling(None, choice.sentence, binding=False) if choice.options else None


def scaled(norm: Norm, base: Norm | None, by: Decimal) -> Norm:
    """Return ``norm`` with ``by`` times the cap of ``base``, and its percent where ``norm`` states none.

    TT 28/2018/TT-BTC Đ.8 k.4: a production line gets at most 1,5 times the level of one machine.  Where the base is
    not known the norm stays as it was stored.
    """
    if base is None or base.cap is None:
        return norm
    words = f"{show_quantity(by)} × {show_million(base.cap)} triệu = "
    percent = base.percent if norm.percent is None else norm.percent
    cap = Dong(percent_of(by * 100, base.cap))
    confidence = max((norm.confidence, base.confidence), key=list(Confidence).index)
    return Norm(norm.code, percent, cap, norm.citation, confidence, norm.base, words, norm.proviso)


def meets(attributes: Mapping[str, Any], given: Given) -> bool | None:
    """Say whether what is known meets what a norm depends on; ``None``: not enough is known."""
    answers = [_in_tier(attributes.get("tier"), given), _in_area(attributes.get("area"), given)]
    for key, word in (attributes.get("when") or {}).items():
        answers.append(None if given.get(key) is None else given[key] == word)
    if False in answers:
        return False
    return None if None in answers else True


def choose(options: Sequence[Option], given: Given = NOTHING_KNOWN) -> Choice:
    """Choose the norm for what is known.

    One that is met is taken.  A lone one whose condition cannot be judged for want of data is taken too, with a
    proviso: what it limits is limited whatever the answer.  Of several none is guessed.
    """
    kept = tuple(options)
    if not kept:
        return Choice(None)
    judged = [(option, meets(option.attributes, given)) for option in kept]
    met = [option for option, answer in judged if answer is True]
    unsure = [option for option, answer in judged if answer is None]
    if not unsure and (best := _closest(met)) is not None:
        return Choice(best.norm, kept)
    missing = tuple(dict.fromkeys(key for option in (*met, *unsure) for key in unknown(option.attributes, given)))
    if len(unsure) == 1 and not met:
        return Choice(_with_proviso(unsure[0], missing), kept, missing)
    if not met and not unsure:
        binding = all(option.norm.confidence.may_block for option in kept)
        return Choice(None, kept, (), _refusal(kept), refused=True, binding=binding)
    return Choice(None, kept, missing, _several(met + unsure, missing))


def unknown(attributes: Mapping[str, Any], given: Given) -> tuple[str, ...]:
    """Return the attributes that a norm depends on and that are not known."""
    tier = attributes.get("tier") or {}
    asked = [tier["attribute"]] if tier else []
    asked += ["area"] if attributes.get("area") else []
    asked += list(attributes.get("when") or {})
    return tuple(key for key in asked if given.get(key) is None)


def case_of(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a norm's attributes that tells it from the other norms of its content."""
    return {key: attributes[key] for key in ("tier", "area", "when") if attributes.get(key)}


def conditions_fault(attributes: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the field and the Vietnamese sentence of what is wrong with what a norm depends on."""
    if tier := attributes.get("tier"):
        low, high = tier.get("from"), tier.get("to")
        if low is None and high is None:
            return "tier_from", f"Hãy ghi mức dưới hoặc mức trên của {attribute_label(tier['attribute'])}."
        if low is not None and high is not None and low > high:
            return "tier_to", "Mức trên phải từ mức dưới trở lên."
    if set(attributes.get("area") or ()) - set(AREA_LABELS):
        return "areas", "Loại địa bàn không có trong danh mục."
    if (factor := attributes.get("factor")) and not 0 < Decimal(factor["by"]) <= LARGEST_FACTOR:
        return "factor", f"Hệ số phải trên 0 và không quá {LARGEST_FACTOR}."
    return None


def condition_words(attributes: Mapping[str, Any]) -> str:
    """Write what a norm depends on: "vốn đăng ký từ 10.000 đến 20.000 triệu đồng; tại địa bàn khó khăn"."""
    parts = [_tier_words(attributes["tier"])] if attributes.get("tier") else []
    if areas := attributes.get("area"):
        parts.append("tại " + " hoặc ".join(AREA_LABELS.get(area, area) for area in areas))
    parts += [case_label(key, word) for key, word in (attributes.get("when") or {}).items()]
    return "; ".join(parts)


def _tier_words(tier: Mapping[str, Any]) -> str:
    name, low, high = tier["attribute"], tier.get("from"), tier.get("to")
    ends = [] if low is None else [_end_words(name, low, "từ", "trên", -1)]
    ends += [] if high is None else [_end_words(name, high, "đến", "dưới", 1)]
    unit = " triệu đồng" if name in MONEY_ATTRIBUTES else ""
    return f"{attribute_label(name)} {' '.join(ends)}{unit}"


def _end_words(name: str, number: int, at: str, beyond: str, step: int) -> str:
    """Write one end of a tier: "từ 10.000", or "trên 20.000" where it begins one đồng above a whole number."""
    if name not in MONEY_ATTRIBUTES:
        return f"{at} {show_number(number)}"
    if (number + step) % MoneyUnit.MILLION.factor == 0:
        return f"{beyond} {show_million(Dong(number + step))}"
    return f"{at} {show_million(Dong(number))}"


def _in_tier(tier: Mapping[str, Any] | None, given: Given) -> bool | None:
    if not tier:
        return True
    number = given.get(tier["attribute"])
    if number is None:
        return None
    low, high = tier.get("from"), tier.get("to")
    return bool((low is None or number >= low) and (high is None or number <= high))


def _in_area(areas: Iterable[str] | None, given: Given) -> bool | None:
    if not areas:
        return True
    known = given.get("area")
    return None if known is None else bool(set(areas) & set(known))


def _closest(met: Sequence[Option]) -> Option | None:
    """Return the one that says most about the case: what is special goes before what is general."""
    ranked = sorted(met, key=lambda option: len(_named(option.attributes)), reverse=True)
    if len(ranked) > 1 and len(_named(ranked[0].attributes)) == len(_named(ranked[1].attributes)):
        return None
    return ranked[0] if ranked else None


def _named(attributes: Mapping[str, Any]) -> list[str]:
    return [key for key in ("tier", "area") if attributes.get(key)] + list(attributes.get("when") or {})


def _with_proviso(option: Option, missing: Sequence[str]) -> Norm:
    norm = option.norm
    lacking = ", ".join(attribute_label(key) for key in missing)
    words = f"Chỉ áp dụng {condition_words(option.attributes)}: chưa có dữ liệu về {lacking}, phải đối chiếu."
    return Norm(
        norm.code, norm.percent, norm.cap, norm.citation, norm.confidence, norm.base, norm.cap_words, proviso=words
    )


def _refusal(options: Sequence[Option]) -> str:
    words = " hoặc ".join(condition_words(option.attributes) for option in options)
    return f"Không được hỗ trợ: chỉ áp dụng {words} ({options[0].norm.citation})."


def _several(options: Sequence[Option], missing: Sequence[str]) -> str:
    levels = "; ".join(f"{option.words or option.norm.code}: {_level(option.norm)}" for option in options)
    lacking = ", ".join(attribute_label(key) for key in missing)
    asked = f" Cần biết {lacking}." if lacking else ""
    return f"Có {len(options)} mức: {levels} ({options[0].norm.citation}).{asked}"


def _level(norm: Norm) -> str:
    parts = [f"{show_quantity(norm.percent)} %"] if norm.percent is not None else []
    parts += [f"tối đa {show_million(norm.cap)} triệu"] if norm.cap is not None else []
    return ", ".join(parts) or "chưa biết mức"
