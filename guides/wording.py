"""The words beside the two boxes of the request, shown and stored alike. Pure."""

from django.utils.translation import gettext_lazy as _

LETTERS = _("Yes, please send me the short letters by email. I can stop at any time.")
"""Where a course brings no words of its own."""
SHARING = _("The author may read my answers. Without this tick, nobody reads them.")
