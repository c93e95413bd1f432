"""After-care."""

from django.urls import path

from khuyencong.faces.web.settlement import effects

urlpatterns = [
    path("", effects.effects, name="effects"),
    path("xuat/", effects.effects_export, name="effects_export"),
    path("tong-hop/", effects.effect_sums, name="effect_sums"),
    path("tong-hop/xuat/", effects.effect_sums_export, name="effect_sums_export"),
    path("<int:pk>/khao-sat/", effects.survey_record, name="survey_record"),
    path("<int:pk>/huy/", effects.survey_cancel, name="survey_cancel"),
    path("nghiem-thu/<int:pk>/lap-lich/", effects.survey_schedule, name="survey_schedule"),
]
