from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from assessments import views


class AttemptKey(StringConverter):
    regex = "[A-Za-z0-9_-]{22}"


register_converter(AttemptKey, "attempt")

assessment = [
    path("<slug:slug>/", views.Start.as_view(), name="start"),
    path("<slug:slug>/<attempt:key>/", views.result, name="result"),
    path("<slug:slug>/<attempt:key>/<int:number>/", views.QuestionPage.as_view(), name="page"),
    path("<slug:slug>/<attempt:key>/questions/", views.AllQuestions.as_view(), name="questions"),
    path("<slug:slug>/<attempt:key>/again/", views.again, name="again"),
    path("<slug:slug>/<attempt:key>/look-again/", views.look_again, name="look_again"),
    path("<slug:slug>/<attempt:key>/delete/", views.Delete.as_view(), name="delete"),
]

urlpatterns = [
    path("assessment/", include((assessment, "assessment"))),
]
