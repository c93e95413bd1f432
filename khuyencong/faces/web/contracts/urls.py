"""Contracts: the list and the acts."""

from django.urls import path

from khuyencong.faces.web.contracts import acts, estimates, lists, payment_acts

urlpatterns = [
    path("", lists.contracts, name="contracts"),
    path("xuat/", lists.contracts_export, name="contracts_export"),
    path("dong/<int:pk>/ky/", acts.contract_sign, name="contract_sign"),
    path("<int:pk>/phu-luc/", acts.contract_addendum, name="contract_addendum"),
    path("<int:pk>/du-toan/", estimates.contract_estimate, name="contract_estimate"),
    path("<int:pk>/du-toan/lap/", estimates.contract_estimate_set, name="contract_estimate_set"),
    path("<int:pk>/du-toan/xuat/", estimates.contract_estimate_export, name="contract_estimate_export"),
    path("<int:pk>/thu-hoi/", acts.contract_recover, name="contract_recover"),
    path("<int:pk>/de-nghi-chi/", payment_acts.payment_request, name="payment_request"),
    path("chi/<int:pk>/de-nghi-lai/", payment_acts.payment_again, name="payment_again"),
    path("chi/<int:pk>/kiem-tra/", payment_acts.payment_check, name="payment_check"),
    path("chi/<int:pk>/duyet/", payment_acts.payment_approve, name="payment_approve"),
    path("chi/<int:pk>/chung-tu/", payment_acts.payment_pay, name="payment_pay"),
    path("chi/<int:pk>/tra-lai/", payment_acts.payment_return, name="payment_return"),
    path("chi/<int:pk>/huy/", payment_acts.payment_cancel, name="payment_cancel"),
    path("chi/<int:pk>/huy-ghi-nham/", payment_acts.payment_reverse, name="payment_reverse"),
]
