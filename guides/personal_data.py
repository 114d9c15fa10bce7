"""What is kept of a reader's guide: the row and the file, also the file of a worker that died."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from contacts.personal_data import Keeper, People, RegisterEntry, Rows, of_contact
from guides.actions.stray_files import remove_files_of
from guides.models import GuideCopy, GuideRequest, LinkRequest
from mail.personal_data import keyed, notices


def _files(rows: Rows, _people: People) -> Callable[[], None]:
    uids = list(rows.values_list("uid", flat=True))
    return lambda: remove_files_of(uids)


def _notices(people: People) -> Rows:
    """That a guide of theirs could not be made; the words name nobody, the key does."""
    uids = GuideCopy.objects.filter(contact__in=people.contacts).values_list("uid", flat=True)
    return keyed("guide-failed", (str(uid) for uid in uids))


def _requests(people: People) -> Rows:
    """What was asked for with an address of theirs, whether a worker has looked it up or not."""
    received = Q(copy__contact__in=people.contacts)
    waiting = Q(copy=None) & _typed(people)  # an address may be somebody else's by now
    return _small(GuideRequest.objects).filter(received | waiting)


def _small(rows: Any) -> Rows:
    small: Rows = rows.alias(email_small=Lower("email"))
    return small


def _typed(people: People) -> Q:
    """Rows that hold an address of theirs as somebody typed it."""
    return Q(email_small__in=[address.lower() for address in people.addresses])


ENTRIES = (
    RegisterEntry(
        GuideCopy,
        of_contact(GuideCopy),
        part="guides",
        goes=_("guides with their files: %d"),
        left_out=(
            "uid",
            "revision",
            "tries",
            "next_try_at",
            "claimed_by",
            "turn",
            "link_number",
            "error",
        ),
        outside=_files,
        read_with=("guide",),
        keeps=Keeper(
            _("a guide whose link works"),
            lambda at: GuideCopy.objects.filter(expires_at__gt=at),
        ),
    ),
    RegisterEntry(
        GuideRequest,
        _requests,
        part="requests_for_guides",
        goes=_("requests for a guide: %d"),
        left_out=("uid", "revision", "turn", "due_at"),
        read_with=("guide",),
    ),
    # Gone within seconds: no news to anybody.
    RegisterEntry(LinkRequest, lambda people: _small(LinkRequest.objects).filter(_typed(people))),
    notices(_notices),
)
