"""Every route of the site, a folder of pages each."""

from django.urls import include, path

urlpatterns = [
    path("", include("khuyencong.faces.web.home.urls")),
    path("bao-cao/", include("khuyencong.faces.web.reports.urls")),
    path("de-an/", include("khuyencong.faces.web.projects.urls")),
    path("may-moc/", include("khuyencong.faces.web.projects.machine_urls")),
    path("tham-dinh/", include("khuyencong.faces.web.appraisal.urls")),
    path("co-so/", include("khuyencong.faces.web.establishments.urls")),
    path("nhu-cau/", include("khuyencong.faces.web.needs.urls")),
    path("khao-sat/", include("khuyencong.faces.web.needs.public_urls")),
    path("ke-hoach/", include("khuyencong.faces.web.plans.urls")),
    path("dieu-chinh/", include("khuyencong.faces.web.adjustments.urls")),
    path("nghiem-thu/", include("khuyencong.faces.web.settlement.urls")),
    path("quyet-toan/", include("khuyencong.faces.web.settlement.settling_urls")),
    path("hieu-qua/", include("khuyencong.faces.web.settlement.effect_urls")),
    path("hop-dong/", include("khuyencong.faces.web.contracts.urls")),
    path("giam-sat/", include("khuyencong.faces.web.supervision.urls")),
    path("tu-van/", include("khuyencong.faces.web.consulting.urls")),
    path("quy-dinh/", include("khuyencong.faces.web.regulations.urls")),
    path("thong-bao/", include("khuyencong.faces.web.notices.urls")),
    path("nguoi-dung/", include("khuyencong.faces.web.people.urls")),
    path("nhat-ky/", include("khuyencong.faces.web.people.log_urls")),
]
