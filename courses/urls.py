from django.urls import path

from courses.views import Address, Confirm, Preferences

urlpatterns = [
    path("confirm/<str:token>/", Confirm.as_view(), name="confirm"),
    path("preferences/<str:token>/", Preferences.as_view(), name="preferences"),
    path("address/<str:token>/", Address.as_view(), name="address"),
]
