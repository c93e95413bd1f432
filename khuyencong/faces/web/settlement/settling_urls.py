"""Settlements and liquidations."""

from django.urls import path

from khuyencong.faces.web.settlement import forms_sent, settlements

urlpatterns = [
    path("", settlements.settlements, name="settlements"),
    path("xuat/", settlements.settlements_export, name="settlements_export"),
    path("<int:pk>/", settlements.settlement, name="settlement"),
    path("<int:pk>/huy/", settlements.settlement_cancel, name="settlement_cancel"),
    path("<int:pk>/mau/<slug:form>/", forms_sent.settlement_form, name="settlement_form_file"),
    path("hop-dong/<int:pk>/", settlements.contract_settle, name="contract_settle"),
    path("hop-dong/<int:pk>/giay-to/", settlements.settlement_paper_receive, name="settlement_paper_receive"),
    path("giay-to/<int:pk>/tra-lai/", settlements.settlement_paper_return, name="settlement_paper_return"),
    path("hop-dong/<int:pk>/thanh-ly/", settlements.contract_liquidate, name="contract_liquidate"),
]
