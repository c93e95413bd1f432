"""Routes of somebody's notices, and of letters that failed."""

from django.urls import path

from khuyencong.faces.web.notices import failures, views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("chua-doc/", views.notices_unread, name="notices_unread"),
    path("da-doc/", views.notices_read, name="notices_read"),
    path("<int:pk>/mo/", views.notice_open, name="notice_open"),
    path("cach-nhan/", views.notice_preferences, name="notice_preferences"),
    path("viec-loi/", failures.jobs_failed, name="jobs_failed"),
    path("viec-loi/<int:pk>/chay-lai/", failures.job_retry, name="job_retry"),
]
