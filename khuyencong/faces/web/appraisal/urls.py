"""Thẩm định: councils, sessions, opinions, statistics, the order of candidates."""

from django.urls import path

from khuyencong.faces.web.appraisal import acts, judging, ranking, statistics, views

urlpatterns = [
    path("", views.appraisal, name="appraisal"),
    path("hoi-dong/lap/", acts.council_new, name="council_new"),
    path("hoi-dong/<int:pk>/", views.council, name="council"),
    path("hoi-dong/<int:pk>/moi-hop/", acts.session_call, name="session_call"),
    path("phien/<int:pk>/", views.session, name="session"),
    path("phien/<int:pk>/bat-dau/", acts.session_hold, name="session_hold"),
    path("phien/<int:pk>/ket-thuc/", acts.session_close, name="session_close"),
    path("phien/<int:pk>/them-de-an/", acts.agenda_add, name="agenda_add"),
    path("phien/<int:pk>/bien-ban/", views.session_minutes, name="session_minutes"),
    path("giay-moi/<int:pk>/", judging.invitation_answer, name="invitation_answer"),
    path("de-an/<int:pk>/rut/", acts.agenda_remove, name="agenda_remove"),
    path("de-an/<int:pk>/ket-luan/", acts.item_conclude, name="item_conclude"),
    path("de-an/<int:pk>/y-kien/<int:member>/", judging.opinion_give, name="opinion_give"),
    path("de-an/<int:pk>/xung-dot/<int:member>/", judging.conflict_declare, name="conflict_declare"),
    path("thong-ke/", statistics.appraisal_statistics, name="appraisal_statistics"),
    path("ket-luan/", statistics.conclusions, name="conclusions"),
    path("ket-luan/xuat/", statistics.conclusions_export, name="conclusions_export"),
    path("xep-hang/<int:year>/", ranking.ranking, name="ranking"),
    path("xep-hang/<int:year>/xuat/", ranking.ranking_export, name="ranking_export"),
]
