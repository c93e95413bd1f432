"""The command line: what was asked for on stdout, or one sentence on stderr and status 2."""

import json
import socket
from pathlib import Path

import pytest
from django.db import OperationalError
from openpyxl import load_workbook

from khuyencong.faces.cli import main as cli
from khuyencong.faces.cli.main import main
from tests import people
from tests.factories import flow

REPORT = ["report", "--area", "central-highlands", "--period", "2017H1"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nấu-cơm"], "hãy chọn một trong"),
        (["report"], "Thiếu tham số --area, --period."),
        ([*REPORT, "--nhanh"], "Không hiểu tham số --nhanh."),
        ([*REPORT, "--out"], "Tham số --out cần một giá trị."),
        ([*REPORT, "--cutoff", "x"], "Giá trị 'x' của --cutoff không dùng được"),
        ([*REPORT, "--map-date", "31/02/2017"], "không có trong lịch"),
        ([*REPORT, "--format", "docx"], "phải ghi ra tệp"),
        (["report", "--area", "vietnam", "--period", "2017X"], "không phải là kỳ báo cáo hợp lệ"),
        (["serve", "--port", "0"], "phải là số từ 1 đến 65535"),
        (["serve", "--workers", "-1"], "Số tiến trình"),
        (["figures", "xóa"], "hãy chọn một trong"),
    ],
)
def test_a_mistake_in_the_words_is_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("area", "sentence"),
    [("sao-hỏa", "Không hiểu địa bàn “sao-hỏa”"), ("99@2017-06-30", "không có tỉnh nào mang mã “99”")],
)
def test_an_area_that_is_not_is_one_sentence(area: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--area", area, "--period", "2017"]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tệp").touch()
    assert main([*REPORT, "--out", str(tmp_path / "tệp" / "a.txt")]) == 2
    assert "Không ghi được tệp" in capsys.readouterr().err
    assert main([*REPORT, "--out", str(tmp_path)]) == 2
    assert "đó là thư mục" in capsys.readouterr().err


@pytest.mark.django_db
def test_text_and_json_go_to_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    flow.approved_line(amount=flow.dong(50))
    assert main(REPORT) == 0
    assert "50 triệu đồng" in capfd.readouterr().out
    assert main([*REPORT, "--format", "json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["map_date"] == "2017-06-30"
    assert {f["code"]: f["value"] for f in told["figures"]}["plan.total"] == 50_000_000


@pytest.mark.django_db
def test_word_and_excel_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow.approved_line(amount=flow.dong(50))
    for fmt in ("docx", "xlsx"):
        path = tmp_path / "mới" / f"báo cáo.{fmt}"
        assert main([*REPORT, "--format", fmt, "--out", str(path)]) == 0
        assert str(path) in capsys.readouterr().out
        assert path.read_bytes().startswith(b"PK")
    assert load_workbook(path, read_only=True).sheetnames


@pytest.mark.django_db
def test_the_map_is_of_the_last_day_but_never_of_the_future(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--area", "vietnam", "--period", "2099", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["map_date"] < "2099-01-01"


@pytest.mark.django_db
def test_the_cutoff_moves_the_last_day(capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*REPORT, "--cutoff", "nd09", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["map_date"] == "2017-06-14"


@pytest.mark.django_db
def test_figures_are_maintained(capsys: pytest.CaptureFixture[str]) -> None:
    people.centre_of()
    assert main(["figures", "rebuild"]) == 0
    assert "1 chứng cứ" in capsys.readouterr().out
    assert main(["figures", "compact"]) == 0
    assert main(["figures", "verify"]) == 0
    assert "khớp" in capsys.readouterr().out


def test_a_taken_port_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert f"Cổng {port} đang có chương trình khác dùng" in capsys.readouterr().err


def test_an_unreachable_database_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise OperationalError("connection refused")

    monkeypatch.setattr(cli, "_command", lambda _: fail)
    assert main(["check"]) == 2
    assert "Không kết nối được cơ sở dữ liệu: connection refused" in capsys.readouterr().err


def test_a_fault_of_the_program_is_told_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_command", lambda _: fail)
    with pytest.raises(ZeroDivisionError):
        main(["check"])


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_healthy_deployment_has_no_grave_finding(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"])
    out = capsys.readouterr().out
    assert "✓ Cơ sở dữ liệu đúng phiên bản" in out
    assert "✓ Hai vai trò cơ sở dữ liệu: “khuyencong_app” để làm việc, “postgres” để nâng cấp" in out
    assert "✓ Mọi bảng nghiệp vụ có trigger nhật ký" in out
    assert "✓ Mọi bảng có trạng thái được canh theo vòng đời" in out
    assert "✓ Nhật ký và bảng số liệu không ghi trực tiếp được" in out
