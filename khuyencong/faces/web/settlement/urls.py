"""Acceptances, their vouchers and papers."""

from django.urls import path

from khuyencong.faces.web.settlement import acceptances, acts, forms_sent, vouchers

urlpatterns = [
    path("", acceptances.acceptances, name="acceptances"),
    path("xuat/", acceptances.acceptances_export, name="acceptances_export"),
    path("chung-tu/", vouchers.vouchers, name="vouchers"),
    path("chung-tu/xuat/", vouchers.vouchers_export, name="vouchers_export"),
    path("<int:pk>/", acceptances.acceptance, name="acceptance"),
    path("<int:pk>/bien-ban/", forms_sent.acceptance_word, name="acceptance_word_file"),
    path("<int:pk>/thanh-phan/", acts.acceptance_seats, name="acceptance_seats"),
    path("<int:pk>/ket-qua/", acts.acceptance_outputs, name="acceptance_outputs"),
    path("<int:pk>/thiet-bi/", acts.acceptance_equipment, name="acceptance_equipment"),
    path("<int:pk>/anh/", acts.acceptance_photos, name="acceptance_photos"),
    path("<int:pk>/chung-tu/", acts.acceptance_vouchers, name="acceptance_vouchers"),
    path("<int:pk>/khac-phuc/", acts.acceptance_remedied, name="acceptance_remedied"),
    path("anh/<int:pk>/", acceptances.acceptance_photo, name="acceptance_photo_file"),
    path("bo/<slug:kind>/<int:pk>/", acts.acceptance_part_remove, name="acceptance_part_remove"),
    path("hang-muc/<int:pk>/khong-dat/", acts.item_refuse, name="item_refuse"),
]
