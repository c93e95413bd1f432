"""The minutes of a council's session (biên bản họp hội đồng thẩm định) as Word."""

from khuyencong.faces.documents.appraisal_minutes.build import build_minutes
from khuyencong.faces.documents.appraisal_minutes.values import Attendee, CriterionLine, ItemMinutes, Minutes

__all__ = ["Attendee", "CriterionLine", "ItemMinutes", "Minutes", "build_minutes"]
