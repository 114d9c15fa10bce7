"""One of a question's own choices."""

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Keyed


class Single(Keyed):
    key = "single"
    title = _("one choice")
    template = "assessments/question_types/_single.html"


KIND = Single()
