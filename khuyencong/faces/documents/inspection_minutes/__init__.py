"""The minutes of an inspection (biên bản kiểm tra) as Word."""

from khuyencong.faces.documents.inspection_minutes.build import FindingLine, VisitMinutes, build_visit_minutes

__all__ = ["FindingLine", "VisitMinutes", "build_visit_minutes"]
