"""An offer by its private link, before it is open."""

from django.urls import path

from desk.views import private_try

urlpatterns = [
    path("<attempt:key>/", private_try.TryFront.as_view(), name="private_try"),
    path("<attempt:key>/start/", private_try.TryStart.as_view(), name="try_start"),
    path("<attempt:key>/questions/", private_try.TryQuestions.as_view(), name="try_questions"),
    path("<attempt:key>/guide/", private_try.TryGuide.as_view(), name="try_guide"),
    path("<attempt:key>/letters/", private_try.TryLetters.as_view(), name="try_letters"),
]
