"""One of a question's own choices."""

from django.utils.translation import gettext_lazy as _

from assessments.kinds.kind import Keyed


class Single(Keyed):
    key = "single"
    title = _("one choice")
    template = "assessments/kinds/_single.html"


KIND = Single()
