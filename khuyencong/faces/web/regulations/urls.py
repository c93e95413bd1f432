"""Routes of the regulations."""

from django.urls import path

from khuyencong.faces.web.regulations import details, maintain, maintain_rules, sheet, views

urlpatterns = [
    path("", views.regulations, name="regulations"),
    path("xuat/", views.export, name="regulations_export"),
    path("van-ban/moi/", maintain_rules.instrument_new, name="instrument_new"),
    path("van-ban/<int:pk>/het-hieu-luc/", maintain_rules.instrument_end, name="instrument_end"),
    path("noi-dung/moi/", maintain_rules.content_new, name="content_new"),
    path("noi-dung/<int:pk>/cham-dut/", maintain_rules.content_end, name="content_end"),
    path("muc/moi/", maintain.norm_new, name="norm_new"),
    path("muc/nhap/", sheet.norms_import, name="norms_import"),
    path("muc/nhap/mau/", sheet.norms_template, name="norms_template"),
    path("muc/<int:pk>/phien-ban-moi/", maintain.norm_replace, name="norm_replace"),
    path("muc/<int:pk>/cham-dut/", maintain.norm_end, name="norm_end"),
    path("khac/moi/", maintain_rules.provision_new, name="provision_new"),
    path("khac/<int:pk>/phien-ban-moi/", maintain_rules.provision_replace, name="provision_replace"),
    path("khac/<int:pk>/cham-dut/", maintain_rules.provision_end, name="provision_end"),
    path("van-ban/<int:pk>/", details.instrument, name="instrument"),
    path("muc/<int:pk>/", details.norm, name="norm"),
    path("khac/<int:pk>/", details.provision, name="provision"),
]
