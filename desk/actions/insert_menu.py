"""What an author may put into a text, in her words: facts of the reader, links, passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.variables import ASKS_LETTERS, ASKS_ONWARD, INVITES, SHEET
from desk import texts
from practice.models import Image
from publishing.kinds import Kind, MenuEntry, all_kinds, known_kind
from writing.segments import WORD, axis_printed
from writing.variables import Vocabulary

WORDS: Mapping[str, Any] = {
    "first_name": gettext_lazy("their first name"),
    "date": gettext_lazy("the date"),
    "practice.name": gettext_lazy("name of your practice"),
    "practice.author_name": gettext_lazy("your name"),
    "practice.credentials": gettext_lazy("your credentials"),
    "practice.legal_name": gettext_lazy("your legal name"),
    "practice.postal_address": gettext_lazy("your postal address"),
    "practice.contact_email": gettext_lazy("your email address"),
    "meeting_name": gettext_lazy("name of the meeting"),
    "when_text": gettext_lazy("day and time of the meeting"),
    "zone_name": gettext_lazy("their time zone"),
    "minutes": gettext_lazy("how many minutes it takes"),
    "place_text": gettext_lazy("where the meeting is"),
    "hours_text": gettext_lazy("how long before it"),
    "until_text": gettext_lazy("until when the time is held"),
    "who_text": gettext_lazy("who it is"),
    "news_text": gettext_lazy("what happened, and their first name"),
    "note_text": gettext_lazy("what they wrote"),
    "week_text": gettext_lazy("which week it is about"),
    "visited_text": gettext_lazy("how many saw the first page"),
    "started_text": gettext_lazy("how many started the assessment"),
    "finished_text": gettext_lazy("how many finished it"),
    "guide_text": gettext_lazy("how many asked for the guide"),
    "confirmed_text": gettext_lazy("how many confirmed their address"),
    "course_text": gettext_lazy("how many finished the course"),
    "booked_text": gettext_lazy("how many booked"),
    "numbers_text": gettext_lazy("all these numbers in one line"),
    "needs_text": gettext_lazy("what needs you"),
    "guide_url": gettext_lazy("to their guide"),
    "confirm_url": gettext_lazy("to confirm their address"),
    "preferences_url": gettext_lazy("to change what they get"),
    "unsubscribe_url": gettext_lazy("to stop the letters"),
    "book_url": gettext_lazy("to book a conversation"),
    "retake_url": gettext_lazy("to take the assessment again"),
    "handout_url": gettext_lazy("to the page to hand out, which everybody may open"),
    "letters_url": gettext_lazy("to say yes to letters now and then"),
    SHEET: gettext_lazy("to the sheet of this course, to print"),
    "onward_url": gettext_lazy("to go on with the next course"),
    "site_url": gettext_lazy("to your first page"),
    "booking_url": gettext_lazy("to their booking"),
    "payment_url": gettext_lazy("to where they pay"),
    "admin_url": gettext_lazy("to your desk"),
    "has_name": gettext_lazy("those whose first name we know"),
    "booked": gettext_lazy("those who have booked a conversation"),
    ASKS_LETTERS: gettext_lazy("those to ask whether they want letters now and then (last lesson)"),
    ASKS_ONWARD: gettext_lazy("those to ask whether they want the next course (last lesson)"),
    INVITES: gettext_lazy("those it may invite (nobody who talks with you already)"),
    "asks_course": gettext_lazy("those who asked for the lessons too"),
}


def menu(label: str, row: Model | None) -> dict[str, list[dict[str, str]]]:
    """The entries for each page that the texts of a row become, by the page's name; None: of a row
    not saved yet.
    """
    kind = known_kind(label)
    pages = {text.page for text in texts.texts_of(label) if text.blocks}
    if kind is None or kind.vocabulary is None or not pages:
        return {}
    entries = [asdict(entry) for entry in _entries(kind, row or kind.model())]
    return dict.fromkeys(sorted(pages), entries)


def _entries(kind: Kind, row: Any) -> Iterator[MenuEntry]:
    assert kind.vocabulary is not None
    words: Vocabulary = kind.vocabulary(row)
    facts, links = _("About the reader"), _("A link")
    for name in sorted(words.free):
        yield MenuEntry(facts, said(name), "{{ " + name + " }}")
    for name in words.names:
        yield MenuEntry(facts, _called(name, words), "{{ " + name + " }}")
    for name in sorted(words.urls):
        yield MenuEntry(links, said(name), "[", "]({{ " + name + " }})")
    for name in sorted(words.urls):
        yield MenuEntry(_("A button"), said(name), f"::: button {name}\n", "\n:::")
    yield from _other_texts(kind, row)
    yield from _conditions(words)
    for name in sorted(words.constants):
        yield MenuEntry(_("About you"), said(f"practice.{name}"), "{{ practice." + name + " }}")
    yield from _pictures()


def _called(variable: str, words: Vocabulary) -> str:
    """What a variable prints of an axis, in the author's words."""
    label = str(words.axes.by_name[axis_printed(variable)].label)
    if variable.endswith(WORD):
        return _("how often or how much, in one word: %s") % label
    return (_("their answer to “%s”") if label.endswith("?") else _("the name of their %s")) % label


def _pictures() -> Iterator[MenuEntry]:
    for image in Image.objects.exclude(name="").order_by("name"):
        block = f"::: picture {image.name}\n{image.alt}\n:::"
        yield MenuEntry(_("A picture"), f"{image.alt} ({image.name})", block)


def said(name: str) -> str:
    """A variable in the author's words."""
    return str(WORDS.get(name, name.replace("_", " ")))


def _other_texts(kind: Kind, row: Any) -> Iterator[MenuEntry]:
    """The texts that one of this kind may use by their names."""
    for other in all_kinds():
        if other.put_in is not None and kind.may_use_any(other):
            rows = other.model._default_manager.all()
            usable = [text for text in rows if kind.may_use(row, text)]
            yield from (other.put_in(text) for text in sorted(usable, key=str))


def _conditions(words: Vocabulary) -> Iterator[MenuEntry]:
    group = _("Only for some readers")
    for name in sorted(words.switches):
        yield MenuEntry(group, said(name), "{% if " + name + " %}", "{% endif %}")
    for axis in words.axes.with_keys.values():
        word = "contains" if axis.sort == "keys" else "=="
        for key in axis.keys:
            test = "{% if " + f'{axis.name} {word} "{key}"' + " %}"
            yield MenuEntry(group, f"{axis.label}: {axis.called(key)}", test, "{% endif %}")
