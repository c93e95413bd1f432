"""Adjustments: the list, a request, its acts, its papers, the statistics."""

from django.urls import path

from khuyencong.faces.web.adjustments import acts, copies, lists, papers, statistics, views

urlpatterns = [
    path("", lists.adjustments, name="adjustments"),
    path("xuat/", lists.adjustments_export, name="adjustments_export"),
    path("thong-ke/", statistics.adjustment_statistics, name="adjustment_statistics"),
    path("thong-ke/xuat/", statistics.adjustment_statistics_export, name="adjustment_statistics_export"),
    path("de-an/<int:pk>/", copies.adjustment_request, name="adjustment_request"),
    path("<int:pk>/", views.adjustment, name="adjustment"),
    path("<int:pk>/gui-lai/", copies.adjustment_resend, name="adjustment_resend"),
    path("<int:pk>/rut/", acts.adjustment_withdraw, name="adjustment_withdraw"),
    path("<int:pk>/xac-nhan/", acts.adjustment_confirm, name="adjustment_confirm"),
    path("<int:pk>/tra-lai/", acts.adjustment_return, name="adjustment_return"),
    path("<int:pk>/quyet-dinh/", acts.adjustment_decide, name="adjustment_decide"),
    path("<int:pk>/cong-van/", papers.adjustment_letter, name="adjustment_letter"),
    path("<int:pk>/du-thao-quyet-dinh/", papers.adjustment_decision, name="adjustment_decision"),
]
