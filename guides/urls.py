from django.urls import include, path

from guides import views

guides = [
    path("for/<str:key>/", views.Request.as_view(), name="request"),
    path("asked/<str:token>/", views.AskedForView.as_view(), name="asked"),
    path("now/<str:token>/", views.now_version, name="now"),
    path("of/<str:token>/", views.of_letters, name="of_letters"),
    path("of/<str:token>/questions/", views.of_letters, {"again": True}, name="retake_of_letters"),
    path("again/", views.SendAgain.as_view(), name="again"),
    path("<str:token>/", views.Download.as_view(), name="download"),
    path("<str:token>/read/", views.web_version, name="web"),
    path("<str:token>/questions/", views.TakeAgain.as_view(), name="retake"),
    path("<str:token>/guide.pdf", views.file, name="file"),
]

urlpatterns = [
    path("guide/", include((guides, "guides"))),
    path("handout/<slug:slug>/", views.handout, name="handout"),
    path("preferences/", views.YourLetters.as_view(), name="your_letters"),
    path("confirm/<str:token>/", views.Confirm.as_view(), name="confirm"),
]
