"""The words beside the boxes of the request, shown and stored alike. Pure."""

from django.utils.translation import gettext_lazy as _

LETTERS = _("Send me the short letters by email; I can stop any time.")
"""Where a course brings no words of its own."""
SHARING = _("%(author)s may read my answers, to prepare if we talk.")
"""Where a guide brings no words of its own."""
LATER = _("After that, a letter now and then; I can stop any time.")
NOW_AND_THEN = _("Send me a letter now and then; I can stop any time.")
"""The same where no course comes before."""

NAME = _("Call me %(new)s.")
NEW_NAME = _("Call me %(new)s (until now: %(old)s).")
ZONE = _("My time zone is %(new)s.")
NEW_ZONE = _("My time zone is %(new)s (until now: %(old)s).")
NEW_ANSWERS = _("Let the letters I get go by these answers from now on.")

CLOSED = _(
    "This chapter is made of your answers. It opens once you have said that this guide is yours: "
    "press “This is mine” on the page that the link in the letter leads to."
)
