"""What a settlement file owes, what is missing before a liquidation, and what vouchers say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from khuyencong.core.money import Dong, show_million
from khuyencong.flow.contracts.models import Contract
from khuyencong.flow.planning.enums import LineState
from khuyencong.flow.proposals.models import SupportItem
from khuyencong.flow.settlement.enums import Payer
from khuyencong.flow.settlement.models import Acceptance, Settlement, SettlementPaper, Voucher
from khuyencong.flow.settlement.rules import parts_of
from khuyencong.ground.regulations.enums import Confidence, ProvisionKind
from khuyencong.ground.regulations.models import Provision
from khuyencong.ground.regulations.queries import cite


@dataclass(frozen=True)
class OwedPaper:
    """A paper that a provision of the day asks for, where it says so, and the one that was handed in."""

    name: str
    citation: str
    confidence: Confidence
    paper: SettlementPaper | None = None

    @property
    def blocks(self) -> bool:
        """Say whether the settlement waits for it: it is missing, and the rule was read in its source."""
        return self.paper is None and self.confidence.may_block and "nếu có" not in self.name

    @property
    def missing(self) -> bool:
        """Say whether it is missing and owed in every case."""
        return self.paper is None and "nếu có" not in self.name


def owed_papers(contract: Contract, on: date) -> tuple[OwedPaper, ...]:
    """Return the papers of the settlement file by the provisions of a day, with those handed in.  Three queries."""
    items = SupportItem.objects.filter(project=contract.line.project_id)
    codes = set(items.values_list("content__code", flat=True))
    rules = Provision.objects.filter(
        kind=ProvisionKind.REQUIRED_DOCUMENT, valid__contains=on, attributes__step="SETTLEMENT"
    ).select_related("instrument")
    held = {paper.name: paper for paper in contract.settlement_papers.select_related("file")}
    found: dict[str, OwedPaper] = {}
    for rule in rules.order_by("pk"):
        named = set(rule.attributes.get("contents") or ())
        if named and not named & codes:
            continue
        said = cite(rule.instrument.number if rule.instrument else "", rule.article)
        for name in rule.attributes.get("documents", ()):
            found.setdefault(name, OwedPaper(name, said, Confidence(rule.confidence), held.get(name)))
    return tuple(found.values())


def accepted_parts(acceptance: Acceptance) -> dict[Payer, Dong]:
    """Return whose money the accepted cost was."""
    stored = {payer: Dong(getattr(acceptance, payer.column)) for payer in Payer}
    planned = {payer: Dong(getattr(acceptance.item, payer.column)) for payer in Payer}
    return parts_of(Dong(acceptance.cost), stored, planned)


@dataclass(frozen=True)
class VoucherSum:
    """The vouchers of one source against the cost that was accepted of it, in đồng."""

    payer: Payer
    accepted: Dong
    vouchers: Dong

    @property
    def gap(self) -> Dong:
        """What vouchers do not prove (above zero), or what they prove too much."""
        return Dong(self.accepted - self.vouchers)


def voucher_sums(acceptances: Iterable[Acceptance]) -> Mapping[int, tuple[VoucherSum, ...]]:
    """Return the sums of each acceptance by source, without sources that neither have; one query."""
    rows = list(acceptances)
    sums: dict[tuple[int, str], int] = {}
    grouped = Voucher.objects.filter(acceptance__in=rows).order_by().values("acceptance", "payer")
    for row in grouped.annotate(sum=Sum("amount")):
        sums[row["acceptance"], row["payer"]] = row["sum"]
    found: dict[int, tuple[VoucherSum, ...]] = {}
    for acceptance in rows:
        parts = accepted_parts(acceptance)
        told = (VoucherSum(payer, parts[payer], Dong(sums.get((acceptance.pk, payer), 0))) for payer in Payer)
        found[acceptance.pk] = tuple(one for one in told if one.accepted or one.vouchers)
    return found


def repeats_of(vouchers: Iterable[Voucher]) -> Mapping[int, tuple[Voucher, ...]]:
    """Return, for each voucher that stands elsewhere too, the other rows with its number and seller.

    Over the whole country, whoever asks: what may be told of another place is the page's affair.  Rows of one
    acceptance are parts of one invoice and no repeat.  One query.
    """
    asked = list(vouchers)
    if not asked:
        return {}
    alike = Q()
    for voucher in asked:
        alike |= Q(number=voucher.number, seller_key=voucher.seller_key)
    others: dict[tuple[str, str], list[Voucher]] = defaultdict(list)
    rows = Voucher.objects.filter(alike).select_related("acceptance__item__project__province")
    for row in rows.order_by("pk"):
        others[row.number, row.seller_key].append(row)
    found = {}
    for voucher in asked:
        same = others[voucher.number, voucher.seller_key]
        elsewhere = tuple(row for row in same if row.acceptance_id != voucher.acceptance_id)
        if elsewhere:
            found[voucher.pk] = elsewhere
    return found


def repeated_vouchers(rows: "QuerySet[Voucher]") -> "QuerySet[Voucher]":
    """Return those of ``rows`` whose number and seller stand in another acceptance of the country."""
    same = Voucher.objects.filter(number=OuterRef("number"), seller_key=OuterRef("seller_key"))
    return rows.filter(Exists(same.exclude(acceptance=OuterRef("acceptance"))))


@dataclass(frozen=True)
class Missing:
    """Something that stands between a contract and its end; ``blocks``: the liquidation waits for it."""

    text: str
    blocks: bool = True


def missing_for_liquidation(contract: Contract, today: date) -> tuple[Missing, ...]:
    """Return what is missing before a contract may be liquidated; six queries at most."""
    settlement = Settlement.objects.filter(contract=contract).first()
    stopped = contract.line.state == LineState.STOPPED
    found: list[Missing] = []
    if settlement is None and not stopped:
        found.append(Missing("Hợp đồng chưa quyết toán: hãy quyết toán trước khi thanh lý."))
    if over := over_advanced(contract):
        due = settlement.recover_by if settlement else None
        words = f", hạn thu hồi {due:%d/%m/%Y}" if due else ""
        found.append(
            Missing(
                f"Còn {show_million(over)} triệu đồng tạm ứng chưa quyết toán{words}: phải thu hồi trước khi thanh lý."
            )
        )
    unfit = open_remedies(contract)
    if unfit:
        found.append(Missing(f"Còn {unfit} hạng mục nghiệm thu đạt một phần chưa khắc phục xong."))
    if settlement is not None:
        day = settlement.settled_on
        owed = (paper for paper in owed_papers(contract, day) if paper.missing)
        found += [Missing(f"Thiếu {paper.name} ({paper.citation}).", paper.blocks) for paper in owed]
    found += [Missing(text) for text in voucher_faults(contract)]
    return tuple(found)


def open_remedies(contract: Contract) -> int:
    """Count the items accepted in part whose remedies are not done."""
    rows = Acceptance.objects.filter(item__project=contract.line.project_id, result="PARTIAL")
    return rows.filter(remedied_on__isnull=True).count()


def voucher_faults(contract: Contract) -> tuple[str, ...]:
    """Return a sentence for each source of an acceptance whose vouchers do not sum to its accepted cost.

    An acceptance without any voucher is told by the paper that is missing (form 8a), not here.  Two queries.
    """
    rows = Acceptance.objects.filter(item__project=contract.line.project_id).select_related("item")
    found = []
    sums = voucher_sums(rows)
    for acceptance in rows:
        told = sums[acceptance.pk]
        if not any(one.vouchers for one in told):
            continue
        for one in told:
            if one.gap:
                words = f"{show_million(one.vouchers)} triệu, chi phí nghiệm thu {show_million(one.accepted)} triệu"
                found.append(f"Chứng từ nguồn {one.payer.label} của “{acceptance.item}” cộng {words}.")
    return tuple(found)


def over_advanced(contract: Contract) -> Dong:
    """Return what was advanced and neither settled nor given back, in đồng."""
    return contract.outstanding
