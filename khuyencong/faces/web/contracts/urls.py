"""Contracts: the list and the acts."""

from django.urls import path

from khuyencong.faces.web.contracts import acts, lists

urlpatterns = [
    path("", lists.contracts, name="contracts"),
    path("xuat/", lists.contracts_export, name="contracts_export"),
    path("dong/<int:pk>/ky/", acts.contract_sign, name="contract_sign"),
    path("<int:pk>/tam-ung/", acts.advance_pay, name="advance_pay"),
    path("tam-ung/<int:pk>/huy/", acts.advance_cancel, name="advance_cancel"),
    path("<int:pk>/quyet-toan/", acts.contract_settle, name="contract_settle"),
    path("<int:pk>/thanh-ly/", acts.contract_liquidate, name="contract_liquidate"),
]
