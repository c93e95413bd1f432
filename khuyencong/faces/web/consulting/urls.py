"""Routes of consulting."""

from django.urls import path

from khuyencong.faces.web.consulting import acts, views

urlpatterns = [
    path("", views.index, name="consulting"),
    path("xuat/", views.export, name="consulting_export"),
    path("ke-hoach/", acts.plan, name="consulting_plan"),
    path("hop-dong-moi/", acts.sign, name="consulting_sign"),
    path("<int:pk>/", views.contract, name="consulting_contract"),
    path("<int:pk>/ban-giao/", acts.hand_over, name="consulting_hand_over"),
    path("<int:pk>/doanh-thu/", acts.recognise, name="revenue_recognise"),
    path("doanh-thu/<int:pk>/huy/", acts.cancel, name="revenue_cancel"),
]
