"""Routes."""

from django.urls import path

from khuyencong.faces.web.home import calendar, overdue, views

urlpatterns = [
    path("", views.home, name="home"),
    path("ai-duoc-lam-gi/", views.who_may, name="who_may"),
    path("qua-han/", overdue.late, name="late"),
    path("qua-han/xuat/", overdue.late_export, name="late_export"),
    path("lich/", calendar.deadlines, name="deadlines"),
    path("lich/khuyen-cong.ics", calendar.deadlines_file, name="deadlines_file"),
    path("ui/", views.gallery, name="gallery"),
    path("suc-khoe/", views.health, name="health"),
]
