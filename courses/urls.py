from django.urls import path

from courses.views import Address, Agree, Onward, Preferences, Return, sheet

urlpatterns = [
    path("return/<str:token>/", Return.as_view(), name="return"),
    path("agree/<str:token>/", Agree.as_view(), name="agree"),
    path("onward/<str:token>/", Onward.as_view(), name="onward"),
    path("preferences/<str:token>/", Preferences.as_view(), name="preferences"),
    path("address/<str:token>/", Address.as_view(), name="address"),
    path("sheet/<slug:slug>/", sheet, name="sheet"),
]
