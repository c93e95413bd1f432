import copy
import pickle

import pytest

from khuyencong.core.errors import NoRoom, NotAllowed, NotValid, Refused
from khuyencong.core.money import Dong


def test_a_refusal_is_its_sentence() -> None:
    refusal = NotValid("Năm phải từ 1900 trở đi.", field="year")
    assert (str(refusal), refusal.message, refusal.field) == (refusal.args[0], refusal.args[0], "year")
    assert NotAllowed("Đã duyệt.").field is None


@pytest.mark.parametrize(
    ("left", "wanted", "says"),
    [
        (100_000_000, 250_000_000, "chỉ còn 100 triệu đồng, không đủ cho 250 triệu đồng"),
        (1_769_500_000, 1_769_500_001, "chỉ còn 1.769,5 triệu đồng, không đủ cho 1.769,500001 triệu đồng"),
        (0, 1_000_000, "chỉ còn 0 triệu đồng"),
        (-2_500_000, 1_000_000, "chỉ còn -2,5 triệu đồng"),
    ],
)
def test_no_room_says_how_much_is_left(left: int, wanted: int, says: str) -> None:
    refusal = NoRoom(Dong(left), Dong(wanted))
    assert says in str(refusal)
    assert (refusal.left, refusal.wanted) == (left, wanted)


@pytest.mark.parametrize("refusal", [NotValid("Sai.", field="year"), NoRoom(Dong(1), Dong(2))])
def test_refusals_survive_copy_and_pickle(refusal: Refused) -> None:
    for twin in (copy.copy(refusal), pickle.loads(pickle.dumps(refusal))):  # noqa: S301  our own bytes
        assert type(twin) is type(refusal)
        assert (str(twin), vars(twin)) == (str(refusal), vars(refusal))
