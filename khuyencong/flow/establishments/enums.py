"""Legal forms, levels of certificates."""

from enum import StrEnum


class LegalForm(StrEnum):
    """The forms that a rural industrial establishment may have (NĐ 45/2012 Đ.1, NĐ 235/2025)."""

    COMPANY = "COMPANY"
    SOLE_PROPRIETORSHIP = "SOLE_PROPRIETORSHIP"
    COOP = "COOP"
    COOP_UNION = "COOP_UNION"
    COOP_GROUP = "COOP_GROUP"
    HOUSEHOLD = "HOUSEHOLD"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            "COMPANY": "công ty",
            "SOLE_PROPRIETORSHIP": "doanh nghiệp tư nhân",
            "COOP": "hợp tác xã",
            "COOP_UNION": "liên hiệp hợp tác xã",
            "COOP_GROUP": "tổ hợp tác",
            "HOUSEHOLD": "hộ kinh doanh",
        }[self]

    @property
    def needs_tax_code(self) -> bool:
        """Say whether the form always has a tax code: households and cooperative groups may have none."""
        return self not in {LegalForm.HOUSEHOLD, LegalForm.COOP_GROUP}


class AwardLevel(StrEnum):
    """The four levels at which a typical rural industrial product is certified (TT 26/2014/TT-BCT)."""

    DISTRICT = "DISTRICT"
    PROVINCE = "PROVINCE"
    REGION = "REGION"
    NATION = "NATION"

    @property
    def label(self) -> str:
        """The Vietnamese words."""
        return {
            "DISTRICT": "cấp huyện",
            "PROVINCE": "cấp tỉnh",
            "REGION": "cấp khu vực",
            "NATION": "cấp quốc gia",
        }[self]
