from django.urls import path

from courses.views import Address, Preferences, Return

urlpatterns = [
    path("return/<str:token>/", Return.as_view(), name="return"),
    path("preferences/<str:token>/", Preferences.as_view(), name="preferences"),
    path("address/<str:token>/", Address.as_view(), name="address"),
]
