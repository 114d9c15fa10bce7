"""What is held about one person, as the author may have it: no answers, which are their writer's,
shared or not. As the person themselves gets it: `courses.actions.own_data`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from contacts.export import everything
from contacts.models import Contact
from contacts.personal_data import Data, ExportText
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
