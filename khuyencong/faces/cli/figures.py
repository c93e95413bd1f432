"""``khuyencong figures``: maintaining the derived tables."""

from argparse import Namespace

from django.utils import timezone

from khuyencong.core.formats import show_number
from khuyencong.core.scope import NATION
from khuyencong.figures.indicators.operations import compact, rebuild
from khuyencong.figures.indicators.queries import recount, strays
from khuyencong.ground.access.actor import SYSTEM


def run(args: Namespace) -> int:
    """Do the deed asked for and say what came of it."""
    match args.deed:
        case "rebuild":
            print(f"Đã tính lại từ hồ sơ: {show_number(rebuild(SYSTEM, NATION))} chứng cứ.")
        case "compact":
            print(f"Đã gộp: còn {show_number(compact(SYSTEM, NATION))} ô số liệu.")
        case _:
            return _verify()
    return 0


def _verify() -> int:
    differing = recount(timezone.localdate())
    for series, cells, postings in differing:
        print(f"{series}: các ô cộng được {show_number(cells)}, chứng cứ cộng được {show_number(postings)}")
    lost = strays()
    for table, rows in lost:
        print(f"{table}: {show_number(rows)} chứng cứ không đúng như hồ sơ hiện có")
    if differing or lost:
        print("Số liệu lệch với hồ sơ: hãy chạy khuyencong figures rebuild.")
        return 1
    print("Số liệu khớp với chứng cứ, chứng cứ khớp với hồ sơ.")
    return 0
