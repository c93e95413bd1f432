"""Routes of the log."""

from django.urls import path

from khuyencong.faces.web.people import log

urlpatterns = [
    path("", log.history, name="history"),
    path("xuat/", log.export, name="history_export"),
]
