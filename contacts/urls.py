from django.urls import path

from contacts.views import Unsubscribe

urlpatterns = [path("unsubscribe/<str:token>/", Unsubscribe.as_view(), name="unsubscribe")]
