from django.urls import path

from courses.views import Address, Agree, EraseMe, Onward, OwnData, Preferences, Return, sheet

urlpatterns = [
    path("return/<str:token>/", Return.as_view(), name="return"),
    path("agree/<str:token>/", Agree.as_view(), name="agree"),
    path("onward/<str:token>/", Onward.as_view(), name="onward"),
    path("preferences/<str:token>/", Preferences.as_view(), name="preferences"),
    path("own-data/<str:token>/", OwnData.as_view(), name="own_data"),
    path("own-data/<str:token>/erase/", EraseMe.as_view(), name="erase_me"),
    path("address/<str:token>/", Address.as_view(), name="address"),
    path("sheet/<slug:slug>/", sheet, name="sheet"),
]
