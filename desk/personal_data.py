"""Personal data of which no app of ours is the owner, or which several share: answers behind a
guide or an hour, the author's history, what checks found.
"""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt
from consultations.models import Booking
from contacts.personal_data import Data, ExportText, People, RegisterEntry, Rows, entries, naming
from desk.models import UnsentForm
from guides.models import GuideCopy
from health.models import CheckRun


def answers_of(people: People) -> Rows:
    """The answers behind these people's guides and hours, unless somebody else has them too."""
    own = GuideCopy.objects.filter(contact__in=people.contacts).order_by().values("attempt")
    hours = Booking.objects.filter(contact__in=people.contacts).exclude(attempt=None)
    others = GuideCopy.objects.filter(attempt=OuterRef("pk"))
    others = others.exclude(contact__in=people.contacts)
    own_attempts = own.union(hours.order_by().values("attempt"))
    return Attempt.objects.filter(~Exists(others), pk__in=own_attempts)


def _in_words(attempt: Attempt, _reading: ExportText) -> Data:
    return {"in_words": dict(attempt.names) if attempt.result else {}}


def _history(people: People) -> Rows:
    """What the author's history says of rows of theirs, or with an address of theirs."""
    named = naming(LogEntry.objects.all(), people.addresses, "object_repr", "change_message")
    models = [entry for entry in entries() if entry.model not in (LogEntry, CheckRun)]
    kinds = ContentType.objects.get_for_models(*{entry.model for entry in models})
    of_rows = []
    for entry in models:
        theirs = entry.rows(people).order_by().annotate(as_text=Cast("pk", TextField()))
        told = LogEntry.objects.filter(content_type=kinds[entry.model])
        of_rows.append(told.filter(object_id__in=theirs.values("as_text")).order_by().values("pk"))
    return LogEntry.objects.filter(pk__in=named.order_by().values("pk").union(*of_rows))


def _unsent(people: People) -> Rows:
    """Forms of the desk that hold an address of theirs, or stood on their page."""
    named = naming(UnsentForm.objects.all(), people.addresses, "body").order_by().values("pk")
    pages = [reverse("admin:contacts_contact_change", args=[pk]) for pk in people.contacts]
    return UnsentForm.objects.filter(Q(pk__in=named) | Q(page__in=pages))


ENTRIES = (
    RegisterEntry(
        Attempt,
        answers_of,
        part="answers",
        goes=_("sets of answers: %d"),
        left_out=("key",),
        from_answers=("answers", "result", "in_words"),
        more=_in_words,
        read_with=("assessment", "revision"),
        anonymous=True,
    ),
    RegisterEntry(
        LogEntry,
        _history,
        part="history_of_changes",
        left_out=("user", "object_id", "content_type"),
        blank={"object_repr": _("an erased person"), "change_message": ""},
    ),
    # What somebody typed at the desk and never sent: its words may name people.
    RegisterEntry(UnsentForm, _unsent),
    RegisterEntry(
        CheckRun,
        lambda people: naming(CheckRun.objects.all(), people.addresses, "words", "mend"),
        blank={"words": "", "mend": ""},
    ),
)
