"""How often: never to nearly always."""

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Rated


class Frequency(Rated):
    key = "frequency"
    title = _("how often")
    template = "assessments/question_types/_frequency.html"


KIND = Frequency()
