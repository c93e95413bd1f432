"""The needs survey, for those who are signed in."""

from django.urls import path

from khuyencong.faces.web.needs import acts, campaigns, lists, offline, sheets, sync, views

urlpatterns = [
    path("", lists.needs, name="needs"),
    path("xuat/", lists.needs_export, name="needs_export"),
    path("ghi/", acts.need_record, name="need_record"),
    path("dong-bo/", sync.needs_sync, name="needs_sync"),
    path("sw.js", offline.needs_worker, name="needs_worker"),
    path("dot/", campaigns.need_campaigns, name="need_campaigns"),
    path("dot/mo/", campaigns.campaign_open, name="campaign_open"),
    path("dot/<int:pk>/thoi-han/", campaigns.campaign_term, name="campaign_term"),
    path("nhap/", sheets.needs_import, name="needs_import"),
    path("nhap/mau/", sheets.needs_sheet, name="needs_sheet"),
    path("<int:pk>/", views.need, name="need"),
    path("<int:pk>/sua/", acts.need_edit, name="need_edit"),
    path("<int:pk>/kiem-tra/", acts.need_check, name="need_check"),
    path("<int:pk>/khong-theo-tiep/", acts.need_drop, name="need_drop"),
    path("<int:pk>/hoi-lai/", acts.need_confirm, name="need_confirm"),
    path("<int:pk>/lap-de-an/", acts.need_draft, name="need_draft"),
]
