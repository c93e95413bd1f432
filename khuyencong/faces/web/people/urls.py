"""Routes of people and their posts."""

from django.urls import path

from khuyencong.faces.web.people import acts, views

urlpatterns = [
    path("", views.people, name="people"),
    path("xuat/", views.export, name="people_export"),
    path("mo-tai-khoan/", acts.open_account, name="account_open"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/nhiem-vu/", acts.assign, name="post_assign"),
    path("nhiem-vu/<int:pk>/ket-thuc/", acts.end, name="post_end"),
]
