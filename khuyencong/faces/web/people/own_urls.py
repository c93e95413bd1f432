"""Routes of one's own account that take the place of allauth's."""

from django.urls import path

from khuyencong.faces.web.people import own

urlpatterns = [path("email/", own.address, name="account_email")]
