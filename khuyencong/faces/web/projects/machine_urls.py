"""Machines of the country."""

from django.urls import path

from khuyencong.faces.web.projects import machines

urlpatterns = [
    path("", machines.machines, name="machines"),
    path("xuat/", machines.machines_export, name="machines_export"),
    path("xuat-csv/", machines.machines_csv, name="machines_csv"),
]
