"""An offer by its private link, before it is open."""

from django.urls import path

from desk.views import private_try, try_letters

urlpatterns = [
    path("<attempt:key>/", private_try.TryFront.as_view(), name="private_try"),
    path("<attempt:key>/start/", private_try.TryStart.as_view(), name="try_start"),
    path("<attempt:key>/questions/", private_try.TryQuestions.as_view(), name="try_questions"),
    path("<attempt:key>/guide/", private_try.TryGuide.as_view(), name="try_guide"),
    path("<attempt:key>/guide.pdf", private_try.TryPdf.as_view(), name="try_pdf"),
    path("<attempt:key>/letters/", try_letters.TryLetters.as_view(), name="try_letters"),
]
