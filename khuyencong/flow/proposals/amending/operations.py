"""Changing an approved đề án by a decision on its adjustment."""

from collections.abc import Mapping
from typing import Any

from khuyencong.core.capabilities import Can
from khuyencong.core.operations import Acting, operation, require
from khuyencong.core.text import fold, squeeze
from khuyencong.flow.establishments.queries import refuse_merged
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project

MONEY = frozenset({"national", "provincial", "district", "counterpart", "other"})


@operation(Can.ADJUSTMENT_DECIDE, verb="Sửa đề án theo quyết định điều chỉnh")
def amend(
    actor: Acting, project: Project, *, own: Mapping[str, Any], items: Mapping[int, Mapping[str, Any]]
) -> Project:
    """Write new values of an approved đề án's own fields and of its items (by id).

    Own fields: ``name``, ``summary``, ``place`` and the days ``starts_on``, ``ends_on`` (or ``None``).
    Values: ``description``, ``establishment`` (an id or ``None``) and money in đồng.  Called by the decision on an
    adjustment, which stands above.
    """
    require(project.state == ProjectState.APPROVED, "Chỉ điều chỉnh đề án đã được duyệt.")
    if own:
        project.name = squeeze(own.get("name", project.name))
        project.summary = own.get("summary", project.summary).strip()
        project.place = squeeze(own.get("place", project.place))
        project.starts_on = starts = own.get("starts_on", project.starts_on)
        project.ends_on = ends = own.get("ends_on", project.ends_on)
        require(not (starts and ends) or starts <= ends, "Ngày kết thúc thực hiện phải từ ngày bắt đầu.")
        require(project.name, "Tên đề án không được để trống.", field="name")
        project.folded = fold(f"{project.number} {project.name} {project.summary}")
    project.version += 1
    project.save(update_fields=["version", "name", "summary", "place", "starts_on", "ends_on", "folded"])
    refuse_merged([values["establishment"] for values in items.values() if values.get("establishment")], field="items")
    found = {item.pk: item for item in project.items.select_for_update(of=("self",)).order_by("pk")}
    for pk, values in items.items():
        require(pk in found, "Hạng mục được đề nghị điều chỉnh không còn trong đề án.", field="items")
        item = found[pk]
        for field, value in values.items():
            require(field not in MONEY or value >= 0, f"“{item}”: kinh phí không được âm.", field="items")
            setattr(item, "establishment_id" if field == "establishment" else field, value)
        require(squeeze(item.description), "Mỗi hạng mục phải có tên.", field="items")
        item.save()
    return project
