"""Routes."""

from django.urls import path

from khuyencong.faces.web.reports import evidence, views

urlpatterns = [
    path("", views.report_home, name="report_home"),
    path("<area>/<period>/", views.report, name="report"),
    path("<area>/<period>/tai/<fmt>/", views.report_file, name="report_file"),
    path("<area>/<period>/chung-cu/<code>/", evidence.evidence, name="evidence"),
    path("<area>/<period>/chung-cu/<code>/csv/", evidence.evidence_csv, name="evidence_csv"),
]
