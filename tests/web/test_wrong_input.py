"""Wrong input in the forms of the front half: a sentence at its field, no fault of the program, and no row.

Each form is filled well first (:data:`FORMS`), so that what is refused is refused for the one value that is wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from khuyencong.core.audit_sql import records
from khuyencong.flow.proposals.models import DraftKept
from khuyencong.ground.regulations.models import LegalInstrument
from khuyencong.ground.territory.enums import Level
from khuyencong.ground.territory.models import Unit
from khuyencong.ground.territory.queries import REFORM
from tests import people
from tests.factories import flow
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

HUGE = 10 * 1024 * 1024
DIGITS = "9" * 30


@pytest.fixture(autouse=True)
def _july_2017(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuyencong.faces.web.middleware.timezone.localdate", lambda: people.TODAY)


@dataclass(frozen=True)
class Form:
    """A real form: who fills it, where, with what that is right, and what of each kind its fields are."""

    person: people.Person | None
    url: Callable[[], str]
    good: Callable[[], dict[str, Any]]
    text: str = ""
    number: str = ""
    money: str = ""
    percent: str = ""
    day: str = ""
    key: str = ""
    wrong: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    """Name → what is changed, and the words of the sentence that answers; a function makes a value in the test."""


def _rows(**row: object) -> dict[str, object]:
    counts = {f"items-{name}": 1 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return counts | {f"items-0-{name}": value for name, value in row.items()}


def _need() -> dict[str, Any]:
    return {
        "name": "Mộc Phú Ân", "legal_form": "HOUSEHOLD", "phone": "0905123456", "industry": "chế biến gỗ",
        "content": flow.content().pk, "wish": "Thay máy cũ", "cost": "300", "support": "100",
        "client_id": "7f4df7a2-3f3c-4f0e-9d53-0c6d4f8f0a11", "version": "0",
    }  # fmt: skip


def _establishment() -> dict[str, Any]:
    return {"name": "Công ty Tân Lập", "legal_form": "COMPANY", "tax_code": "0100109106", "industry": "gỗ"}


TAX = {"tax code with a wrong digit": ({"tax_code": "0100109107"}, "ã số thuế")}


def _later_commune() -> int:
    """A commune of the map of 1/7/2025: on the tests' day, in July 2017, there was none such."""
    return Unit.objects.filter(level=Level.COMMUNE, valid__startswith=REFORM)[0].pk


COMMUNE = {"a commune that did not exist that day": ({"commune": _later_commune}, "errorlist")}

FORMS: dict[str, Form] = {
    "establishment": Form(
        people.LAN, lambda: reverse("establishment_new"), _establishment, text="name", number="workers",
        money="registered_capital", key="commune", wrong={**TAX, **COMMUNE},
    ),
    "need": Form(
        people.LAN, lambda: reverse("need_record"), _need, text="wish", money="cost", day="wanted_by", key="commune",
        wrong={**TAX, **COMMUNE, "support above the cost": ({"support": "400"}, "không thể lớn hơn")},
    ),
    "public need": Form(
        None, lambda: reverse("survey", args=[flow.campaign().token]), _need, text="wish", money="cost",
        day="wanted_by", key="commune", wrong={**TAX, **COMMUNE},
    ),
    "campaign": Form(
        people.LAN, lambda: reverse("campaign_open"),
        lambda: {"year": "2018", "title": "Đợt 1", "opens_on": "01/07/2017", "closes_on": "31/12/2017"},
        text="title", number="year", day="closes_on",
        wrong={"days out of order": ({"closes_on": "01/06/2017"}, "Ngày kết thúc")},
    ),
    "project": Form(
        people.LAN, lambda: reverse("project_new"),
        lambda: {"name": "Máy sấy", "kind": "SINGLE", "year": "2017", "content": flow.content().pk, "summary": ""}
        | _rows(description="Máy", provincial="50"),
        text="summary", number="year", money="items-0-provincial", key="items-0-establishment",
    ),
    "return": Form(
        people.HOA, lambda: reverse("project_return", args=[flow.submitted_project().pk]),
        lambda: {"reason": "Bổ sung", "remark_0": "Rõ hơn"}, text="remark_0",
    ),
    "conclusion": Form(
        people.HOA, lambda: reverse("project_conclude", args=[flow.submitted_project().pk]),
        lambda: {"result": "FAIL", "remarks": "Thiếu"}, text="remarks", key="reasons",
    ),
    "council": Form(
        people.HOA, lambda: reverse("council_new"),
        lambda: {
            "level": "BASE", "year": "2018", "decision": "QĐ 1", "established_on": "01/07/2017",
            "chair": "An; Phó Giám đốc", "secretary": "Bình; Chuyên viên", "members": "",
        },
        text="members", number="year", day="established_on",
        wrong={"a day to come": ({"established_on": "01/08/2017"}, "không được sau hôm nay")},
    ),
    "envelope": Form(
        people.HOA, lambda: reverse("envelope_give", args=[flow.plan().pk]),
        lambda: {"source": "PROVINCIAL", "amount": "300"}, money="amount",
    ),
    "norm": Form(
        people.MINH, lambda: reverse("norm_new"),
        lambda: {
            "scope": "national", "content": flow.content().pk, "percent": "30", "cap": "100", "since": "01/01/2018",
            "source": "văn bản", "confidence": "read", "unit": "cơ sở", "case": "", "tier": "workers", "tier_from": "1",
            "tier_to": "9",
            "instrument": LegalInstrument.objects.filter(province=None)[0].pk, "article": "Điều 1",
        },
        text="condition", money="cap", percent="percent", day="since", key="content",
    ),
}  # fmt: skip


def _wrong(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what may be wrong in any form that has such a field: its name, and what is changed."""
    if form.money:
        yield "negative money", {form.money: "-5"}
        yield "money beyond all columns", {form.money: DIGITS}
        yield "money that is a formula", {form.money: "=1+1"}
    if form.percent:
        yield "percent over 100", {form.percent: "101"}
        yield "negative percent", {form.percent: "-1"}
    if form.number:
        yield "a number beyond all columns", {form.number: DIGITS}
        yield "a number that is none", {form.number: "<b>1</b>"}
    if form.day:
        yield "a day that no calendar has", {form.day: "31/02/2018"}
        yield "a day of the year 9999999", {form.day: "01/01/9999999"}
    if form.text:
        yield "a NUL byte", {form.text: "a\0b"}
        yield "ten megabytes of text", {form.text: "x" * HUGE}
    if form.key:
        yield "somebody else's id", {form.key: str(flow.establishment(people.place_of(people.QUANG_NAM)).pk)}
        yield "an id beyond all columns", {form.key: DIGITS}
        yield "an id that is none", {form.key: "1 OR 1=1"}


CASES = [
    pytest.param(name, case, id=f"{name}: {case}")
    for name, form in FORMS.items()
    for case in [
        *(("negative money", "money beyond all columns", "money that is a formula") if form.money else ()),
        *(("percent over 100", "negative percent") if form.percent else ()),
        *(("a number beyond all columns", "a number that is none") if form.number else ()),
        *(("a day that no calendar has", "a day of the year 9999999") if form.day else ()),
        *(("a NUL byte", "ten megabytes of text") if form.text else ()),
        *(("somebody else's id", "an id beyond all columns", "an id that is none") if form.key else ()),
        *form.wrong,
    ]
]


def everything() -> dict[str, int]:
    """How many rows every domain table, and the log, holds."""
    tables = [*(model._meta.db_table for model in records()), "core_auditentry", DraftKept._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def _client(form: Form) -> Client:
    return Client() if form.person is None else signed_in(form.person)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_wrong_input_gets_its_sentence_and_leaves_no_row(name: str, case: str) -> None:
    form = FORMS[name]
    url, good, client = form.url(), form.good(), _client(form)
    changed, words = form.wrong.get(case) or (dict(_wrong(form))[case], "")
    changed = {column: value() if callable(value) else value for column, value in changed.items()}
    before = everything()
    response = client.post(url, {**good, **changed})
    html = response.content.decode()
    assert response.status_code in {200, 400, 413}, f"{response.status_code}: {html[:300]}"
    assert everything() == before
    sentences = ("errorlist", "quá dài: mỗi biểu mẫu nhận tối đa")
    assert words in html if words else any(word in html for word in sentences)
    assert "Traceback" not in html


def test_a_need_never_takes_another_provinces_establishment() -> None:
    theirs = flow.establishment(people.place_of(people.QUANG_NAM))
    form = FORMS["need"]
    url, good, client = form.url(), form.good(), _client(form)
    before = everything()
    html = client.post(url, {**good, "establishment": theirs.pk}).content.decode()
    assert "không thuộc tỉnh này" in html
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in FORMS if name != "norm"])
def test_what_is_right_is_written(name: str) -> None:
    """The forms are filled well: without this a slip in a table above would pass for a refusal."""
    form = FORMS[name]
    url, good, client = form.url(), form.good(), _client(form)
    before = everything()
    response = client.post(url, good)
    assert response.status_code in {200, 302}, response.content.decode()[:300]
    assert everything() != before or b"errorlist" not in response.content


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "<script>alert(1)</script>"])
def test_words_that_look_like_code_are_words(text: str) -> None:
    form = FORMS["project"]
    client = signed_in(people.LAN)
    response = client.post(form.url(), {**form.good(), "name": text}, follow=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in html
