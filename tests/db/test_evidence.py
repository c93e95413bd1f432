"""The rows behind a figure are the figure: as many as it says, and summing to it, in a constant number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.core.periods import Period
from khuyencong.figures.reporting.evidence import evidence_note, evidence_page, evidence_rows
from khuyencong.figures.reporting.queries import Request, consolidated
from khuyencong.figures.reporting.values import Figure
from tests.factories import flow

pytestmark = pytest.mark.django_db

REQUEST = Request("central-highlands", Period.parse("2017"), date(2017, 6, 30))


@pytest.fixture
def figures() -> tuple[Figure, ...]:
    contract = flow.contract()
    flow.advance(contract)
    flow.acceptance(contract.line.project.items.get())
    flow.settled(contract)
    flow.event(establishments=[flow.establishment().pk for _ in range(3)])
    flow.granted()
    flow.consulting_plan()
    flow.revenue()
    return consolidated(REQUEST, now=datetime.now(UTC)).figures


def test_as_many_rows_as_the_figure_says(figures: tuple[Figure, ...]) -> None:
    assert any(figure.evidence_count for figure in figures)
    for figure in figures:
        rows = list(evidence_rows(REQUEST, [figure.code]))
        page, total = evidence_page(REQUEST, figure.code, 0, 1)
        assert total == len(rows) == figure.evidence_count, figure.code
        assert list(page) == rows[:1]


def test_rows_sum_to_the_figure_unless_the_page_explains(figures: tuple[Figure, ...]) -> None:
    for figure in figures:
        if isinstance(figure.value, int) and not evidence_note(figure.code):
            assert sum(row.value for row in evidence_rows(REQUEST, [figure.code])) == figure.value, figure.code


def test_rows_cost_the_same_queries_whatever_their_number(figures: tuple[Figure, ...]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(evidence_rows(REQUEST, ["result.fair_participations"]))
        return len(captured)

    few = count()
    flow.event(establishments=[flow.establishment().pk for _ in range(30)])
    assert count() == few
