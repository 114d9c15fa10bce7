from django.urls import path

from consultations import views

app_name = "consultations"
urlpatterns = [
    path("book/", views.Book.as_view(), name="book"),
    path("book/for/<str:key>/", views.Book.as_view(), name="book-result"),
    path("book/request/", views.LeaveTimeRequest.as_view(), name="time_request"),
    path("book/request/left/", views.time_requested, name="time_requested"),
    # Behind the ones above: an offer may have any other name.
    path("book/<slug:slug>/", views.Book.as_view(), name="book-offer"),
    path("book/<slug:slug>/request/", views.LeaveTimeRequest.as_view(), name="time_request-offer"),
    path("book/<slug:slug>/request/left/", views.time_requested, name="time_requested-offer"),
    path("offer/<str:token>/", views.OfferedTime.as_view(), name="offer"),
    path("bookings/<str:token>.ics", views.calendar, name="calendar"),
    path("booking/<str:token>/", views.Show.as_view(), name="booking"),
    path("booking/<str:token>/before/", views.WriteBefore.as_view(), name="before"),
    path("booking/<str:token>/move/", views.Move.as_view(), name="move"),
    path("booking/<str:token>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("booking/<str:token>/invitation.ics", views.invitation, name="invitation"),
]
