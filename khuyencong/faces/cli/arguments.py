"""What may be written after ``khuyencong``."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from khuyencong.core.errors import NotValid
from khuyencong.core.formats import parse_date
from khuyencong.core.periods import Cutoff, Period
from khuyencong.faces.cli.problems import CommandError

PORT: Final = 8000
_LAST_PORT: Final = 65_535

_SENTENCES: Final = (
    (re.compile(r"the following arguments are required: (.+)"), r"Thiếu tham số \1."),
    (re.compile(r"unrecognized arguments: (.+)"), r"Không hiểu tham số \1."),
    (re.compile(r"argument (\S+): expected one argument"), r"Tham số \1 cần một giá trị."),
    (
        re.compile(r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)"),
        r"Giá trị \2 của \1 không dùng được; hãy chọn một trong: \3.",
    ),
    (re.compile(r"argument (\S+): invalid \S+ value: (.+)"), r"Giá trị \2 của \1 không phải là số nguyên."),
    (re.compile(r"argument \S+: (.+[.…])"), r"\1"),
)
"""argparse's messages, in Vietnamese."""


class Parser(argparse.ArgumentParser):
    """argparse whose complaints are sentences of ours."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint in Vietnamese."""
        for pattern, sentence in _SENTENCES:
            if pattern.fullmatch(message):
                said = pattern.sub(sentence, message)
                break
        else:
            said = f"Câu lệnh chưa đúng: {message}."
        raise CommandError(f"{said} Xem: {self.prog} --help")


def parser() -> Parser:
    """Return the whole grammar; ``args.run`` is ``module:function`` of the command."""
    top = Parser(prog="khuyencong", description="Hệ thống khuyến công: từ hồ sơ đến báo cáo tổng hợp.")
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")
    _prepare(commands)
    _serve(commands)
    _report(commands)
    _figures(commands)
    ledger = commands.add_parser("ledger", help="sổ kinh phí: cộng lại từ bút toán và nêu chỗ lệch")
    ledger.add_argument("deed", choices=["verify"], metavar="VIỆC", help="verify")
    ledger.set_defaults(run="ledger:run")
    check = commands.add_parser("check", help="kiểm tra máy chủ: cấu hình, vai trò cơ sở dữ liệu, trigger, số liệu")
    check.set_defaults(run="doctor:run")
    docs = commands.add_parser("docs", help="viết lại các tài liệu sinh từ mã nguồn (docs/lifecycles.md)")
    docs.add_argument("--out", type=Path, help="thư mục để ghi (mặc định: thư mục của mã nguồn)")
    docs.set_defaults(run="docs:run")
    return top


def _prepare(commands: "argparse._SubParsersAction[Parser]") -> None:
    prepare = commands.add_parser("prepare", help="tạo hoặc nâng cấp cơ sở dữ liệu, nạp danh mục, dựng tệp giao diện")
    prepare.set_defaults(run="setting_up:run")
    demo = commands.add_parser("demo", help="dựng dữ liệu mẫu 15 tỉnh, in báo cáo của bài báo, rồi mở trang web")
    demo.add_argument("--no-serve", action="store_true", help="dừng lại sau khi in, không mở trang web")
    demo.add_argument("--port", type=_port, default=PORT, help="cổng của trang web (mặc định %(default)s)")
    demo.set_defaults(run="showing:run")


def _serve(commands: "argparse._SubParsersAction[Parser]") -> None:
    serve = commands.add_parser("serve", help="mở trang web")
    serve.add_argument("--host", default="127.0.0.1", help="địa chỉ (mặc định %(default)s)")
    serve.add_argument("--port", type=_port, default=PORT, help="cổng (mặc định %(default)s)")
    serve.add_argument("--workers", type=_workers, default=1, help="số tiến trình (mặc định %(default)s)")
    serve.add_argument(
        "--no-work", action="store_true", help="không chạy kèm việc nền (khi có máy chạy khuyencong work)"
    )
    serve.set_defaults(run="serving:run")
    work = commands.add_parser("work", help="chạy việc nền: gửi thư thông báo, thư tổng hợp, rà việc quá hạn")
    work.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")
    work.add_argument(
        "--with-parent", action="store_true", help="dừng khi đầu vào chuẩn đóng (chương trình mẹ đã dừng)"
    )
    work.set_defaults(run="working:run")


def _report(commands: "argparse._SubParsersAction[Parser]") -> None:
    report = commands.add_parser("report", help="lập báo cáo tổng hợp của một địa bàn, một kỳ")
    report.add_argument(
        "--area",
        required=True,
        help="vietnam, north, central-highlands, south, hoặc mã tỉnh kèm ngày, ví dụ 54@2017-06-30",
    )
    report.add_argument("--period", required=True, type=_period, help="kỳ: 2017-06, 2017Q2, 2017H1, 2017N9, 2017")
    report.add_argument("--map-date", type=_day, help="bản đồ của ngày nào (mặc định: ngày cuối kỳ, không sau hôm nay)")
    report.add_argument("--cutoff", choices=[str(c) for c in Cutoff], default=str(Cutoff.CALENDAR), help="cách chốt kỳ")
    report.add_argument("--format", choices=["text", "json", "docx", "xlsx"], default="text", help="dạng kết quả")
    report.add_argument("--out", type=Path, help="tệp để ghi; docx và xlsx phải có")
    report.set_defaults(run="reports:run")


def _figures(commands: "argparse._SubParsersAction[Parser]") -> None:
    figures = commands.add_parser("figures", help="bảo trì số liệu: tính lại, gộp, đối chiếu")
    figures.add_argument(
        "deed", choices=["rebuild", "compact", "verify"], help="rebuild: tính lại; compact: gộp ô; verify: đối chiếu"
    )
    figures.set_defaults(run="figures:run")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except NotValid as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from None


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except NotValid as refusal:
        raise argparse.ArgumentTypeError(refusal.message) from None


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"Cổng “{text}” phải là số từ 1 đến {_LAST_PORT}.")
    return int(text)


def _workers(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"Số tiến trình “{text}” phải là số nguyên từ 1 trở lên.")
    return int(text)
