"""What the kind of a đề án (single, group, flagship) demands of it.  Pure.

The demands are rows of law with dates (TT 36/2013 Đ.2, Đ.3a as amended by TT 17/2018): nothing here knows a number.
They rule projects of national money; a local one is told of them and never refused for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

GROUP: Final = "GROUP"
"""The kind whose every content must be named by one of its rules."""

_NAMED: Final = {
    "PLACE": ("place", "địa điểm thực hiện"),
    "BENEFICIARY": ("items", "đơn vị thụ hưởng của từng hạng mục"),
    "MACHINE_KIND": ("machines", "loại máy móc thiết bị của từng hạng mục"),
}
"""What a rule may ask to be named: the field at which it is told, and its words."""


@dataclass(frozen=True)
class KindRule:
    """A row of law on one kind: ``contents`` are those that it is for (none named: all)."""

    kind: str
    contents: frozenset[str] = frozenset()
    min_contents: int | None = None
    min_beneficiaries: int | None = None
    min_years: int | None = None
    max_years: int | None = None
    named: tuple[str, ...] = ()
    """What must be named before the ministry appraises it: keys of the table above; others are told nowhere."""
    citation: str = ""
    read: bool = False
    """Whether it was read in its source; only then may it refuse."""


@dataclass(frozen=True)
class Told:
    """What a đề án says, as far as its kind asks.

    ``contents`` maps the code of each content of its items to the content's name; ``years`` are the plan years that
    its work touches, unknown where its end is not told.
    """

    kind: str
    label: str
    contents: Mapping[str, str]
    beneficiaries: int
    years: int | None
    national: bool
    missing: frozenset[str] = frozenset()
    """What it does not name: "PLACE", "BENEFICIARY", "MACHINE_KIND"."""


@dataclass(frozen=True)
class KindFault:
    """What a kind demands and a đề án does not give; ``blocks`` says whether it may be refused for it."""

    field: str
    sentence: str
    citation: str
    blocks: bool


def kind_faults(told: Told, rules: Sequence[KindRule]) -> tuple[KindFault, ...]:
    """Return what ``told`` lacks by the rules in force on its day."""
    mine = [rule for rule in rules if rule.kind == told.kind]
    found: list[KindFault] = []
    for rule in mine:
        if not rule.contents or rule.contents & set(told.contents):
            found += _by_rule(told, rule)
    if told.kind == GROUP and mine and all(rule.contents for rule in mine):
        found += _outside(told, mine)
    return tuple(fault if told.national else replace(fault, blocks=False) for fault in found)


def _by_rule(told: Told, rule: KindRule) -> Iterator[KindFault]:
    def fault(field: str, sentence: str) -> KindFault:
        return KindFault(field, sentence, rule.citation, rule.read)

    contents, beneficiaries = len(told.contents), told.beneficiaries
    if rule.min_contents and contents < rule.min_contents:
        words = f"{told.label} phải có từ {rule.min_contents} nội dung hoạt động trở lên, đề án này có {contents}."
        yield fault("items", _capital(words))
    if rule.min_beneficiaries and beneficiaries < rule.min_beneficiaries:
        words = f"{told.label} phải có từ {rule.min_beneficiaries} đối tượng thụ hưởng trở lên, đề án này có"
        yield fault("items", _capital(f"{words} {beneficiaries}."))
    yield from (fault("ends_on", sentence) for sentence in _years(told, rule))
    for what in rule.named:
        if what in told.missing and what in _NAMED:
            field, words = _NAMED[what]
            yield fault(field, _capital(f"{told.label} với nội dung này phải xác định {words}."))


def _years(told: Told, rule: KindRule) -> Iterator[str]:
    least, most = rule.min_years, rule.max_years
    if not least and not most:
        return
    span = f"{least} đến {most}" if least and most else f"ít nhất {least}" if least else f"không quá {most}"
    if told.years is None:
        yield _capital(f"{told.label} thực hiện trong {span} năm: hãy ghi ngày kết thúc.")
    elif (least and told.years < least) or (most and told.years > most):
        yield _capital(f"{told.label} thực hiện trong {span} năm, đề án này {told.years} năm.")


def _outside(told: Told, rules: Sequence[KindRule]) -> Iterator[KindFault]:
    covered = frozenset[str]().union(*(rule.contents for rule in rules))
    citation = rules[0].citation
    for code, name in told.contents.items():
        if code not in covered:
            sentence = _capital(f"{told.label} không áp dụng cho nội dung “{name}”: hãy lập đề án (đơn).")
            yield KindFault("kind", sentence, citation, all(rule.read for rule in rules))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
