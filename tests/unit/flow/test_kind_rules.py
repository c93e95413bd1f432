"""What a single, a group and a flagship project must be, as rows of law that the test itself writes."""

from dataclasses import replace

import pytest

from khuyencong.flow.proposals.parts.kind_rules import KindRule, Told, kind_faults

FLAGSHIP = KindRule("FLAGSHIP", min_contents=2, min_beneficiaries=2, min_years=2, max_years=3, citation="X", read=True)
OPEN_GROUP = KindRule("GROUP", frozenset({"TRAINING", "FAIR_ATTEND"}), citation="Y", read=True)
MACHINE_GROUP = KindRule(
    "GROUP", frozenset({"MACHINERY"}), named=("PLACE", "BENEFICIARY", "MACHINE_KIND"), citation="Z", read=True
)
GROUPS = (OPEN_GROUP, MACHINE_GROUP)
GOOD = Told("FLAGSHIP", "đề án điểm", {"MACHINERY": "máy", "TRAINING": "nghề"}, 2, 2, national=True)


@pytest.mark.parametrize(("years", "field"), [(1, "ends_on"), (2, None), (3, None), (4, "ends_on"), (None, "ends_on")])
def test_a_flagship_runs_for_two_to_three_years(years: int | None, field: str | None) -> None:
    fields = [fault.field for fault in kind_faults(replace(GOOD, years=years), [FLAGSHIP])]
    assert fields == ([] if field is None else [field])


@pytest.mark.parametrize(("beneficiaries", "wrong"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_flagship_has_two_beneficiaries(beneficiaries: int, wrong: bool) -> None:
    faults = kind_faults(replace(GOOD, beneficiaries=beneficiaries), [FLAGSHIP])
    assert [fault.field for fault in faults] == (["items"] if wrong else [])


def test_a_flagship_has_two_contents_and_the_sentence_says_how_many_it_has() -> None:
    (fault,) = kind_faults(replace(GOOD, contents={"MACHINERY": "máy"}), [FLAGSHIP])
    assert fault.sentence == "Đề án điểm phải có từ 2 nội dung hoạt động trở lên, đề án này có 1."
    assert (fault.blocks, fault.citation) == (True, "X")


def test_an_open_group_names_nothing() -> None:
    told = Told("GROUP", "đề án nhóm", {"TRAINING": "nghề"}, 0, None, True, frozenset({"PLACE", "BENEFICIARY"}))
    assert kind_faults(told, GROUPS) == ()


@pytest.mark.parametrize(
    ("what", "field"), [("PLACE", "place"), ("BENEFICIARY", "items"), ("MACHINE_KIND", "machines")]
)
def test_a_group_of_machines_names_place_beneficiary_and_machine(what: str, field: str) -> None:
    told = Told("GROUP", "đề án nhóm", {"MACHINERY": "máy"}, 3, None, True, frozenset({what}))
    assert [(fault.field, fault.blocks) for fault in kind_faults(told, GROUPS)] == [(field, True)]


def test_a_content_that_no_group_is_for_is_told_at_the_kind() -> None:
    told = Told("GROUP", "đề án nhóm", {"CLUSTER_PLANNING": "cụm"}, 3, None, True)
    (fault,) = kind_faults(told, GROUPS)
    assert (fault.field, fault.blocks) == ("kind", True)
    assert "“cụm”" in fault.sentence


def test_before_the_rule_nothing_is_demanded() -> None:
    assert kind_faults(replace(GOOD, beneficiaries=0, years=None), []) == ()
    assert kind_faults(replace(GOOD, kind="SINGLE"), [FLAGSHIP]) == ()


def test_what_was_not_read_or_is_local_warns_only() -> None:
    short = replace(GOOD, years=1)
    assert [fault.blocks for fault in kind_faults(short, [replace(FLAGSHIP, read=False)])] == [False]
    assert [fault.blocks for fault in kind_faults(replace(short, national=False), [FLAGSHIP])] == [False]
