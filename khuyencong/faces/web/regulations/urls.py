"""Routes of the regulations."""

from django.urls import path

from khuyencong.faces.web.regulations import details, views

urlpatterns = [
    path("", views.regulations, name="regulations"),
    path("xuat/", views.export, name="regulations_export"),
    path("van-ban/<int:pk>/", details.instrument, name="instrument"),
    path("muc/<int:pk>/", details.norm, name="norm"),
    path("khac/<int:pk>/", details.provision, name="provision"),
]
