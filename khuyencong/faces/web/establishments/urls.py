"""The register of establishments."""

from django.urls import path

from khuyencong.faces.web.establishments import views

urlpatterns = [
    path("", views.establishments, name="establishments"),
    path("xuat/", views.establishments_export, name="establishments_export"),
    path("goi-y/", views.establishment_options, name="establishment_options"),
    path("dang-ky/", views.establishment_new, name="establishment_new"),
    path("<int:pk>/", views.establishment, name="establishment"),
    path("<int:pk>/sua/", views.establishment_edit, name="establishment_edit"),
]
