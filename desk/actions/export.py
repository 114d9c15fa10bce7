"""What is held about one person, as the author may have it, and as a command writes it for them.

What the author takes from the desk holds no answers: they are their writer's, shared or not.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from contacts.export import everything
from contacts.models import Contact
from contacts.personal_data import Data, ExportText
from mail import actions as mail
from mail.actions.preview import as_unshared

ANSWERS_KEPT = gettext_lazy(
    "What they answered is not in a file from the desk. "
    "The command export_person writes the file that holds it, for them."
)


def for_author(contact: Contact) -> Data:
    """The same as the author may have it: no answers, nor anything that was chosen by them."""
    return {
        "note": str(ANSWERS_KEPT),
        **everything(contact, ExportText(as_unshared, answers=False)),
    }


def for_them(contact: Contact) -> Data:
    """The same for the person themselves."""
    return everything(contact, ExportText(mail.as_read, answers=True))
