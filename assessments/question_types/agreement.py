"""How far somebody agrees with a statement."""

from django.utils.translation import gettext_lazy as _

from assessments.question_types.base import Rated


class Agreement(Rated):
    key = "agreement"
    title = _("how far you agree")
    template = "assessments/question_types/_agreement.html"


KIND = Agreement()
