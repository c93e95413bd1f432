"""The register of establishments."""

from django.urls import path

from khuyencong.faces.web.establishments import acts, duplicates, views

urlpatterns = [
    path("", views.establishments, name="establishments"),
    path("xuat/", views.establishments_export, name="establishments_export"),
    path("goi-y/", views.establishment_options, name="establishment_options"),
    path("dang-ky/", views.establishment_new, name="establishment_new"),
    path("<int:pk>/", views.establishment, name="establishment"),
    path("<int:pk>/sua/", views.establishment_edit, name="establishment_edit"),
    path("<int:pk>/so-lieu-nam/", acts.establishment_year, name="establishment_year"),
    path("<int:pk>/chung-nhan/", acts.establishment_certify, name="establishment_certify"),
    path("chung-nhan/<int:pk>/bo/", acts.certification_remove, name="certification_remove"),
    path("<int:pk>/gop/", duplicates.establishment_merge, name="establishment_merge"),
    path("<int:pk>/tach/", duplicates.establishment_unmerge, name="establishment_unmerge"),
    path("trung/", duplicates.establishment_duplicates, name="establishment_duplicates"),
]
