"""What the decision says, as frozen values."""

from dataclasses import dataclass
from datetime import date

from khuyencong.core.money import Dong


@dataclass(frozen=True, slots=True)
class Listed:
    """A đề án of the list; money in đồng: ``support`` by the line of this batch, ``cost`` the whole."""

    number: str
    name: str
    unit: str
    served: str
    source: str
    cost: Dong
    support: Dong

    @property
    def other(self) -> Dong:
        """Counterpart and other money."""
        return Dong(max(self.cost - self.support, 0))


@dataclass(frozen=True, slots=True)
class Approval:
    """A batch: of which plan, by whom, on which grounds, with what.

    ``batch`` is its number (a supplement from 2 on); ``superior`` is empty where the body has none on its papers;
    ``authority`` stands above the signer's title ("TM. ỦY BAN NHÂN DÂN"), or is empty; ``decision`` and ``approved_on``
    are missing while it is a draft; ``manager`` is charged with carrying it out.
    """

    plan: str
    year: int
    batch: int
    superior: str
    body: str
    authority: str
    signer: str
    symbol: str
    place: str
    proposer: str
    manager: str
    grounds: tuple[str, ...]
    listed: tuple[Listed, ...]
    decision: str = ""
    approved_on: date | None = None
    notice: str = ""
