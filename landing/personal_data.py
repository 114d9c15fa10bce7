"""What is kept of whoever sent a form."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from contacts.personal_data import People, RegisterEntry, Rows
from landing.models import SignUp


def _sign_ups(people: People) -> Rows:
    """What was sent with an address of theirs, whether a worker has looked it up or not."""
    typed = Q(contact=None, email_small__in=[address.lower() for address in people.addresses])
    rows: Rows = SignUp.objects.alias(email_small=Lower("email"))
    return rows.filter(Q(contact__in=people.contacts) | typed)


ENTRIES = (
    RegisterEntry(
        SignUp,
        _sign_ups,
        part="sign_ups",
        goes=_("sign-up forms they sent: %d"),
        left_out=("uid", "revision", "due_at"),
        read_with=("form",),
    ),
)
