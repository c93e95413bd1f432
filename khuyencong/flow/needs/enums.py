"""States of a need, how it came in, and what was answered when it was asked again."""

from enum import StrEnum


class NeedState(StrEnum):
    """A need begins when it is recorded, and ends in a đề án or not at all."""

    RECORDED = "RECORDED"
    CHECKED = "CHECKED"
    PROPOSED = "PROPOSED"
    DROPPED = "DROPPED"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "RECORDED": "chờ kiểm tra",
            "CHECKED": "đã kiểm tra",
            "PROPOSED": "đã lập đề án",
            "DROPPED": "không theo tiếp",
        }[self]


class NeedAction(StrEnum):
    """What may be done to a need."""

    CHECK = "CHECK"
    PROPOSE = "PROPOSE"
    DROP = "DROP"
    GIVE_BACK = "GIVE_BACK"

    @property
    def label(self) -> str:
        """The words on the button."""
        return {
            "CHECK": "Đã kiểm tra",
            "PROPOSE": "Lập đề án từ nhu cầu",
            "DROP": "Không theo tiếp",
            "GIVE_BACK": "Đề án đã rút hoặc không được duyệt",
        }[self]


class Channel(StrEnum):
    """Who told the need."""

    STAFF = "STAFF"
    SELF = "SELF"
    SHEET = "SHEET"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"STAFF": "cán bộ, cộng tác viên ghi", "SELF": "cơ sở tự khai", "SHEET": "nhập từ bảng tính"}[self]


class NeedAnswer(StrEnum):
    """The answer to "vẫn còn nhu cầu?"."""

    YES = "YES"
    NO = "NO"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"YES": "vẫn còn nhu cầu", "NO": "không còn nhu cầu"}[self]
