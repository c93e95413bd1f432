"""The needs survey, for establishments themselves."""

from django.urls import path

from khuyencong.faces.web.needs import survey

urlpatterns = [
    path("tra-cuu/", survey.survey_look_up, name="survey_look_up"),
    path("<str:token>/", survey.survey, name="survey"),
    path("<str:token>/da-ghi/", survey.survey_done, name="survey_done"),
]
