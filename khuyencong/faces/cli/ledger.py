"""``khuyencong ledger verify``: counting the ledger anew."""

from argparse import Namespace

from khuyencong.core.formats import show_number
from khuyencong.flow.contracts.recount import differences
from khuyencong.flow.ledger.models import Transfer


def run(args: Namespace) -> int:
    """Count every balance and every stored sum anew from the transfers; name those that differ."""
    found = list(differences())
    for wrong in found:
        print(
            f"{wrong.table} {wrong.row}, {wrong.sum}: đang ghi {show_number(wrong.stored)} đồng,"
            f" sổ cộng được {show_number(wrong.counted)} đồng"
        )
    if found:
        print("Sổ kinh phí lệch: hãy xem nhật ký của các dòng trên trước khi lập bút toán đảo.")
        return 1
    print(f"Sổ kinh phí khớp: {show_number(Transfer.objects.count())} bút toán.")
    return 0
