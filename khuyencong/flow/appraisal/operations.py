"""Concluding an appraisal."""

from datetime import date

from khuyencong.core.capabilities import Can
from khuyencong.core.errors import NotValid
from khuyencong.core.operations import Acting, operation, require
from khuyencong.flow.appraisal.enums import Result
from khuyencong.flow.appraisal.models import Conclusion
from khuyencong.flow.appraisal.queries import level_due
from khuyencong.flow.proposals import operations as proposals
from khuyencong.flow.proposals.enums import ProjectState
from khuyencong.flow.proposals.models import Project


@operation(Can.APPRAISAL_CONCLUDE, verb="Kết luận thẩm định")
def conclude(actor: Acting, project: Project, *, result: Result, today: date, remarks: str = "") -> Conclusion:
    """Record the conclusion of the level that is due, and move the proposal when it was the last or a refusal."""
    level = level_due(project)
    if level is None or project.state != ProjectState.SUBMITTED:
        raise NotValid(f"Đề án {project.number} không chờ thẩm định: hãy tải lại trang để xem đề án đang ở bước nào.")
    require(result is Result.PASS or remarks.strip(), "Kết luận không đạt phải nêu lý do.", field="remarks")
    conclusion = Conclusion.objects.create(
        project=project, level=level, result=result, concluded_on=today, remarks=remarks.strip()
    )
    if result is Result.RETURN:
        proposals.return_for_work(actor, project, reason=remarks)
    elif result is Result.FAIL:
        proposals.reject(actor, project, today=today, reason=remarks)
    elif level_due(project) is None:
        proposals.approve(actor, project, today=today)
    return conclusion
