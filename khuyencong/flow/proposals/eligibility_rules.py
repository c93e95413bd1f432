"""Who may be supported, for what, on a day: pure functions over the rules in force, which are data.

NĐ 45/2012/NĐ-CP Đ.1 k.2, Đ.5 until 14/10/2025 and NĐ 235/2025/NĐ-CP since; the four conditions of TT 28/2018/TT-BTC.
A rule answers yes, no, or (for want of data, or of certainty) warns; only a rule that was read may block.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from unicodedata import normalize

from khuyencong.core.formats import show_date, show_number
from khuyencong.core.money import Dong, show_million
from khuyencong.flow.establishments.enums import LegalForm
from khuyencong.ground.regulations.enums import AREA_LABELS, Confidence, ProvisionKind, attribute_label

Data = tuple[tuple[str, str], ...]

COMMUNE_KINDS: Final = ("thị trấn", "đặc khu", "phường", "xã")
DISTRICT_KINDS: Final = ("thành phố", "thị xã", "huyện", "quận")
EVERY_COMMUNE: Final = frozenset({"xã", "phường", "đặc khu"})
"""All that a province consists of since 1/7/2025: there the kind of the commune need not be known."""

INVESTORS: Final = frozenset({LegalForm.COMPANY, LegalForm.SOLE_PROPRIETORSHIP, LegalForm.COOP, LegalForm.COOP_UNION})
ENTERPRISES: Final = frozenset({LegalForm.COMPANY, LegalForm.SOLE_PROPRIETORSHIP})


class Answer(StrEnum):
    """What a rule says of an establishment."""

    YES = "YES"
    WARN = "WARN"
    NO = "NO"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"YES": "đủ điều kiện", "WARN": "cần đối chiếu", "NO": "không đủ điều kiện"}[self]

    @property
    def test_label(self) -> str:
        """The Vietnamese words for one test."""
        return {"YES": "đạt", "WARN": "cần đối chiếu", "NO": "không đạt"}[self]


@dataclass(frozen=True)
class Rule:
    """A provision in force."""

    kind: ProvisionKind
    text: str
    attributes: Mapping[str, Any]
    citation: str
    confidence: Confidence


@dataclass(frozen=True)
class Place:
    """Where an establishment is on the day; ``None``: not known.  ``district`` ended with June 2025."""

    words: str = ""
    province: str | None = None
    """``province`` or ``city`` (centrally run)."""
    commune: str | None = None
    district: str | None = None
    craft_village: str = ""
    areas: frozenset[str] | None = None


@dataclass(frozen=True)
class Subject:
    """An establishment as the rules see it; ``numbers`` holds workers, registered_capital and revenue where known."""

    form: LegalForm
    industry: str
    vsic: str
    place: Place
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """The content that is asked for, and whether it may be promoted on the day."""

    code: str
    name: str
    in_force: bool
    citation: str
    confidence: Confidence


@dataclass(frozen=True)
class Support:
    """What the establishment asked for or received elsewhere: ``granted_on`` is ``None`` while it is not decided."""

    project: str
    content: str
    amount: Dong
    granted_on: date | None


@dataclass(frozen=True)
class Reason:
    """One test: its answer, the Vietnamese sentence, the article, how surely it is known, the data it used."""

    answer: Answer
    sentence: str
    citation: str = ""
    confidence: Confidence = Confidence.READ
    data: Data = ()

    @property
    def blocks(self) -> bool:
        """Say whether the software may refuse for it."""
        return self.answer is Answer.NO and self.confidence.may_block


@dataclass(frozen=True)
class Verdict:
    """The answer of all tests together."""

    reasons: tuple[Reason, ...]

    @property
    def answer(self) -> Answer:
        """No, if a test says no; else a warning, if a test warns."""
        said = {reason.answer for reason in self.reasons}
        return next((answer for answer in (Answer.NO, Answer.WARN) if answer in said), Answer.YES)

    @property
    def blocking(self) -> tuple[Reason, ...]:
        """The reasons for which a proposal may be refused."""
        return tuple(reason for reason in self.reasons if reason.blocks)


def judge(subject: Subject, asked: Asked, rules: Sequence[Rule], before: Sequence[Support], day: date) -> Verdict:
    """Judge an establishment for a content on ``day`` by the ``rules`` of that day."""
    branch = _branch(subject, asked, rules)
    if branch is not None:
        tests = [branch]
    else:
        tests = [_form(subject, rules), *_size(subject, rules), _area(subject.place, rules), _industry(subject, rules)]
    return Verdict((_content(asked, day), *tests, *_supported(asked, rules, before, day)))


def kind_of(name: str, kinds: Sequence[str]) -> str | None:
    """Return the kind of an administrative unit from its name: "Thị trấn Hòa Vinh" is a "thị trấn"."""
    lowered = name.casefold()
    return next((kind for kind in kinds if lowered.startswith(kind)), None)


def _of(rules: Iterable[Rule], kind: ProvisionKind) -> list[Rule]:
    return [rule for rule in rules if rule.kind is kind]


def _weakest(rules: Sequence[Rule]) -> Confidence:
    """Return the confidence of a list as a whole: that of its weakest row."""
    return max((rule.confidence for rule in rules), key=list(Confidence).index, default=Confidence.UNKNOWN)


def _content(asked: Asked, day: date) -> Reason:
    if asked.in_force:
        sentence = f"Nội dung “{asked.name}” có hiệu lực ngày {show_date(day)}."
        return Reason(Answer.YES, sentence, asked.citation, asked.confidence)
    sentence = f"Nội dung “{asked.name}” không có hiệu lực ngày {show_date(day)}."
    return Reason(Answer.NO, sentence, asked.citation, asked.confidence)


def _branch(subject: Subject, asked: Asked, rules: Sequence[Rule]) -> Reason | None:
    """Return the branch that knows no test of place or size: cleaner production, investors in cluster works."""
    for rule in _of(rules, ProvisionKind.LEGAL_FORM):
        if asked.code not in (rule.attributes.get("contents") or ()):
            continue
        if rule.attributes.get("form") == "CLUSTER_INVESTOR" and subject.form not in INVESTORS:
            continue
        sentence = f"Thuộc đối tượng “{rule.text}”: không xét địa bàn và quy mô."
        return Reason(Answer.YES, sentence, rule.citation, rule.confidence, (("Nội dung", asked.name),))
    return None


def _form(subject: Subject, rules: Sequence[Rule]) -> Reason:
    data: Data = (("Loại hình", subject.form.label),)
    listed = [rule for rule in _of(rules, ProvisionKind.LEGAL_FORM) if rule.attributes.get("area_test")]
    if not listed:
        return Reason(Answer.WARN, "Chưa có quy định về đối tượng của ngày này.", "", Confidence.UNKNOWN, data)
    wanted = "SME" if subject.form in ENTERPRISES else str(subject.form)
    found = next((rule for rule in listed if rule.attributes.get("form") == wanted), None)
    if found is not None:
        return Reason(Answer.YES, f"Thuộc đối tượng “{found.text}”.", found.citation, found.confidence, data)
    names = ", ".join(rule.text.lower() for rule in listed)
    sentence = f"Loại hình “{subject.form.label}” không thuộc đối tượng được hỗ trợ ({names})."
    return Reason(Answer.NO, sentence, listed[0].citation, _weakest(listed), data)


def _size(subject: Subject, rules: Sequence[Rule]) -> list[Reason]:
    """Test the size of an enterprise: TT and NĐ on small and medium enterprises; other forms have none."""
    if subject.form not in ENTERPRISES:
        return []
    rule = next(iter(_of(rules, ProvisionKind.SME_SIZE)), None)
    if rule is None:
        return [Reason(Answer.WARN, "Chưa có tiêu chí doanh nghiệp nhỏ và vừa của ngày này.", "", Confidence.UNKNOWN)]
    limits = {
        name: rule.attributes[name] for name in ("workers", "revenue", "registered_capital") if name in rule.attributes
    }
    data: Data = tuple((attribute_label(name), _number(name, subject.numbers.get(name))) for name in limits)
    within = {name: _within(subject.numbers.get(name), limit) for name, limit in limits.items()}
    fits = _fits(rule.attributes.get("rule") == "WORKERS_AND_EITHER", within)
    if fits is None:
        lacking = ", ".join(attribute_label(name) for name, known in within.items() if known is None)
        sentence = f"Chưa xét được quy mô nhỏ và vừa: hồ sơ cơ sở chưa ghi {lacking}."
        return [Reason(Answer.WARN, sentence, rule.citation, rule.confidence, data)]
    answer, words = (Answer.YES, "Là") if fits else (Answer.NO, "Không phải là")
    return [Reason(answer, f"{words} doanh nghiệp nhỏ và vừa.", rule.citation, rule.confidence, data)]


def _fits(with_workers: bool, within: Mapping[str, bool | None]) -> bool | None:  # noqa: FBT001  which of two rules
    either = [known for name, known in within.items() if name != "workers" or not with_workers]
    money = True if True in either else None if None in either else False
    if not with_workers:
        return money
    return _both(within.get("workers"), money)


def _both(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001  three-valued logic
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _within(number: int | None, limit: int) -> bool | None:
    return None if number is None else number <= limit


def _number(name: str, number: int | None) -> str:
    if number is None:
        return "chưa ghi"
    return show_number(number) if name == "workers" else f"{show_million(Dong(number))} triệu đồng"


def _area(place: Place, rules: Sequence[Rule]) -> Reason:
    data: Data = (
        ("Địa bàn", place.words or "chưa ghi"),
        ("Làng nghề được công nhận", place.craft_village or "không ghi"),
    )
    listed = _of(rules, ProvisionKind.AREA)
    if not listed:
        return Reason(Answer.WARN, "Chưa có quy định về địa bàn của ngày này.", "", Confidence.UNKNOWN, data)
    answers = [(rule, _lies_in(rule, place)) for rule in listed]
    inside = next((rule for rule, answer in answers if answer), None)
    if inside is not None:
        return Reason(Answer.YES, f"Địa bàn thuộc “{inside.text}”.", inside.citation, inside.confidence, data)
    unsure = [rule for rule, answer in answers if answer is None]
    if unsure:
        names = "; ".join(rule.text for rule in unsure)
        sentence = f"Chưa đủ dữ liệu để biết địa bàn có thuộc “{names}” hay không: phải đối chiếu."
        return Reason(Answer.WARN, sentence, unsure[0].citation, _weakest(unsure), data)
    village = any(rule.attributes.get("craft_village") for rule in listed)
    advice = " Nếu cơ sở ở làng nghề được công nhận thì hãy ghi làng nghề vào hồ sơ cơ sở." if village else ""
    sentence = f"{place.words or 'Địa bàn'} không thuộc địa bàn được hỗ trợ.{advice}"
    return Reason(Answer.NO, sentence, listed[0].citation, _weakest(listed), data)


def _lies_in(rule: Rule, place: Place) -> bool | None:
    said = rule.attributes
    if said.get("craft_village"):
        return bool(place.craft_village)
    if wanted := said.get("province_kind"):
        if place.province is None:
            return None
        if place.province != wanted:
            return False
    kinds = frozenset(said.get("unit_kinds") or ())
    if place.commune is None:
        return True if kinds >= EVERY_COMMUNE else _by_district(kinds, place)
    if said.get("city_classes"):
        return _in_city_of_class(place, said["city_classes"])
    return place.commune in kinds or place.district in kinds


def _by_district(kinds: frozenset[str], place: Place) -> bool | None:
    return True if place.district in kinds else None


def _in_city_of_class(place: Place, classes: Sequence[int]) -> bool | None:
    """Answer for wards by the class of their city, which no table here holds: at best it is not known.

    Urban districts (quận) are of special and first-class cities; a town (thị xã) is eligible as a whole elsewhere.
    """
    if place.commune != "phường" or place.district == "thị xã":
        return False
    return False if place.district == "quận" and 1 not in classes else None


def _industry(subject: Subject, rules: Sequence[Rule]) -> Reason:
    words = subject.industry or "chưa ghi"
    data: Data = (("Ngành nghề", words), ("Mã VSIC", subject.vsic or "chưa ghi"))
    listed = _of(rules, ProvisionKind.INDUSTRY)
    if not listed:
        return Reason(Answer.WARN, "Chưa có danh mục ngành nghề của ngày này.", "", Confidence.UNKNOWN, data)
    found = [rule for rule in listed if _names(rule, subject)]
    bounded = next((rule for rule in found if rule.attributes.get("areas")), None)
    if bounded is not None:
        return _bounded(bounded, subject.place, data)
    if found:
        rule = found[0]
        return Reason(Answer.YES, f"Ngành nghề thuộc “{rule.text}”.", rule.citation, rule.confidence, data)
    if any(rule.attributes.get("complete") is False for rule in listed):
        sentence = "Danh mục ngành nghề của Nghị định 235/2025 chưa đọc được đầy đủ: phải đối chiếu văn bản."
    else:
        sentence = "Chưa nhận ra ngành nghề của cơ sở trong danh mục: phải đối chiếu."
    return Reason(Answer.WARN, sentence, listed[0].citation, Confidence.MEDIUM, data)


def _bounded(rule: Rule, place: Place, data: Data) -> Reason:
    """Judge an industry that is supported in some areas only (mining, NĐ 45/2012 Đ.5 k.1 đ.e)."""
    areas = rule.attributes["areas"]
    names = " hoặc ".join(AREA_LABELS.get(area, area) for area in areas)
    if place.areas is None:
        sentence = f"Ngành nghề này chỉ được hỗ trợ tại {names}: chưa có dữ liệu về loại địa bàn, phải đối chiếu."
        return Reason(Answer.WARN, sentence, rule.citation, rule.confidence, data)
    if set(areas) & place.areas:
        return Reason(Answer.YES, f"Ngành nghề thuộc “{rule.text}”.", rule.citation, rule.confidence, data)
    sentence = f"Ngành nghề này chỉ được hỗ trợ tại {names}."
    return Reason(Answer.NO, sentence, rule.citation, rule.confidence, data)


def _names(rule: Rule, subject: Subject) -> bool:
    if subject.vsic and any(subject.vsic.startswith(code) for code in rule.attributes.get("vsic") or ()):
        return True
    said = _spaced(subject.industry)
    return any(_spaced(word) in said for word in rule.attributes.get("keywords") or ())


def _spaced(words: str) -> str:
    """Return the words between spaces, with their accents: "may" is sewing and "mây" is rattan."""
    plain = "".join(sign if sign.isalnum() else " " for sign in normalize("NFC", words).casefold())
    return f" {' '.join(plain.split())} "


def _supported(asked: Asked, rules: Sequence[Rule], before: Sequence[Support], day: date) -> list[Reason]:
    """Test for support of the same content, and tell what was received before."""
    rule = next(
        (r for r in _of(rules, ProvisionKind.CONDITION) if r.attributes.get("key") == "NOT_SUPPORTED_BEFORE"), None
    )
    years = int(rule.attributes.get("years") or 0) if rule else 0
    citation, confidence = (rule.citation, rule.confidence) if rule else ("", Confidence.UNKNOWN)
    same = [one for one in before if one.content == asked.code]
    granted = [one for one in same if one.granted_on and one.granted_on <= day and _recent(one.granted_on, day, years)]
    waiting = [one for one in same if one.granted_on is None]
    found = Reason(Answer.YES, "Chưa được hỗ trợ cùng nội dung này, theo hồ sơ của hệ thống.", citation, confidence)
    if granted:
        one = granted[0]
        sentence = (
            f"Cùng nội dung này đã được hỗ trợ {show_million(one.amount)} triệu đồng trong đề án {one.project},"
            f" duyệt ngày {show_date(one.granted_on or day)}."
        )
        answer = Answer.NO if rule else Answer.WARN
        found = Reason(answer, sentence, citation, confidence, (("Đề án", one.project),))
    elif waiting:
        sentence = f"Cùng nội dung này đang xin hỗ trợ trong đề án {waiting[0].project}."
        found = Reason(Answer.WARN, sentence, citation, confidence, (("Đề án", waiting[0].project),))
    return [found, *_received(before, day)]


def _received(before: Sequence[Support], day: date) -> list[Reason]:
    had = [one for one in before if one.granted_on and one.granted_on <= day]
    if not had:
        return []
    total = Dong(sum(one.amount for one in had))
    sentence = (
        f"Đã được duyệt hỗ trợ {len(had)} lần trước ngày {show_date(day)}, tổng {show_million(total)} triệu đồng."
    )
    return [Reason(Answer.YES, sentence, data=tuple(("Đề án", one.project) for one in had))]


def _recent(granted: date, day: date, years: int) -> bool:
    """Say whether a support still counts: within ``years`` before the day, or ever where no number is set."""
    return not years or (granted.year + years, granted.month, granted.day) > (day.year, day.month, day.day)
