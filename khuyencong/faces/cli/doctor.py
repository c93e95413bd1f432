"""``khuyencong check``: what a deployment lacks, each with what to do about it."""

import shutil
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config.env import ROOT
from khuyencong.core.audit_sql import TRIGGER, read_only_models, records
from khuyencong.core.lifecycle_sql import BIRTH, MOVE, governed
from khuyencong.faces.web import assets
from khuyencong.figures.indicators.sources import SOURCES


@dataclass(frozen=True)
class Finding:
    """One thing looked at.  ``grave`` says that the system must not be used as it is."""

    good: bool
    what: str
    hint: str = ""
    grave: bool = True


def run(args: Namespace) -> int:
    """Print every finding; status 2 when a grave one is bad."""
    findings = [*_database(), *_files(), *_settings()]
    for finding in findings:
        mark = "✓" if finding.good else "✗" if finding.grave else "!"
        print(f"{mark} {finding.what}")
        if not finding.good and finding.hint:
            print(f"    → {finding.hint}")
    bad = sum(1 for finding in findings if finding.grave and not finding.good)
    print(f"\n{bad} lỗi phải sửa." if bad else "\nKhông có lỗi phải sửa.")
    return 2 if bad else 0


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(not waiting, "Cơ sở dữ liệu đúng phiên bản của chương trình", "chạy khuyencong prepare")
    if waiting:
        return
    yield _two_roles()
    yield _owns_nothing()
    yield _every_trigger()
    yield _every_lifecycle()
    yield _every_posting()
    yield _log_is_closed()


def _two_roles() -> Finding:
    work, owner = (_one(alias, "SELECT current_user") for alias in ("default", "owner"))
    return Finding(
        work != owner,
        f"Hai vai trò cơ sở dữ liệu: “{work}” để làm việc, “{owner}” để nâng cấp",
        "đặt DATABASE_OWNER_URL là vai trò sở hữu bảng, DATABASE_URL là vai trò khác không sở hữu gì",
    )


def _owns_nothing() -> Finding:
    owned = _one("default", "SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
    over = _one("default", "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return Finding(
        owned == 0 and not over,
        "Vai trò làm việc không sở hữu bảng nào và không phải quản trị",
        "chạy khuyencong prepare với DATABASE_OWNER_URL; vai trò làm việc chỉ cần quyền LOGIN",
    )


def _every_trigger() -> Finding:
    missing = sorted({model._meta.db_table for model in records()} - _watched(TRIGGER))
    return Finding(
        not missing,
        "Mọi bảng nghiệp vụ có trigger nhật ký" if not missing else f"Thiếu trigger nhật ký: {', '.join(missing)}",
        "chạy khuyencong prepare",
    )


def _every_lifecycle() -> Finding:
    missing = sorted({model._meta.db_table for model, _ in governed()} - (_watched(BIRTH) & _watched(MOVE)))
    return Finding(
        not missing,
        "Mọi bảng có trạng thái được canh theo vòng đời"
        if not missing
        else f"Thiếu trigger vòng đời: {', '.join(missing)}",
        "chạy khuyencong prepare",
    )


def _every_posting() -> Finding:
    posted = _watched("kc_post_insert") & _watched("kc_post_update") & _watched("kc_post_delete")
    missing = sorted(set(SOURCES) - posted)
    return Finding(
        not missing,
        "Mọi bảng nguồn số liệu có trigger ghi chứng cứ" if not missing else f"Thiếu trigger: {', '.join(missing)}",
        "chạy khuyencong prepare",
    )


def _watched(trigger: str) -> set[str]:
    """Return the tables on which a trigger of this name is awake."""
    found = _one(
        "default",
        "SELECT coalesce(array_agg(c.relname::text), '{}') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        f" WHERE tgname = '{trigger}' AND tgenabled = 'O'",
    )
    return set(found)


def _log_is_closed() -> Finding:
    tables = ", ".join(f"'{model._meta.db_table}'" for model in read_only_models())
    open_to = _one(
        "default",
        f"SELECT count(*) FROM unnest(ARRAY[{tables}]) t"
        " WHERE has_table_privilege(current_user, t, 'INSERT, UPDATE, DELETE, TRUNCATE')",
    )
    return Finding(open_to == 0, "Nhật ký và bảng số liệu không ghi trực tiếp được", "chạy khuyencong prepare")


def _files() -> Iterator[Finding]:
    yield Finding(assets.fresh(ROOT), "Tệp giao diện đã dựng", "chạy khuyencong prepare")
    yield Finding(_can_pdf(), "Có LibreOffice để xuất PDF", "cài gói libreoffice-writer-nogui", grave=False)
    if settings.DEMO:
        yield Finding(good=False, what="Đang ở chế độ dùng thử", hint="bỏ KHUYENCONG_DEMO khi vận hành", grave=False)


def _can_pdf() -> bool:
    return any(shutil.which(name) for name in ("soffice", "libreoffice"))


def _settings() -> Iterator[Finding]:
    for message in checks.run_checks(include_deployment_checks=True):
        yield Finding(
            good=False,
            what=f"{message.id}: {message.msg.partition(chr(10))[0]}",
            hint=_HINTS.get(message.id or "", message.hint or ""),
            grave=message.level >= checks.ERROR,
        )


_HINTS = {
    "security.W004": "đặt KHUYENCONG_HTTPS=1 khi đứng sau proxy HTTPS",
    "security.W008": "đặt KHUYENCONG_HTTPS=1 khi đứng sau proxy HTTPS",
    "security.W012": "đặt KHUYENCONG_HTTPS=1 khi đứng sau proxy HTTPS",
    "security.W016": "đặt KHUYENCONG_HTTPS=1 khi đứng sau proxy HTTPS",
    "security.W018": "bỏ KHUYENCONG_DEBUG khi vận hành",
    "security.W020": "đặt KHUYENCONG_HOSTS là tên máy chủ",
}


def _one(alias: str, query: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None
