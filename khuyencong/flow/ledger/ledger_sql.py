"""The ledger in the database: nothing is changed or removed, and balances are kept as transfers come.

``install`` runs after every ``migrate`` and is idempotent.  Balances are a derived table that the application's role
may only read, so no program and no hand can write a balance that is not the sum of transfers.
"""

from django.db import connections, transaction

from khuyencong.core.audit_sql import close_functions

LOCKED = """
WITH RECURSIVE up(id, parent_id, kind) AS (
  SELECT id, parent_id, kind FROM ledger_account WHERE id = {accounts}
  UNION SELECT a.id, a.parent_id, a.kind FROM up JOIN ledger_account a ON a.id = up.parent_id
  WHERE up.kind <> 'ENVELOPE')
SELECT max(l.through) FROM up JOIN ledger_accountlock l ON l.account_id = up.id WHERE l.through >= {day}
"""
"""Until when the books of accounts are closed, where that holds a day: up to the nearest envelope of each."""

_SQL = """
CREATE OR REPLACE FUNCTION kc_ledger_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Sổ kinh phí chỉ được ghi thêm: ghi sai thì lập bút toán đảo' USING ERRCODE = '42501';
END $$;

CREATE OR REPLACE FUNCTION kc_ledger_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_balance (account_id, amount, overdrawable) VALUES (NEW.id, 0, NEW.kind = 'SOURCE');
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION kc_ledger_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE undone ledger_transfer;
BEGIN
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT * INTO undone FROM ledger_transfer WHERE id = NEW.reverses_id;
    IF (undone.given_to_id, undone.taken_from_id, undone.amount) <> (NEW.taken_from_id, NEW.given_to_id, NEW.amount)
       OR undone.kind = 'REVERSED' THEN
      RAISE EXCEPTION 'Bút toán đảo phải trả đúng số tiền về đúng tài khoản'
        USING ERRCODE = '23514', CONSTRAINT = 'transfer_reversal_is_whole', TABLE = 'ledger_transfer';
    END IF;
  END IF;
  -- Always in the order of the keys: two transfers between the same accounts never wait in a ring.
  PERFORM 1 FROM ledger_balance WHERE account_id IN (NEW.taken_from_id, NEW.given_to_id)
    ORDER BY account_id FOR UPDATE;
  UPDATE ledger_balance
    SET amount = amount + CASE WHEN account_id = NEW.given_to_id THEN NEW.amount ELSE -NEW.amount END
    WHERE account_id IN (NEW.taken_from_id, NEW.given_to_id);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION kc_ledger_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE through date;
BEGIN
  -- Whoever closes books waits for transfers under way, and transfers that come later see the lock.
  PERFORM pg_advisory_xact_lock_shared(__KEY__);
  through := (__LOCKED__);
  IF through IS NOT NULL THEN
    RAISE EXCEPTION 'Sổ kinh phí đã khóa đến hết ngày %: không ghi bút toán ngày %', through, NEW.day
      USING ERRCODE = '23514', CONSTRAINT = 'transfer_not_in_closed_books', TABLE = 'ledger_transfer';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION kc_ledger_lock() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(__KEY__);
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS kc_ledger_locked ON ledger_transfer;
DROP TRIGGER IF EXISTS kc_ledger_lock ON ledger_accountlock;
CREATE TRIGGER kc_ledger_locked BEFORE INSERT ON ledger_transfer FOR EACH ROW EXECUTE FUNCTION kc_ledger_locked();
CREATE TRIGGER kc_ledger_lock BEFORE INSERT OR UPDATE ON ledger_accountlock
  FOR EACH ROW EXECUTE FUNCTION kc_ledger_lock();
DROP TRIGGER IF EXISTS kc_ledger_fixed_rows ON ledger_transfer;
DROP TRIGGER IF EXISTS kc_ledger_fixed_table ON ledger_transfer;
DROP TRIGGER IF EXISTS kc_ledger_fixed_rows ON ledger_account;
DROP TRIGGER IF EXISTS kc_ledger_fixed_table ON ledger_account;
DROP TRIGGER IF EXISTS kc_ledger_post ON ledger_transfer;
DROP TRIGGER IF EXISTS kc_ledger_open ON ledger_account;
CREATE TRIGGER kc_ledger_fixed_rows BEFORE UPDATE OR DELETE ON ledger_transfer
  FOR EACH ROW EXECUTE FUNCTION kc_ledger_fixed();
CREATE TRIGGER kc_ledger_fixed_table BEFORE TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION kc_ledger_fixed();
CREATE TRIGGER kc_ledger_fixed_rows BEFORE UPDATE OR DELETE ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION kc_ledger_fixed();
CREATE TRIGGER kc_ledger_fixed_table BEFORE TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION kc_ledger_fixed();
CREATE TRIGGER kc_ledger_post AFTER INSERT ON ledger_transfer FOR EACH ROW EXECUTE FUNCTION kc_ledger_post();
CREATE TRIGGER kc_ledger_open AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION kc_ledger_open();
"""

_KEY = "7305118"
"""The key under which transfers and the closing of books wait for each other."""

TABLES = frozenset({"ledger_account", "ledger_transfer", "ledger_balance", "ledger_accountlock"})


def install(using: str) -> None:
    """(Re)make the functions and triggers in the database ``using``."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        said = LOCKED.format(accounts="ANY(ARRAY[NEW.taken_from_id, NEW.given_to_id])", day="NEW.day")
        cursor.execute(_SQL.replace("__KEY__", _KEY).replace("__LOCKED__", said))
        close_functions(cursor)
