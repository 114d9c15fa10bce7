from django.urls import path

from landing import views

urlpatterns = [
    path("", views.home, name="landing"),
    path("o/<slug:slug>/", views.offer_page, name="offer"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
