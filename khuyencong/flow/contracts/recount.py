"""Counting the stored sums of money anew from the ledger: what they must equal, and where they do not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from khuyencong.core.money import Dong
from khuyencong.flow.ledger.queries import recount as recount_balances


@dataclass(frozen=True)
class Difference:
    """A stored sum that is not what the ledger's transfers come to, in đồng."""

    table: str
    row: int
    sum: str
    stored: Dong
    counted: Dong


_ENVELOPES = """
SELECT 'planning_envelope', n.id, 'còn lại', n.amount + n.carried_in - n.committed - n.delegated - n.carried_out
         - n.cancelled,
       b.amount
FROM planning_envelope n JOIN ledger_balance b ON b.account_id = n.account_id
"""

_LINES = """
SELECT 'planning_planline', l.id, 'chưa ký hợp đồng', l.current - l.contracted, b.amount
FROM planning_planline l JOIN ledger_balance b ON b.account_id = l.account_id
"""

_CONTRACTS = """
WITH moved AS (
  SELECT coalesce(o.kind, t.kind) AS kind, CASE WHEN o.id IS NULL THEN t.amount ELSE -t.amount END AS amount,
         CASE WHEN f.kind = 'CONTRACT' THEN f.id WHEN g.kind = 'CONTRACT' THEN g.id ELSE f.parent_id END AS owner
  FROM ledger_transfer t JOIN ledger_account f ON f.id = t.taken_from_id JOIN ledger_account g ON g.id = t.given_to_id
  LEFT JOIN ledger_transfer o ON o.id = t.reverses_id
  WHERE 'CONTRACT' IN (f.kind, g.kind) OR f.kind IN ('ADVANCE', 'PAYABLE', 'SPENT', 'RECOVERED')),
summed AS (
  SELECT owner,
    coalesce(sum(amount) FILTER (WHERE kind = 'CONTRACTED'), 0)
      - coalesce(sum(amount) FILTER (WHERE kind = 'RETURNED'), 0) AS held,
    coalesce(sum(amount) FILTER (WHERE kind = 'ADVANCED'), 0) AS advanced,
    coalesce(sum(amount) FILTER (WHERE kind = 'RECOVERED'), 0) AS recovered,
    coalesce(sum(amount) FILTER (WHERE kind = 'SETTLED'), 0) AS settled,
    coalesce(sum(amount) FILTER (WHERE kind = 'PAID'), 0) AS paid
  FROM moved GROUP BY owner)
SELECT 'contracts_contract', k.id, v.name, v.stored, v.counted
FROM contracts_contract k LEFT JOIN summed s ON s.owner = k.account_id
CROSS JOIN LATERAL (VALUES
  ('giá trị trừ phần đã trả lại', k.amount - k.returned, coalesce(s.held, 0)),
  ('đã tạm ứng', k.advanced, coalesce(s.advanced, 0)),
  ('đã thu hồi', k.recovered, coalesce(s.recovered, 0)),
  ('đã quyết toán', k.settled, coalesce(s.settled, 0)),
  ('đã thanh toán sau quyết toán', k.paid, coalesce(s.paid, 0))) AS v(name, stored, counted)
WHERE k.parent_id IS NULL
"""

_BALANCED = "SELECT 'ledger_balance', 0, 'tổng các tài khoản', coalesce(sum(amount), 0), 0 FROM ledger_balance"


def differences() -> Iterator[Difference]:
    """Yield every stored sum that differs: balances from transfers first, then what the stages store.  Five queries."""
    for wrong in recount_balances():
        yield Difference("ledger_balance", wrong.account_id, "số dư", wrong.stored, wrong.counted)
    for question in (_BALANCED, _ENVELOPES, _LINES, _CONTRACTS):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({question}) AS q(tbl, id, name, stored, counted) WHERE stored <> counted")
            for table, row, name, stored, counted in cursor.fetchall():
                yield Difference(table, row, name, Dong(int(stored)), Dong(int(counted)))
