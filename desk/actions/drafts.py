"""Words that are not saved yet: kept as they are typed, offered again, thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from desk.models import Draft
from publishing import actions as publishing
from publishing import places
from publishing.forms import place_of
from publishing.kinds import known_kind
from publishing.models import Document
from writing.diff import plain

LONGEST = 60_000
LONGEST_UNSAVED = timedelta(days=90)


def row_of(label: str, pk: str) -> Document | None:
    """The document of a label such as "courses.lesson"; LookupError for what is none."""
    kind = known_kind(label)
    if kind is None:
        raise LookupError(label)
    return kind.model._default_manager.filter(pk=pk).first() if pk.isdecimal() else None


def saved(row: Document | None, box: str) -> str:
    """The saved words of one box."""
    return "" if row is None else places.said(places.flat(row.read()).get(place_of(box)))


def mark(row: Document | None) -> str:
    """What tells one saved state of a row's texts from another; a page remembers it."""
    return "" if row is None else str(row.head)


def keep(
    *, user_id: int, label: str, pk: str, box: str, text: str, tab: str, now: datetime
) -> bool:
    """Keep what was typed; words that are saved already need no keeping. Whether another page
    had other words in the same box, which were put with what stood here before; a row that was
    never saved has no place for them.
    """
    row, mine = row_of(label, pk), Draft.objects.of(user_id, label, pk).filter(name=box)
    if plain(text) == plain(saved(row, box)):
        mine.delete()
        return False
    before = mine.exclude(tab=tab).first()
    # Two tabs write into one box: the other's words go into the versions before these take their
    # place, so neither is lost.
    set_aside = before is not None and bool(pk)
    if before is not None and row is not None:
        publishing.set_aside(row, place=place_of(box), value=before.text, now=before.typed_at)
    Draft.objects.update_or_create(
        user_id=user_id,
        label=label,
        row=pk,
        name=box,
        defaults={"text": text.replace("\r\n", "\n")[:LONGEST], "tab": tab, "typed_at": now},
    )
    return set_aside


def waiting(*, user_id: int, label: str, row: Document | None) -> list[Draft]:
    """Words to offer again: those that differ from what is saved."""
    pk = str(row.pk) if row is not None else ""
    drafts = Draft.objects.of(user_id, label, pk).order_by("typed_at", "pk")
    return [draft for draft in drafts if plain(draft.text) != plain(saved(row, draft.name))]


def throw_away(*, user_id: int, label: str, pk: str, boxes: list[str]) -> int:
    """Forget unsaved words; without boxes, all of the row's."""
    drafts = Draft.objects.of(user_id, label, pk)
    return (drafts.filter(name__in=boxes) if boxes else drafts).delete()[0]


def forget_old(*, before: datetime) -> int:
    """Forget words nobody came back to since `before`."""
    return Draft.objects.filter(typed_at__lt=before).delete()[0]


def said(moment: datetime, *, now: datetime) -> str:
    """A moment as the author says it: “10:42 AM”, or with its day when that is not today."""
    here, today = localtime(moment), localtime(now)
    return date_format(here, "g:i A" if here.date() == today.date() else "M j, g:i A")


def warning(row: Document | None, user_id: int) -> str:
    """The sentence for a page whose saved text is no longer what it was when it opened."""
    if row is None:
        return _("The saved text is gone: somebody deleted it. Copy your words before you leave.")
    after = _("Saving here would put these words in their place.")
    last = _last_entry(row)
    if last is None:
        warning = _("Other words were saved here since you opened this page.")
    elif last.user_id == user_id:
        warning = _("You have saved other words here, in another tab, since you opened this page.")
    else:
        who = last.user.get_short_name() or last.user.get_username()
        warning = _("%(who)s has saved other words here since you opened this page.") % {"who": who}
    return f"{warning} {after}"


def saved_since(row: Document | None, moment: datetime, user_id: int) -> str:
    """Who saved other words after these were typed; empty where nobody did."""
    last = _last_entry(row) if row is not None else None
    if last is None or last.action_time <= moment:
        return ""
    if last.user_id == user_id:
        return _("You have saved other words here since.")
    who = last.user.get_short_name() or last.user.get_username()
    return _("%(who)s has saved other words here since.") % {"who": who}


def _last_entry(row: Document) -> LogEntry | None:
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    )
    return entries.select_related("user").order_by("-action_time", "-pk").first()
