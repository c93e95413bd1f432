"""Routes."""

from django.urls import path

from khuyencong.faces.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ai-duoc-lam-gi/", views.who_may, name="who_may"),
    path("ui/", views.gallery, name="gallery"),
    path("suc-khoe/", views.health, name="health"),
]
