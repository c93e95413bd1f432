"""Kinds of acceptance papers, what an acceptance ends with, who sits in it, and who pays a voucher."""

from enum import StrEnum


class AcceptanceForm(StrEnum):
    """The forms of TT 36/2013 Phụ lục 1 for an acceptance; which case has which is DOMAIN's, article not read."""

    A5 = "5A"
    B5 = "5B"
    C5 = "5C"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "5A": "Mẫu 5a: nghiệm thu cơ sở (đơn vị thực hiện không xuất hóa đơn)",
            "5B": "Mẫu 5b: nghiệm thu hạng mục (đơn vị thực hiện xuất hóa đơn)",
            "5C": "Mẫu 5c: hội đồng nghiệm thu đề án (đơn vị thực hiện xuất hóa đơn)",
        }[self]

    @property
    def short(self) -> str:
        """The number of the form."""
        return {"5A": "Mẫu 5a", "5B": "Mẫu 5b", "5C": "Mẫu 5c"}[self]


class AcceptanceResult(StrEnum):
    """What an acceptance that stands ended with; one that failed is no acceptance and has a table of its own."""

    PASS = "PASS"  # noqa: S105  no password
    PARTIAL = "PARTIAL"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {"PASS": "đạt", "PARTIAL": "đạt một phần, có việc phải khắc phục"}[self]


class SeatRole(StrEnum):
    """As what somebody takes part in an acceptance."""

    CHAIR = "CHAIR"
    SECRETARY = "SECRETARY"
    MEMBER = "MEMBER"
    BENEFICIARY = "BENEFICIARY"
    WITNESS = "WITNESS"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "CHAIR": "chủ trì",
            "SECRETARY": "thư ký",
            "MEMBER": "thành viên",
            "BENEFICIARY": "đại diện đơn vị thụ hưởng",
            "WITNESS": "đại diện địa phương",
        }[self]


class Payer(StrEnum):
    """Whose money a cost or a voucher is."""

    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    DISTRICT = "DISTRICT"
    COUNTERPART = "COUNTERPART"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "NATIONAL": "khuyến công quốc gia",
            "PROVINCIAL": "khuyến công tỉnh",
            "DISTRICT": "khuyến công huyện",
            "COUNTERPART": "đối ứng của cơ sở",
            "OTHER": "nguồn khác",
        }[self]

    @property
    def column(self) -> str:
        """The name of its column in items and acceptances."""
        return self.value.lower()

    @property
    def state_money(self) -> bool:
        """Say whether it is the State's money for industrial promotion (form 8a); the rest is form 8b."""
        return self in {Payer.NATIONAL, Payer.PROVINCIAL, Payer.DISTRICT}
