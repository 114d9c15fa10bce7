"""What the pages behind signed links share: they read no cookie and have a budget; two of them take
a yes to letters.
"""

from __future__ import annotations

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts.models import Contact
from health.budgets import LINK, budgeted
from health.clock import now
from mail import actions as mail

open_door = method_decorator([csrf_exempt, never_cache, budgeted(LINK)], name="dispatch")

LETTERS_WORDING = _("Yes, write to me now and then when there is something new.")


def choose_letters(contact: Contact, *, wants: bool) -> None:
    """The box for letters now and then: a yes in these words, or a no."""
    if wants and not contact.confirmed_at:
        return
    mail.set_letters(contact=contact, agrees=wants, wording=str(LETTERS_WORDING), now=now())
