from django.urls import path

from landing import views

urlpatterns = [
    path("", views.home, name="landing"),
    path("o/<slug:slug>/", views.offer_page, name="offer"),
    path("join/<slug:slug>/", views.Join.as_view(), name="join"),
    path("join/sent/<str:token>/", views.Sent.as_view(), name="join_sent"),
    path("join/file/<str:token>/", views.file, name="join_file"),
    path("letters/", views.archive, name="public_letters"),
    path("letters/feed/", views.feed, name="public_letters_feed"),
    path("letters/<slug:slug>/", views.letter, name="public_letter"),
    path("embed.js", views.script, name="embed_script"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
