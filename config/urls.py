"""The site's routes, and sign-in by allauth."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("khuyencong.faces.web.people.own_urls")),  # before allauth's: replaces one of its pages
    path("tai-khoan/", include("allauth.account.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("", include("khuyencong.faces.web.urls")),
]

handler400 = "khuyencong.faces.web.errors.not_understood"
handler403 = "khuyencong.faces.web.errors.forbidden"
handler404 = "khuyencong.faces.web.errors.not_found"
handler500 = "khuyencong.faces.web.errors.broken"
