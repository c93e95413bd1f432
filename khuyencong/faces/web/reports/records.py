"""Where a record has its page."""

from django.urls import reverse

from khuyencong.figures.reporting.evidence import EvidenceRow


def record_url(row: EvidenceRow) -> str:
    """Return the page of the record's đề án, or of the consulting that it is; empty where it has none."""
    if row.project_id:
        return reverse("project", args=[row.project_id])
    table, _sign, pk = row.key.partition("#")
    if table == "consulting_consultingcontract":
        return reverse("consulting_contract", args=[pk])
    return reverse("consulting") if table.startswith("consulting_") else ""
