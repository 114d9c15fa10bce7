"""What is kept of a reader's guide: the row and the file, also the file of a worker that died."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from contacts.personal_data import Entry, Keep, People, Rows, of_contact
from guides.actions.storage import remove_files_of
from guides.models import GuideCopy
from mail.personal_data import keyed, notices


def _files(rows: Rows, _people: People) -> Callable[[], None]:
    uids = list(rows.values_list("uid", flat=True))
    return lambda: remove_files_of(uids)


def _notices(people: People) -> Rows:
    """That a guide of theirs could not be made; the words name nobody, the key does."""
    uids = GuideCopy.objects.filter(contact__in=people.contacts).values_list("uid", flat=True)
    return keyed("guide-failed", (str(uid) for uid in uids))


ENTRIES = (
    Entry(
        GuideCopy,
        of_contact(GuideCopy),
        part="guides",
        goes=_("guides with their files: %d"),
        left_out=("uid", "tries", "next_try_at", "claimed_by", "turn", "link_number", "error"),
        outside=_files,
        read_with=("edition__guide",),
        keeps=Keep(
            _("a guide whose link works"),
            lambda at: GuideCopy.objects.filter(expires_at__gt=at),
        ),
    ),
    notices(_notices),
)
