"""Plans: the list, the page, the acts."""

from django.urls import path

from khuyencong.faces.web.plans import acts, views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("xuat/", views.plans_export, name="plans_export"),
    path("mo/", acts.plan_open, name="plan_open"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/giao-du-toan/", acts.envelope_give, name="envelope_give"),
    path("<int:pk>/phe-duyet/", acts.plan_approve, name="plan_approve"),
    path("dong/<int:pk>/dieu-chinh/", acts.line_change, name="line_change"),
    path("dong/<int:pk>/rut/", acts.line_out, name="line_out"),
]
